# SPDX-License-Identifier: MIT
"""Which interrupt controller serves the lines, and what is said about it."""

import json

import pytest

from halves import qemu

ASK = "run=bench bench.only=tasklet_schedule_item poweroff"


@pytest.mark.parametrize("words, more, says", [
    ("irqchip=pic", {"smp": "2"}, "with the 8259 (irqchip=pic) one processor of 2 is used"),
    ("irqchip=8259", {}, "irqchip=8259: use pic or apic"),
    ("irqchip=apic", {"cpu": "max,-apic", "edu": False},
     "irqchip=apic: this processor has no local APIC: the 8259 is used"),
    ("irqchip=apic", {"more": ("-no-acpi",)}, "irqchip=apic: ACPI names none: the 8259 is used"),
])
def test_it_is_said(boot, words, more, says):
    """A controller that was not asked for, and processors that are left out, are told."""
    run = boot(f"{words} {ASK}", **more)
    assert run.status == qemu.SUCCESS, run.output
    assert says in run.output


@pytest.mark.parametrize("words, more, expected", [
    ("", {}, "apic"),
    ("irqchip=pic", {}, "pic"),
    ("", {"cpu": "max,-apic", "edu": False}, "pic"),
    ("", {"more": ("-no-acpi",)}, "pic"),
])
def test_default(boot, words, more, expected):
    """The APICs where there are any, else the 8259, without a word."""
    run = boot(f"{words} run=bench bench.only=tasklet_schedule_item poweroff", **more)
    assert run.status == qemu.SUCCESS, run.output
    assert json.loads(run.files["bench.json"])["irqchip"] == expected
    assert "irqchip:" not in run.output
