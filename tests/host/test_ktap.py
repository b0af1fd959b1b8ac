# SPDX-License-Identifier: MIT
"""The KTAP parser believes a whole, consistent run and nothing else."""

import pytest

from halves import ktap, qemu

BANNER = "Halves 0.1 (gcc 12.2.0, HZ=1000)"
GOOD = BANNER + """
[    0.000123] memory: 256 MiB
KTAP version 1
1..2
    KTAP version 1
    # Subtest: tasklet
    1..2
    ok 1 runs_once
[    0.010000] a message in between
    ok 2 runs_again # SKIP needs two processors
# tasklet: pass:1 fail:0 skip:1 total:2
ok 1 tasklet
    KTAP version 1
    # Subtest: work
    1..1
    ok 1 queue
ok 2 work
# Totals: pass:2 fail:0 skip:1 total:3
[    0.020000] powering off
"""
BAD_CASE = GOOD.replace("    ok 1 queue", """    # queue: EXPECTATION FAILED at work_test.c:12
    Expected a == b, but
        a == 1 (0x1)
    not ok 1 queue""").replace("\nok 2 work", "\nnot ok 2 work")


PARAMETERS = """        KTAP version 1
        # Subtest: queue
        ok 1 16 items
        ok 2 256 items # SKIP no memory
        1..2
    ok 1 queue"""


def with_parameters(old="", new=""):
    """The good run with a case of parameters, one of its texts replaced."""
    return GOOD.replace("    ok 1 queue", PARAMETERS.replace(old, new) if old else PARAMETERS)


def problems(text, status=qemu.SUCCESS):
    """What the parser finds wrong with a boot."""
    return ktap.judge(text, status).problems


def test_good_run_has_no_problem():
    """A whole run passes, with each case's verdict and skip reason."""
    run = ktap.judge(GOOD, qemu.SUCCESS)
    assert run.problems == []
    assert [(c.suite, c.name, c.verdict) for c in run.cases] == [
        ("tasklet", "runs_once", "passed"), ("tasklet", "runs_again", "skipped"),
        ("work", "queue", "passed")]
    assert run.cases[1].reason == "needs two processors"
    assert "a message in between" in run.cases[1].log


def test_case_with_parameters():
    """A third level of results is read, and is no result of its own."""
    run = ktap.judge(with_parameters(), qemu.SUCCESS)
    assert run.problems == [] and len(run.cases) == 3
    assert "ok 2 256 items" in run.cases[2].log


def test_carriage_returns_do_not_matter():
    """A serial line ends its lines with CR LF."""
    assert problems(GOOD.replace("\n", "\r\n")) == []


def test_failed_case_is_a_failure_with_its_log():
    """An honest failure is no problem of the run, and keeps its details."""
    run = ktap.judge(BAD_CASE, qemu.FAILED)
    assert run.problems == []
    assert run.cases[2].verdict == "failed"
    assert "EXPECTATION FAILED at work_test.c:12" in run.cases[2].log
    assert "a == 1 (0x1)" in run.cases[2].log


EVIL = [
    ("silence", "", "did not start"),
    ("banner only", BANNER + "\n", "no KTAP"),
    ("banner missing", GOOD.replace(BANNER, "Welcome"), "no boot banner"),
    ("two banners", GOOD.replace("    # Subtest: work", BANNER + "\n    # Subtest: work"),
     "second boot banner"),
    ("truncated in a suite", GOOD[:GOOD.index("    ok 1 queue")], "after 1 of 2 suites"),
    ("truncated between suites", GOOD[:GOOD.index("ok 1 tasklet") + 13], "after 1 of 2 suites"),
    ("no plan", GOOD.replace("1..2\n    KTAP", "    KTAP", 1), "no plan"),
    ("no plan of a suite", GOOD.replace("    1..1\n", ""), "no name or no plan"),
    ("plan too short", GOOD.replace("    1..2", "    1..1"), "more cases than the 1"),
    ("plan too long", GOOD.replace("    1..2", "    1..3"), "2 of 3 cases ran"),
    ("suites' plan too long", GOOD.replace("\n1..2", "\n1..3", 1), "2 of 3 suites"),
    ("suites' plan too short", GOOD.replace("\n1..2", "\n1..1", 1), "behind the last planned"),
    ("case twice", GOOD.replace("2 runs_again", "2 runs_once"), "reported twice"),
    ("number skipped", GOOD.replace("ok 2 runs_again", "ok 3 runs_again"), "2 was due"),
    ("suite's number", GOOD.replace("ok 2 work", "ok 3 work"), "2 was due"),
    ("suite's name", GOOD.replace("ok 2 work", "ok 2 tasklet"), "the open suite is work"),
    ("stamp before ok", GOOD.replace("    ok 1 queue", "[    0.015000]     ok 1 queue"),
     "line of its own"),
    ("text before ok", GOOD.replace("    ok 1 queue", "    hello ok 1 queue"), "line of its own"),
    ("text behind ok", GOOD.replace("    ok 1 queue", "    ok 1 queue and so on"), "of its own"),
    ("colour before ok", GOOD.replace("    ok 1 queue", "\x1b[32m    ok 1 queue"), "of its own"),
    ("half a result", GOOD.replace("    ok 1 queue", "    o"), "0 of 1 cases ran"),
    ("indented wrongly", GOOD.replace("    ok 1 queue", "   ok 1 queue"), "line of its own"),
    ("no verdict of a suite", GOOD.replace("\nok 1 tasklet", ""), "before the next suite"),
    ("version line missing", GOOD.replace("    KTAP version 1\n    # Subtest: work",
                                          "    # Subtest: work"), "no KTAP version"),
    ("suite not ok without a failed case", GOOD.replace("\nok 2 work", "\nnot ok 2 work"),
     "no case failed"),
    ("suite ok with a failed case", GOOD.replace("    ok 1 queue", "    not ok 1 queue"),
     "though a case failed"),
    ("parameters' plan missing", with_parameters("        1..2\n", ""), "planned: None"),
    ("parameters' plan too long", with_parameters("        1..2", "        1..3"), "planned: 3"),
    ("parameter's number", with_parameters("ok 2 256", "ok 3 256"), "2 was due"),
    ("parameter failed, case ok", with_parameters("ok 2 256", "not ok 2 256"), "say otherwise"),
    ("case failed, no parameter", with_parameters("    ok 1 queue", "    not ok 1 queue"),
     "say otherwise"),
    ("second block", GOOD + "KTAP version 1\n1..0\n", "second KTAP block"),
]


