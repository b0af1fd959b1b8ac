# SPDX-License-Identifier: MIT
"""S18: a timer's function that returns with another preempt count is named; the kernel stops."""

from halves import qemu


def test_timer_that_leaves_another_count_stops_the_kernel(boot):
    """The report names the function and both counts; the panic names it again."""
    run = boot("run=crash_timer_context poweroff panic=poweroff", image="halves-tests")
    assert run.status == qemu.PANIC, run.output
    assert "BUG: timer unbalanced_timer entered with preempt_count 000001" in run.output
    assert "Kernel panic - not syncing: timer unbalanced_timer" in run.output
