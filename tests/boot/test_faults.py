# SPDX-License-Identifier: MIT
"""Faults from outside, in whole boots: a device fails, the kernel says which, and goes on.

fault=NAME (tests/kernel/faults.c) has a device of the machine answer wrongly from the boot on.
"""

import json

import pytest

from halves import qemu

COMPARE = "run=compare compare.count=30 compare.work_us=5 poweroff"


def source(run):
    """The device that the comparison used."""
    return json.loads(run.files["compare.json"])["source"]


@pytest.mark.parametrize("fault, line", [
    ("edu_gone", "it vanished while it was looked at: left alone"),
    ("edu_no_address", "left alone: its registers have no address"),
    ("edu_line_0", "left alone: it has no interrupt line"),
    ("edu_line_255", "left alone: it has no interrupt line"),
])
def test_card_that_cannot_be_used(boot, fault, line):
    """It is named once and left alone; the comparison takes the clock chip instead."""
    run = boot(f"{COMPARE} fault={fault}", image="halves-tests")
    assert run.status == qemu.SUCCESS, run.output
    assert run.output.count(line) == 1, run.output
    assert source(run) == "rtc"


@pytest.mark.parametrize("program", ["compare", "bench bench.only=irq"])
def test_card_that_vanishes_in_the_middle(boot, program):
    """Its line stays up and nobody can quiet it: the line is shut, the program says why it ends."""
    run = boot(f"run={program} poweroff fault=edu_vanishes", image="halves-tests")
    assert run.status == qemu.FAILED, run.output
    assert run.output.count("reads all ones: is it gone?") == 1, run.output
    assert "BUG:" not in run.output
    assert run.output.count("Disabling irq 10") == 1, run.output
    assert "compare.json" not in run.files and "bench.json" not in run.files
    if program == "compare":
        assert "the edu vanished after 100 interrupts" in run.output, run.output


@pytest.mark.parametrize("fault, line", [
    ("keyboard_gone", "keyboard: no controller"),
    ("keyboard_floods", "keyboard: the controller sends without end: left alone"),
    ("keyboard_mute", "keyboard: the controller does not answer: left alone"),
    ("rtc_gone", "rtc: there is no clock"),
    ("rtc_updating", "rtc: the clock says that it is updating, for ever"),
])
def test_device_that_is_not_well_at_boot(boot, fault, line):
    """One line names it, and everything else works."""
    run = boot(f"{COMPARE} fault={fault}", image="halves-tests")
    assert run.status == qemu.SUCCESS, run.output
    assert run.output.count(line) == 1, run.output
    assert source(run) == "edu"


@pytest.mark.parametrize("fault", ["uart_wedged", "uart_gone"])
def test_console_that_takes_nothing(boot, fault):
    """Nothing more comes out of the port, and all the work is done at speed."""
    well, ill = (boot(f"{COMPARE} {word}", image="halves-tests") for word in ("", f"fault={fault}"))
    assert ill.status == qemu.SUCCESS
    assert "median" in well.output and "median" not in ill.output
    assert source(ill) == "edu"
    assert ill.seconds < well.seconds + 5


def test_neither_card_nor_clock(boot):
    """Without any device the comparison says so and fails."""
    run = boot(f"{COMPARE} fault=rtc_gone", image="halves-tests", edu=False)
    assert run.status == qemu.FAILED, run.output
    assert "cannot have the interrupt of the rtc: error -19" in run.output
