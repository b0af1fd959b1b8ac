# SPDX-License-Identifier: MIT
"""Machines that the KUnit suites of the devices do not meet by themselves: two cards, none."""

import re

import pytest

from halves import ktap, qemu

SECOND_CARD = ("-device", "edu")


def lines_of_cards(output):
    """The interrupt line of each edu card, as the driver says it."""
    return re.findall(r"edu: \S+: IRQ (\d+)", output)


@pytest.mark.parametrize("words, smp, more", [
    pytest.param("irqchip=pic", "1", SECOND_CARD, id="pic"),
    pytest.param("", "1", SECOND_CARD, id="apic"),
    pytest.param("", "4", SECOND_CARD, id="smp4"),
    pytest.param("", "4", ("-device", "edu,addr=6"), id="shared"),
    pytest.param("edu.msi=1", "4", SECOND_CARD, id="msi"),
])
def test_two_cards(boot, words, smp, more):
    """Both work at once, with lines of their own or one for both."""
    run = boot(f"run=kunit kunit.filter_glob=edu_dev.two_cards {words} poweroff",
               image="halves-tests", smp=smp, more=more)
    lines = lines_of_cards(run.output)
    assert len(lines) == 2, run.output
    if "addr=6" in more[1]:
        assert lines[0] == lines[1], "another slot is needed for the same line"
    report = ktap.judge(run.output, run.status)
    assert report.problems == [], run.output
    assert [case.verdict for case in report.cases] == [ktap.PASSED], run.output


@pytest.mark.parametrize("kind", ["hardirq", "softirq", "work"])
def test_bottom_half_from_the_command_line(boot, kind):
    """edu_dev.bh= is what the card begins with."""
    run = boot(f"run=kunit kunit.filter_glob=edu_dev.dma edu_dev.bh={kind} poweroff",
               image="halves-tests")
    assert run.status == qemu.SUCCESS, run.output


def test_unknown_bottom_half(boot):
    """Another word is told, with those that there are."""
    run = boot("run=kunit kunit.filter_glob=edu_dev.dma edu_dev.bh=nmi poweroff",
               image="halves-tests")
    assert run.status == qemu.SUCCESS, run.output
    assert "edu_dev: bh=nmi: there are hardirq, softirq, tasklet and work" in run.output


def test_no_card(boot):
    """Without a card there is no device, and nothing else is missing."""
    run = boot("run=kunit kunit.filter_glob=edu_dev poweroff", image="halves-tests", edu=False)
    assert run.status == qemu.SUCCESS, run.output
    report = ktap.judge(run.output, run.status)
    assert {case.verdict for case in report.cases} == {ktap.SKIPPED}
