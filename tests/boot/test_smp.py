# SPDX-License-Identifier: MIT
"""More than one processor: they come up, or are left out and told; what may run on two at once."""

import re

import pytest

from halves import ktap, qemu

SHORT = "run=compare compare.count=5 loglevel=7 poweroff"


@pytest.mark.parametrize("smp", ["2", "4", "8"])
def test_processors_come_up(boot, smp):
    """All that the machine has run."""
    run = boot(SHORT, smp=smp)
    assert run.status == qemu.SUCCESS, run.output
    assert f"smp: {smp} of {smp} processors run" in run.output


def test_more_than_there_can_be(boot):
    """Eight are used, and the others left alone."""
    run = boot(SHORT, smp="10")
    assert run.status == qemu.SUCCESS, run.output
    assert "smp: 8 of 8 processors run" in run.output


@pytest.mark.parametrize("words, says", [
    ("maxcpus=2", "smp: 2 of 4 processors run"),
    ("maxcpus=1", "smp: 1 of 4 processors run"),
    ("irqchip=pic", "with the 8259 (irqchip=pic) one processor of 4 is used"),
])
def test_fewer_are_asked_for(boot, words, says):
    """maxcpus= is the limit; with the 8259 there is one."""
    run = boot(f"{words} {SHORT}", smp="4")
    assert run.status == qemu.SUCCESS, run.output
    assert says in run.output


def test_no_clock_for_two(boot):
    """Without a TSC the clock is the PIT's count, which one processor alone keeps: it is said."""
    run = boot(SHORT, smp="4", cpu="max,-tsc")
    assert run.status == qemu.SUCCESS, run.output
    assert "smp: 1 of 4 processors run: others need a TSC" in run.output


def test_processor_that_does_not_come_up(boot):
    """It is told and left out; the next one is brought up all the same."""
    run = boot("smpboot.absent=1 run=bitops loglevel=7 poweroff", image="halves-tests", smp="3")
    assert "smp: cpu 1 did not come up (-EIO): it is left out" in run.output
    assert "smp: 2 of 3 processors run" in run.output


def test_suite_on_eight(boot):
    """The suite of several processors passes whole on eight, nothing skipped."""
    run = boot("run=kunit kunit.filter_glob=smp poweroff", image="halves-tests", smp="8")
    report = ktap.judge(run.output, run.status)
    wrong = [f"{case.name}\n{case.log}" for case in report.cases if case.verdict != ktap.PASSED]
    assert report.cases and not report.problems and not wrong, "\n".join(report.problems + wrong)


@pytest.mark.parametrize("skew", [5000, -100000])
def test_counters_that_disagree(boot, skew):
    """Each is told, by how much, and corrected: the suite, clocks included, passes all the same."""
    run = boot(f"tsc.skew={skew} run=kunit kunit.filter_glob=smp poweroff", image="halves-tests",
               smp="3")
    said = re.findall(r"cpu ([12])'s TSC is (-?\d+) cycles off cpu 0's: its clock is corrected, to "
                      r"(\d+) cycles", run.output)
    assert [cpu for cpu, _, _ in said] == ["1", "2"], run.output
    assert all(abs(int(off) - skew) <= int(exact) < 100 for _, off, exact in said), run.output
    report = ktap.judge(run.output, run.status)
    assert not report.problems, report.problems
    assert {case.verdict for case in report.cases} == {ktap.PASSED}, run.output


@pytest.mark.parametrize("smp", ["2", "4"])
def test_boots_repeat(boot, smp):
    """Two boots print the same bytes."""
    words = "run=kunit kunit.filter_glob=smp poweroff"
    first, second = (boot(words, image="halves-tests", smp=smp).output for _ in range(2))
    assert first == second


def test_panic_shows_every_processor(boot):
    """Each other processor says where it was, and stops. (After some time: all of them idle.)"""
    run = boot("run=compare,crash_null_write compare.count=10 poweroff panic=poweroff",
               image="halves-tests", smp="4")
    assert run.status == qemu.PANIC, run.output
    for cpu in range(1, 4):
        part = run.output.split(f"cpu {cpu}:")[1]
        assert re.search(rf"task: swapper/{cpu}, cpu: {cpu}\b", part), run.output
        assert "] cpu_idle+" in part
