#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""transcript.py - the sessions that docs/gdb.md shows, held against what GDB says.

In the page, <!-- gdb: CMDLINE; VERSIONS --> stands before a block of a session; each is run anew,
from the first instruction, and <!-- replay: … --> in a replay. A command without output in the
block may say what it likes. Addresses, numbers of lines and jiffies do not count. What the compiler
inlines does: so a block must agree where compiler, HZ and QEMU are those in VERSIONS; elsewhere its
commands must work.

With --write the blocks are rewritten with what a run says now. New commands that are followed by
nothing get their output with --write all.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
from typing import NamedTuple

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(TOP / "tools"), str(TOP / "tests"), str(TOP / "tests" / "gdb"),
                str(TOP / "tests" / "docs")]

import gdbsession  # noqa: E402
from conftest import OUT  # noqa: E402

from halves import qemu  # noqa: E402

PAGE = TOP / "docs" / "gdb.md"
PROMPT = "(gdb) "
BLOCK = re.compile(r"^<!-- (?P<kind>gdb|replay): (?P<cmdline>[^;\n]*); (?P<versions>[^\n]*) -->\n"
                   r"```gdb\n(?P<text>.*?)^```$", flags=re.M | re.S)
IMAGE = OUT / "halves.elf"


class Block(NamedTuple):
    kind: str
    cmdline: str
    versions: str
    turns: list         # [(command, [lines])]


def blocks():
    """The sessions of the page."""
    return [block_of(found) for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]


def block_of(found):
    turns = []
    for line in found["text"].splitlines():
        if line.startswith(PROMPT):
            turns.append((line[len(PROMPT):], []))
        else:
            turns[-1][1].append(line)
    return Block(found["kind"], found["cmdline"], found["versions"], turns)


def run(block, folder):
    """[(command, [lines])] as GDB has it; fewer when one failed."""
    script = "".join(f"echo @@{number}\\n\n{command}\n"
                     for number, (command, _) in enumerate(block.turns)) + "echo @@end\\n\n"
    if block.kind == "gdb":
        target = gdbsession.pipe(IMAGE, block.cmdline, folder)
        done = gdbsession.run_gdb(folder, IMAGE, f"target remote {target}\n{script}kill\n")
    else:
        path = pathlib.Path(folder) / "replay.gdb"
        path.write_text("set width 0\n" + script)
        done = subprocess.run([TOP / "tools/gdb/replay", "--kernel", IMAGE, block.cmdline, "--",
                               "-nx", "-batch", "-x", path], cwd=TOP, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=gdbsession.TIMEOUT)
    parts = re.split(r"^@@(?:\d+|end)\n", done.stdout, flags=re.M)[1:]
    turns = [(command, [line for line in part.splitlines() if line])
             for (command, _), part in zip(block.turns, parts)]
    return turns if len(parts) == len(turns) + 1 else turns[:-1], done


def like(line):
    """A line without what does not count."""
    line = re.sub(r"0x[0-9a-f]{6,}", "ADDRESS", line)
    line = re.sub(r"(\.(c|h|asm)):\d+", r"\1:N", line)
    line = re.sub(r"(\bline )\d+", r"\1N", re.sub(r"^\d+\t", "N\t", line))
    return re.sub(r"\s+", " ", re.sub(r"[+-]\d+", "+N", line)).strip()


def versions():
    """What the sessions depend on: compiler, HZ, QEMU."""
    banner = re.search(rb"(gcc|clang) [\d.]+", IMAGE.read_bytes())
    flags = (OUT / "flags-c").read_text()
    text = subprocess.run([qemu.QEMU, "--version"], capture_output=True, text=True,
                          check=True).stdout
    return (f"{banner[0].decode()}, HZ={re.search(r'CONFIG_HZ=([0-9]+)', flags)[1]}, "
            f"QEMU {re.search(r'version ([0-9]+.[0-9]+)', text)[1]}")


def differences(block, turns):
    """What the page shows and GDB does not say, one sentence each."""
    for (command, want), (_, have) in zip(block.turns, turns):
        if want and [like(line) for line in want] != [like(line) for line in have]:
            yield "\n".join([f"{PROMPT}{command}", "the page:", *want, "GDB:", *have])


def write(everything):
    """Bring the page up to date."""
    def renew(found):
        block = block_of(found)
        with tempfile.TemporaryDirectory() as folder:
            turns, done = run(block, folder)
        if len(turns) != len(block.turns):
            sys.exit(f"{block.turns[len(turns)][0]}: {done.stdout}\n{done.stderr}")
        lines = []
        for (command, want), (_, have) in zip(block.turns, turns):
            lines += [PROMPT + command] + (have if want or everything else [])
        text = "\n".join(lines)
        return f"<!-- {block.kind}: {block.cmdline}; {versions()} -->\n```gdb\n{text}\n```"
    PAGE.write_text(BLOCK.sub(renew, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def main(argv):
    if argv not in (["--write"], ["--write", "all"]):
        print(__doc__)
        return 0 if argv in ([], ["-h"], ["--help"]) else 64
    os.chdir(TOP)
    write("all" in argv)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
