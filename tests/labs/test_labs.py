# SPDX-License-Identifier: MIT
"""Every lab: its graders are graded, its verdicts are the same on a busy machine, its handout
builds and boots.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import OUT, TOP, clean_environment, gcc_only, how_built

from halves import labs

LABS = labs.folders()
SECTIONS = ("Goals", "Background", "Steps", "Something to look at", "Questions", "What is graded")
each_lab = pytest.mark.parametrize("folder", LABS, ids=[folder.name for folder in LABS])


def tool(name, *words, cwd=TOP, out=OUT):
    """Run one of the tools; return (status, all that it printed)."""
    done = subprocess.run([sys.executable, os.path.join(cwd, "tools", name), *map(str, words)],
                          cwd=cwd, env={**clean_environment(), "O": str(out)},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    return done.returncode, done.stdout


@each_lab
def test_shape(folder):
    """What each lab must have: sections, 100 points, hints, six wrong solutions, another right."""
    lab = labs.load(folder)
    text = (folder / "README.md").read_text()
    assert [name for name in SECTIONS if f"## {name}" not in text] == []
    assert lab.points == 100
    assert [check.name for check in lab.checks if not (check.hint and check.property)] == []
    assert len(lab.mutants()) >= 6
    assert lab.alternatives()
    assert lab.number == int(folder.name[:2])
    for files in lab.alternatives().values():
        assert files != lab.solution()


@each_lab
def test_lines(folder):
    """docs/teacher.md says, to the next five, how many lines of the solution the starter lacks."""
    lab, count = labs.load(folder), 0
    for place, text in lab.solution().items():
        both = [source.decode().splitlines() for source in (lab.starter()[place], text)]
        count += len([line for line in difflib.ndiff(*both) if re.match(r"\+ \s*[^\s/*;]", line)])
    row, = re.findall(rf"^\| {lab.number} .*? \| (\d+) \|",
                      (TOP / "docs/teacher.md").read_text(), re.MULTILINE)
    assert int(row) == 5 * round(count / 5)


@gcc_only
@each_lab
def test_graders_are_graded(folder):
    """The right solutions get all points, the starter its floor, each wrong one is caught."""
    status, text = tool("mutants", folder.name, "--seeds", 4)
    assert status == 0, text


@gcc_only
@each_lab
def test_busy_machine(folder):
    """Graded three times beside each other and programs that compute, the reference gets it all."""
    status, text = tool("regrade", folder.name, "--times", 3, "--at-once", 3,
                        "--seeds", 1, "--busy", os.cpu_count())
    assert status == 0, text
    assert "1 verdict, 100 of 100 points" in text


@pytest.fixture(scope="session")
def built_once(tmp_path_factory):
    """A build folder of handouts: what the tree has built, so that little is compiled."""
    out = tmp_path_factory.mktemp("handouts") / "build"
    shutil.copytree(OUT, out, ignore=lambda at, names: [
        name for name in names if name.startswith("labs") or name in ("docs", "extra")])
    for path in [*out.rglob("*.d")]:
        times = path.stat()
        path.write_text(path.read_text().replace(f"{os.path.relpath(OUT, TOP)}/", f"{out}/"))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    return out


def build_and_boot(tree, out):
    """Build a handout, and boot it."""
    words = [f"{word}={value}" for word, value in how_built().items()]
    done = subprocess.run(["make", f"O={out}", *words, "WERROR=1"], cwd=tree, check=False,
                          env=clean_environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    return subprocess.run(
        [sys.executable, tree / "tools/run", "--out", out, "--kernel", out / "halves-tests.elf",
         "--icount", "1", "--timeout", "60", "--cmdline",
         "run=kunit kunit.action=list poweroff panic=poweroff"],
        cwd=tree, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", check=False)


@each_lab
def test_handout(folder, tmp_path, built_once):
    """A handout holds no solution and nothing hidden, builds, stops by name, grades itself."""
    lab, tree = labs.load(folder), tmp_path / "handout"
    status, text = tool("lab", "handout", folder.name, tree)
    assert status == 0, text
    own = tree / "labs" / folder.name
    for name in ("solution", "alternative", "mutants"):
        assert not (own / name).exists()
    assert not list(own.rglob("hidden_*"))
    assert [other.name for other in (tree / "labs").glob("[0-9]*")] == [folder.name]
    for place, start in lab.starter().items():
        assert (tree / place).read_bytes() == start
    shared = (own / "grade.toml").read_text()
    assert not [check.name for check in lab.checks if check.hidden and check.name in shared]
    log = subprocess.run(["git", "log", "--format=%an %s"], cwd=tree, capture_output=True,
                         text=True, check=True).stdout
    assert log == f"Halves lab {lab.number}: {lab.title}\n"

    for place in lab.files.values():        # what another lab's handout, or the tree, has built
        for objects in ("obj", "obj-tests"):
            stem = place[:-2] if place.endswith(".c") else place
            (built_once / objects / f"{stem}.o").unlink(missing_ok=True)
    try:
        run = build_and_boot(tree, built_once)
        if lab.number == 1:     # the header that a boot loader looks for is the student's
            assert "Error loading uncompressed kernel" in run.stdout
        else:
            assert "Halves 0.1" in run.stdout, run.stdout
            assert run.returncode == 0 or \
                f"not yet implemented: lab {lab.number}:" in run.stdout, run.stdout
        status, text = tool("grade", lab.number, "--seeds", 1, cwd=tree, out=built_once)
        assert status == 1, text
        assert re.search(rf"^lab {lab.number}, .*: \d+ of \d+ points$", text, re.MULTILINE), text
        if lab.number == 1:     # so: the handout's first step
            start = tree / lab.files["start.asm"]
            start.write_text(re.sub(r"dd 0\t.*: the checksum",
                                    "dd -(MULTIBOOT_HEADER_MAGIC + MULTIBOOT_FLAGS)",
                                    start.read_text()))
            run = build_and_boot(tree, built_once)
        for quoted in re.findall(r"^ {7}.*not yet implemented: .*", (own / "README.md").read_text(),
                                 re.MULTILINE):
            assert quoted.strip() in run.stdout, run.stdout
    finally:
        for place in lab.files.values():
            for objects in ("obj", "obj-tests"):
                stem = place[:-2] if place.endswith(".c") else place
                (built_once / objects / f"{stem}.o").unlink(missing_ok=True)