@pytest.mark.parametrize("text, said", [pytest.param(*rest, id=what) for what, *rest in EVIL])
def test_evil_input_is_caught(text, said):
    """Each of these runs proves nothing, and the parser says why."""
    found = problems(text)
    assert any(said in line for line in found), found


@pytest.mark.parametrize("status, text, said", [
    pytest.param(qemu.RESET, GOOD, "reset", id="reset"),
    pytest.param(qemu.TIMEOUT, GOOD, "hangs", id="hang"),
    pytest.param(qemu.PANIC, GOOD, "panicked", id="panic"),
    pytest.param(qemu.FAILED, GOOD, "no case failed", id="failure without a failed case"),
    pytest.param(qemu.SUCCESS, BAD_CASE, "says success", id="success with a failed case"),
])
def test_exit_status_must_agree(status, text, said):
    """A run whose exit status says otherwise is not believed."""
    assert any(said in line for line in problems(text, status))


BUG = "[    0.015000] BUG: sleeping function called from invalid context at x.c:3\n"


def test_complaint_fails_the_case_it_was_printed_in():
    """A BUG: line fails its case, and no other."""
    text = GOOD.replace("    ok 1 queue", BUG + "    ok 1 queue")
    run = ktap.judge(text, qemu.SUCCESS)
    cases = ktap.verdicts(run, ["runs_once", "runs_again", "queue"])
    assert [case.verdict for case in cases] == ["passed", "skipped", "failed"]


def test_complaint_outside_any_case_is_a_problem():
    """A BUG: line behind the last case spoils the run."""
    assert any("complained" in line for line in problems(GOOD + BUG))


ONE = GOOD[:GOOD.index("    KTAP version 1\n    # Subtest: work")].replace("\n1..2", "\n1..1", 1)


def test_blame_falls_on_the_case_that_was_running():
    """After a crash: verdicts given stand, the running case fails, the rest did not run."""
    text = ONE[:ONE.index("[    0.010000]")] + "[    0.01] last words\n"
    cases = ktap.verdicts(ktap.judge(text, qemu.RESET), ["runs_once", "runs_again", "more"])
    assert [case.verdict for case in cases] == ["passed", "failed", "failed"]
    assert "reset" in cases[1].reason and "last words" in cases[1].log
    assert "not run" in cases[2].reason


def test_spoilt_run_fails_every_case():
    """When every case had its verdict, what is wrong with the run spoils them all."""
    cases = ktap.verdicts(ktap.judge(ONE, qemu.RESET), ["runs_once", "runs_again"])
    assert [case.verdict for case in cases] == ["failed", "failed"]


def test_case_that_was_not_listed_spoils_the_run():
    """What runs must be what was listed."""
    cases = ktap.verdicts(ktap.judge(ONE, qemu.SUCCESS), ["runs_once"])
    assert cases[0].verdict == "failed" and "not listed: runs_again" in cases[0].reason


def test_list_of_cases():
    """kunit.action=list gives the cases of each suite in order."""
    text = BANNER + "\n[    0.1] x.y z\ntasklet.runs_once\ntasklet.runs_again\nwork.queue\n"
    assert ktap.listed(text, qemu.SUCCESS) == (
        {"tasklet": ["runs_once", "runs_again"], "work": ["queue"]}, [])


@pytest.mark.parametrize("text, status, said", [
    pytest.param(BANNER + "\na.b\na.b\n", qemu.SUCCESS, "twice", id="twice"),
    pytest.param("a.b\n", qemu.SUCCESS, "0 boot banners", id="no banner"),
    pytest.param(BANNER + "\n", qemu.SUCCESS, "no test", id="empty"),
    pytest.param(BANNER + "\na.b\n", qemu.RESET, "reset", id="reset"),
])
def test_bad_list_of_cases(text, status, said):
    """A list that cannot be trusted is not."""
    assert any(said in line for line in ktap.listed(text, status)[1])
