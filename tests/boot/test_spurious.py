# SPDX-License-Identifier: MIT
"""Spurious interrupts on the console."""

from halves import qemu


def test_spurious_interrupts_are_logged_once(boot):
    """S38: three spurious interrupts on each of two lines are one message for each line."""
    run = boot("irqchip=pic run=kunit kunit.filter_glob=i8259.spurious_7_and_15_are_recognised "
               "loglevel=7 poweroff", image="halves-tests")
    assert run.status == qemu.SUCCESS, run.output
    assert run.output.count("spurious") - run.output.count("spurious_7") == 2, run.output
    for line in (7, 15):
        assert run.output.count(f"irq {line}: spurious XT-PIC interrupt") == 1, run.output
