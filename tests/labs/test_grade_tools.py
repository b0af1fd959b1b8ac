# SPDX-License-Identifier: MIT
"""What `make grade`, `make start` and the others say and write, beside the verdicts themselves."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml

import pexpect
import pytest
from conftest import OUT, TOP, clean_environment, gcc_only
from tree import how_built

from halves import labs

pytestmark = [gcc_only, pytest.mark.xdist_group("grade_tools")]
PYTHON = sys.executable
LAB = 5         # one small file


def tool(name, *words, cwd=TOP):
    """Run one of the tools; (status, what it printed, what it complained of)."""
    done = subprocess.run([PYTHON, f"tools/{name}", *map(str, words)], cwd=cwd,
                          env={**clean_environment(), "O": str(OUT)}, text=True, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode, done.stdout, done.stderr


def hand_in(folder, files):
    """Write a submission; return its folder."""
    lab = labs.find(str(LAB))
    folder.mkdir()
    for name, place in lab.files.items():
        (folder / name).write_bytes(files[place])
    return folder


@pytest.fixture(scope="module", name="lab")
def the_lab():
    """The lab that is graded here."""
    return labs.find(str(LAB))


@pytest.fixture(scope="module", name="wrong")
def a_wrong_one(lab):
    """A wrong solution that only its own check catches, which is not hidden."""
    return next(mutant for mutant in lab.mutants()
                if not mutant.also and not lab.check(mutant.caught_by).hidden)


def test_result_files(lab, wrong, tmp_path):
    """A wrong submission: points, what happened, the command for GDB; the files say it, too."""
    work = hand_in(tmp_path / "work", lab.mutated(wrong))
    status, text, _ = tool("grade", LAB, "--work", work, "--seeds", 1, "--json",
                           tmp_path / "results.json", "--junit", tmp_path / "junit.xml")
    lost = lab.check(wrong.caught_by)
    assert status == 1
    points = sum(check.points for check in lab.checks
                 if check.name != lost.name and lost.name not in check.needs)
    assert f"lab {LAB}, {lab.title}: {points} of 100 points" in text
    assert f"GDB={lost.name}" in text and "SEED=1" in text
    assert f"It behaves like {wrong.like}." in text
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["score"] == points
    assert [test["name"] for test in results["tests"] if test["score"] == 0][0] == lost.name
    assert sum(test["max_score"] for test in results["tests"]) == 100
    suite = xml.parse(tmp_path / "junit.xml").getroot()
    found = {kind: [f"{case.get('classname')}.{case.get('name')}" for case in suite
                    if case.find(kind) is not None] for kind in ("failure", "skipped")}
    assert found["failure"] == [lost.name]
    assert f"GDB={lost.name}" in suite.find("testcase/failure").text
    assert (suite.get("failures"), suite.get("skipped")) == ("1", str(len(found["skipped"])))


@pytest.mark.parametrize("names, happened", [
    (["softirq.c"], "ksoftirqd.c is missing"), (["softirq.c", "ksoftirqd.c"], "error:")],
                         ids=["missing", "broken"])
def test_result_files_without_a_result(tmp_path, names, happened):
    """What cannot be built, or is not there, has result files, too; none of another day stays."""
    for name in names:
        (tmp_path / name).write_text("int broken(\n")
    (tmp_path / "results.json").write_text("another day's")
    status, text, _ = tool("grade", 6, "--work", tmp_path, "--seeds", 1, "--json",
                           tmp_path / "results.json", "--junit", tmp_path / "junit.xml")
    assert status == 2
    assert happened in text
    results = json.loads((tmp_path / "results.json").read_text())
    assert (results["score"], happened in results["output"]) == (0, True)
    assert {test["visibility"] for test in results["tests"]} == {"visible", "after_published"}
    assert happened in xml.parse(tmp_path / "junit.xml").getroot().find("system-out").text


def test_class(lab, wrong, tmp_path):
    """A class: each folder a line, also one without the file, and one that does not compile."""
    hand_in(tmp_path / "ada", lab.solution())
    hand_in(tmp_path / "bob", lab.mutated(wrong))
    (tmp_path / "cleo").mkdir()
    (tmp_path / "=1+1").mkdir()
    (tmp_path / os.fsdecode(b"M\xfcller")).mkdir()     # as some archives unpack it
    hand_in(tmp_path / "dan", {place: b"int x(\n" for place in lab.files.values()})
    status, text, _ = tool("grade", LAB, "--all", tmp_path, "--seeds", 1, "--csv",
                           tmp_path / "grades.csv")
    assert status == 0, text
    with open(tmp_path / "grades.csv", encoding="utf-8") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert list(rows) == ["'=1+1", r"M\udcfcller", "ada", "bob", "cleo", "dan"]
    assert not (tmp_path / "grades.csv.part").exists()
    assert rows["ada"]["points"] == "100"
    assert rows["bob"][wrong.caught_by] == "0"
    assert "is missing" in rows["cleo"]["remark"]
    assert rows["dan"]["remark"] == "does not build"


def at_breakpoint(child, place, question, answer):
    """Let GDB go on to its breakpoint at @place; there @question must be answered so."""
    try:
        for said, typed in ((r"\(gdb\) ", "continue"), (place, None), (r"\(gdb\) ", question),
                            (answer, "kill")):
            child.expect(said)
            if typed:
                child.sendline(typed)
        child.sendline("quit")
        child.expect(pexpect.EOF)
    finally:
        child.close(force=True)


def test_gdb(lab, wrong, tmp_path):
    """The command that is printed with a failure stops GDB where the check fails."""
    work = hand_in(tmp_path / "work", lab.mutated(wrong))
    child = pexpect.spawn(PYTHON, ["tools/grade", str(LAB), "--work", str(work), "--gdb",
                                   wrong.caught_by, "--seed", "1"], cwd=TOP, timeout=120,
                          env={**clean_environment(), "O": str(OUT), "TERM": "dumb"},
                          encoding="utf-8", codec_errors="replace")
    at_breakpoint(child, "kunit_failed", "print test->name", wrong.caught_by.split(".")[1])


def test_first_differing_event(tmp_path):
    """Where a submission parts from the solution is told; its command stops GDB at that event."""
    lab = labs.find("6")
    wrong = next(one for one in lab.mutants() if one.name == "higher-number-first")
    work = tmp_path / "work"
    work.mkdir()
    for name, place in lab.files.items():
        (work / name).write_bytes(lab.mutated(wrong)[place])
    _, text, _ = tool("grade", 6, "--work", work, "--seeds", 1)
    found = re.search(r"event: +#(\d+), (\w+): .*\n +the solution has, there: (\w+): .*", text)
    number, name, instead = found.groups()
    assert (name, instead) == ("softirq_entry", "softirq_entry"), text
    words = re.search(r"again: +make (grade .*)", text)[1].split()
    assert f"EVENT={number}" in words
    child = pexpect.spawn("make", ["-s", *words, f"O={OUT}"], cwd=TOP, timeout=120,
                          env={**clean_environment(), "TERM": "dumb", **how_built()},
                          encoding="utf-8", codec_errors="replace")
    at_breakpoint(child, "trace_break_here", "print (enum trace_event)(r->head >> 24)",
                  f"TRACE_{name}")


def copied(tmp_path):
    """A copy of what `make start` needs."""
    tree = tmp_path / "tree"
    for part in ("labs", "tools", "kernel", "arch", "boot"):
        shutil.copytree(TOP / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tree


def test_start_and_solution(lab, tmp_path):
    """`make start`, work, `make solution`: the tree as it was, and the work is kept."""
    tree = copied(tmp_path)
    before = {place: (tree / place).read_bytes() if (tree / place).exists() else None
              for place in lab.files.values()}
    status, text, _ = tool("lab", "start", LAB, cwd=tree)
    assert status == 0, text
    for name, place in lab.files.items():
        assert (tree / place).read_bytes() == (lab.folder / "start" / name).read_bytes()
        (tree / place).write_text("/* mine */\n")
    assert tool("lab", "start", LAB, cwd=tree)[0] == 64
    assert "is started already" in tool("lab", "start", LAB, cwd=tree)[2]
    status, text, _ = tool("lab", "solution", LAB, cwd=tree)
    assert status == 0, text
    for name, place in lab.files.items():
        now = (tree / place).read_bytes() if (tree / place).exists() else None
        assert now == before[place]
        assert (tree / "labs" / lab.folder.name / ".mine" / name).read_text() == "/* mine */\n"
    assert tool("lab", "start", LAB, cwd=tree)[0] == 0
    for place in lab.files.values():
        assert (tree / place).read_text() == "/* mine */\n"
    for words in (["grade", 6], ["mutants", 6], ["regrade", 6], ["lab", "handout", 6, "x"]):
        status, _, complaint = tool(*words, cwd=tree)
        assert (status, f"make solution LAB={LAB:02}" in complaint) == (64, True), complaint


def test_solution_that_was_stopped(lab, tmp_path):
    """`make solution` twice, the first time only half of it: what was the student's is kept."""
    tree = copied(tmp_path)
    own = tree / "labs" / lab.folder.name
    assert tool("lab", "start", LAB, cwd=tree)[0] == 0
    for place in lab.files.values():
        (tree / place).write_text("/* mine */\n")
    shutil.copytree(own / ".solution", tree / "kept")
    assert tool("lab", "solution", LAB, cwd=tree)[0] == 0
    (tree / "kept").rename(own / ".solution")       # as if it had not come to its last step
    assert tool("lab", "solution", LAB, cwd=tree)[0] == 0
    for name in lab.files:
        assert (own / ".mine" / name).read_text() == "/* mine */\n"


@pytest.mark.parametrize("words, said", [
    (["grade", "99"], "there is no such lab"),
    (["grade", LAB, "--work", "/nowhere"], "no such folder"),
    (["grade", LAB, "--seeds", "0"], "1 to 10000"),
    (["grade", LAB, "--seeds", "many"], "invalid int value"),
    (["regrade", LAB, "--seeds", "0"], "how often?"),
    (["run", "--nonsense"], "unrecognized arguments"),
    (["grade", LAB, "--gdb", "no.such"], "has no such check"),
    (["grade"], "which lab?"),
    (["mutants"], "which lab?"),
    (["regrade"], "which lab"),
    (["lab", "solution", LAB], "is not started"),
    (["lab", "handout", LAB], "where to?"),
    (["lab", "handout", LAB, TOP], "not empty"),
], ids=lambda value: "_".join(map(str, value[:3])).replace("/", "") if isinstance(value, list)
    else "")
def test_mistakes(words, said):
    """A wrong call says what is wrong, on standard error, with status 64."""
    status, _, complaint = tool(*words)
    assert status == 64
    assert said in complaint
