# SPDX-License-Identifier: MIT
"""A timer's function that leaves its context changed: the end of the kernel."""

from halves import qemu


def test_timer_that_leaves_another_count_stops_the_kernel(boot):
    """S18: a timer's function that leaves another preempt count is named; the kernel stops."""
    run = boot("run=crash_timer_context poweroff panic=poweroff", image="halves-tests")
    assert run.status == qemu.PANIC, run.output
    assert "BUG: timer unbalanced_timer entered with preempt_count 000001" in run.output
    assert "Kernel panic - not syncing: timer unbalanced_timer" in run.output
