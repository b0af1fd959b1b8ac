# SPDX-License-Identifier: MIT
"""Fault injection: each allocation of the tests, and of the boot itself, failed once."""

import re

import pytest
from conftest import gcc_only

from halves import qemu


@gcc_only
@pytest.mark.xdist_group("failslab")
def test_each_allocation_of_each_test(boot):
    """With any allocation failed, no test crashes, leaves something behind or is reported.

    Those that take all memory there is do so again and again: the machine has little.
    """
    run = boot("run=failslab poweroff panic=poweroff", image="halves-tests", mem="32M", timeout=500)
    suites = re.findall(r"^failslab: (\w+): (\d+) runs, (\d+) allocations failed, (\d+) wrong$",
                        run.output, re.MULTILINE)
    assert run.status == qemu.SUCCESS and "BUG:" not in run.output, run.output
    assert len(suites) > 40 and all(wrong == "0" for _, _, _, wrong in suites)
    assert sum(int(failed) for _, _, failed, _ in suites) > 1000


def test_each_allocation_of_the_boot(boot):
    """With any allocation of the boot failed, the kernel runs its program, or says what it lacks"""
    for number in range(1, 200):
        run = boot(f"run=bitops failslab.boot={number} poweroff panic=poweroff",
                   image="halves-tests")
        failed = re.search(r"failslab: no memory for (\S+)", run.output)
        assert "BUG:" not in run.output, run.output
        if run.status == qemu.PANIC:
            assert re.search(r"Kernel panic - not syncing: no memory for ", run.output), run.output
        else:
            assert run.status in (qemu.SUCCESS, qemu.FAILED), run.output
        if not failed:
            break
    assert 20 < number < 199, "how many allocations has a boot?"


def test_the_nth_allocation_after_boot(boot):
    """failslab=N fails the Nth allocation of the programs that run=, and tells whose it was."""
    run = boot("failslab=1 run=slab_debug poweroff", image="halves-tests")
    assert "failslab: no memory for overrun_by_one_byte+0x" in run.output
    assert run.output.count("failslab:") == 1
    assert "    not ok 1 overrun_by_one_byte" in run.output
    assert run.output.count("not ok") == 2, run.output
