#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""transcripts.py - the output that the papers show, held against what a run prints.

In a paper, <!-- run: COMMAND; VERSIONS --> stands before a fenced block. COMMAND is `make compare`,
`make compare SMP=4`, `make run, then SHELL COMMANDS` for what the shell prints (without ; and "),
`make run CMDLINE="WORDS"`, `make run M=NAME, then SHELL COMMANDS` for a folder that holds
tests/modules/NAME.c, or tests/book/NAME/NAME.c, `make path P=KEY`,
`od OPTIONS build/FILE | grep WORD`,
`make run TRACE=log CMDLINE="WORDS" && tools/trace log OPTIONS`,
`make grade LAB=N SHOW=CHECK` (or LOG=CHECK), which grades the lab's solution,
`make grade LAB=N WORK=work N=SEEDS, with NAME`, which grades that wrong solution of the lab, or
`make race CMDLINE="WORDS"`, which may be followed by `, with tests/defects/NAME.patch` for a kernel
with a defect. The block's lines are lines of the run, in order and without gaps; a line that is
only … stands for some left out. Timestamps and addresses of code do not count.

Figures are exact where compiler, HZ and QEMU are those in VERSIONS, for one instruction is one
nanosecond then; elsewhere the same lines must come, with whatever figures. (Not those of make path,
or with a defect: which functions there are after inlining is the compiler's choice. And of make
race, whose figures any change of the tests' image moves, only the lines count.)

With --write the blocks are rewritten with the figures of a run, and VERSIONS with it.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(TOP / "tools"), str(TOP / "tests")]

import defect  # noqa: E402  (needs the path above)
from halves import labs, qemu  # noqa: E402
from tree import clean_environment, how_built  # noqa: E402

BLOCK = re.compile(r"^<!-- run: (?P<command>[^;\n]*); (?P<versions>[^\n]*) -->\n"
                   r"```text\n(?P<text>.*?)^```$", flags=re.M | re.S)
GAP = "…"
CMDLINE = 'make run CMDLINE="'
PATH = "make path P="
MODULE = re.compile(r"make run M=(\w+), then (.*)$")
RACE = re.compile(r'make race CMDLINE="([^"]*)"(?:, with tests/defects/(.*)\.patch)?$')
GRADE = re.compile(r"make grade LAB=(\d+) (SHOW|LOG)=(\S+)$")
WRONG = re.compile(r"make grade LAB=(\d+) WORK=work N=(\d+), with (\S+)$")
LOG = re.compile(r'make run TRACE=log CMDLINE="([^"]*)" && tools/trace log(.*)$')


class Block(NamedTuple):
    page: Path
    command: str
    versions: str
    lines: list


def pages():
    """Every paper."""
    return [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md")),
            *sorted((TOP / "labs").glob("*/README.md"))]


def blocks(page):
    return [Block(page, found["command"], found["versions"], found["text"].splitlines())
            for found in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def run(command, out):
    """What the command prints, line by line, with the images in @out."""
    if command.startswith(PATH):
        return subprocess.run(
            [sys.executable, TOP / "tools/path", "--out", out, command.removeprefix(PATH)],
            cwd=TOP, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            check=True).stdout.splitlines()
    if command.startswith("od "):
        return [banner(out), *subprocess.run(
            command.replace("build/", f"{out}/"), shell=True, text=True, stdout=subprocess.PIPE,
            check=True).stdout.splitlines()]
    if GRADE.match(command):
        return grade(*GRADE.match(command).groups(), out)
    if WRONG.match(command):
        return grade_wrong(*WRONG.match(command).groups(), out)
    if LOG.match(command):
        return event_log(*LOG.match(command).groups(), out)
    if RACE.match(command):
        return race(*RACE.match(command).groups(), out)
    if MODULE.match(command):
        return module(*MODULE.match(command).groups(), out)
    goal, _, script = command.partition(", then ")
    words = ["--cmdline", goal.removeprefix(CMDLINE).rstrip('"')] if goal.startswith(CMDLINE) else \
        {"make compare": ["--words", "run=compare poweroff"],
         "make compare SMP=4": ["--smp", "4", "--words", "run=compare poweroff"],
         "make run": ["--cmdline", f'loglevel=7 init.cmd="{script}"']}[goal]
    with tempfile.TemporaryDirectory() as files:
        line = [sys.executable, TOP / "tools/run", "--out", out, "--files", files, *words]
        return subprocess.run(line, cwd=TOP, text=True, stdin=subprocess.DEVNULL, timeout=60,
                              stdout=subprocess.PIPE, check=False,
                              env={**os.environ, "CMDLINE": "", "EXTRA": ""}).stdout.splitlines()


def grade(number, how, check, out):
    """What a check of a lab prints, or does, with the solution."""
    return graded(number, labs.find(number).solution(), (f"--{how.lower()}", check), out)


def grade_wrong(number, seeds, name, out):
    """What is said of one of the lab's wrong solutions."""
    lab = labs.find(number)
    mutant = next(mutant for mutant in lab.mutants() if mutant.name == name)
    return graded(number, lab.mutated(mutant), ("--seeds", seeds), out)


def graded(number, files, words, out):
    """What tools/grade prints of a submission."""
    with tempfile.TemporaryDirectory() as folder:
        for place, text in files.items():
            (Path(folder) / place).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / place).write_bytes(text)
        printed = subprocess.run(
            [sys.executable, TOP / "tools/grade", number, "--work", folder, *words], cwd=TOP,
            text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False,
            env={**clean_environment(), "O": str(out)}).stdout.replace(folder, "work")
    return [banner(out), *printed.splitlines()]


@functools.lru_cache(maxsize=None)
def banner(out):
    """What the kernel of @out says first."""
    return next(line for line in run('make run CMDLINE="poweroff"', out)
                if line.startswith("Halves "))


def event_log(words, options, out):
    """What tools/trace makes of the event log of a run."""
    with tempfile.TemporaryDirectory() as folder:
        booted = subprocess.run(
            [sys.executable, TOP / "tools/run", "--out", out, "--trace", f"{folder}/log",
             "--cmdline", words], cwd=TOP, text=True, stdin=subprocess.DEVNULL, check=True,
            stdout=subprocess.PIPE, env={**os.environ, "CMDLINE": "", "EXTRA": ""})
        told = subprocess.run(
            [sys.executable, TOP / "tools/trace", f"{folder}/log", *options.split()],
            cwd=TOP, text=True, stdout=subprocess.PIPE, check=False,
            env={**os.environ, "O": str(out)})
    return booted.stdout.splitlines() + told.stdout.splitlines()


@functools.lru_cache(maxsize=None)
def with_module(name, out):
    """A copy of the build @out whose archive has the module that make M= builds.

    A copy, since other tests boot ours; it lives as long as this process.
    """
    place = tempfile.TemporaryDirectory()       # pylint: disable=consider-using-with
    folder = Path(place.name) / "module"
    folder.mkdir()
    copy = shutil.copytree(out, Path(place.name) / "out", ignore=shutil.ignore_patterns("book*"))
    source, = [*TOP.glob(f"tests/modules/{name}.c"), *TOP.glob(f"tests/book/*/{name}.c")]
    shutil.copy(source, folder)
    (Path(folder) / "Makefile").write_text(f"obj-m := {name}.o\n")
    subprocess.run(
        ["make", f"{copy}/initramfs.cpio", f"M={folder}", f"O={copy}",
         *(f"{n}={v}" for n, v in how_built().items())],
        cwd=TOP, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        check=True)
    return place, copy


def module(name, commands, out):
    """What the shell's commands print with a module that make M= builds."""
    _, copy = with_module(name, out)
    return subprocess.run(
        [sys.executable, TOP / "tools/run", "--out", copy, "--cmdline", f'init.cmd="{commands}"'],
        cwd=TOP, env=clean_environment(), text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout.splitlines()


def race(words, name, out):
    """What make race prints, perhaps with a defect in the kernel."""
    with tempfile.TemporaryDirectory() as folder:
        image = defect.image(name, folder) if name else Path(out) / "halves-tests.elf"
        tree = image.parent.parent if name else TOP
        return subprocess.run(
            [sys.executable, tree / "tools/race", "--kernel", image, "--files", folder,
             "--cmdline", words],
            text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False,
            env={**os.environ, "CMDLINE": "", "EXTRA": ""}).stdout.splitlines()


def compilers_choice(command):
    """Does the output of @command depend on more than figures?"""
    return command.startswith(PATH) or ", with " in command


def versions(printed):
    """What the figures depend on: compiler, HZ, QEMU."""
    banner = re.search(r"^Halves \S+ \((.*)\)$", "\n".join(printed), flags=re.M)
    text = subprocess.run([qemu.QEMU, "--version"], capture_output=True, text=True,
                          check=True).stdout
    emulator = re.search(r"version (\d+\.\d+)", text)
    return f"{banner[1] if banner else '?'}, QEMU {emulator[1]}"


def plain(line):
    """A line without its timestamp and without addresses of code, which move with any change."""
    line = re.sub(r"^\[ *\d+\.\d+\] ", "", line.rstrip())
    line = re.sub(r"\[<[0-9a-f]{8}>\]", "[<c0100000>]", line)
    line = re.sub(r"\b(tasklet|timer|work struct)([= ])[0-9a-f]{8}\b", r"\1\2c0100000", line)
    return re.sub(r"\+0x[0-9a-f]+/0x[0-9a-f]+", "+0x0/0x0", line)


def shape(line):
    """A line whose figures do not count, nor how long the bars are that draw them."""
    line = re.sub(r"\((gcc|clang) [^,]*,", "(compiler,", plain(line))
    line = re.sub(r"\b[0-9a-f]{8}\b", "0", line)
    return re.sub(r"\s+", " ", re.sub(r"#+", "#", re.sub(r"\d+", "0", line)))


def missing(block, printed, exact):
    """The first line of the block that the run does not have there, or None."""
    like = plain if exact else shape
    have, at, gap = [like(line) for line in printed], 0, True
    for line in block.lines:
        if line == GAP:
            gap = True
            continue
        want = like(line)
        found = next((n for n in range(at, len(have)) if have[n] == want), None) if gap else \
            at if have[at:at + 1] == [want] else None
        if found is None:
            return line
        at, gap = found + 1, False
    return None


def rewritten(block, printed):
    """The block's lines with this run's figures; lines that the run has not stay as they are."""
    if block.command.startswith(PATH):
        return printed          # whole, for other functions may be on the way
    lines, at = [], 0
    for line in block.lines:
        found = next((n for n in range(at, len(printed)) if shape(printed[n]) == shape(line)), None)
        if line == GAP or found is None:
            lines.append(line)
        else:
            lines.append(printed[found].rstrip())
            at = found + 1
    return lines


def write(page, outputs):
    """Bring the page's blocks up to date."""
    def renew(found):
        block = Block(page, found["command"], found["versions"], found["text"].splitlines())
        printed = outputs(block.command)
        text = "\n".join(rewritten(block, printed))
        return f"<!-- run: {block.command}; {versions(printed)} -->\n```text\n{text}\n```"

    old = page.read_text(encoding="utf-8")
    new = BLOCK.sub(renew, old)
    if new != old:
        page.write_text(new, encoding="utf-8")
        print(f"{page.relative_to(TOP)}: rewritten")


def main(argv):
    if argv != ["--write"]:
        print(__doc__)
        return 0 if argv in ([], ["-h"], ["--help"]) else 64
    out = TOP / (os.environ.get("O") or "build")
    known = {}

    def outputs(command):
        if command not in known:
            known[command] = run(command, str(out))
        return known[command]

    for page in pages():
        write(page, outputs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
