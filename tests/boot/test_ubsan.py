# SPDX-License-Identifier: MIT
"""Undefined behaviour that ends the kernel; tests/kernel/ubsan_test.c has what does not."""

from test_reports import crash, in_order, trace


def reports(report):
    """The reports of undefined behaviour, without the place."""
    return [text.split(": ", 2)[2] for text in report if text.startswith("BUG: undefined")]


def test_division_is_told_before_it_faults(boot):
    """The smallest int by -1: the operands, then the exception that the division is."""
    report = crash(boot, "divide_overflow")
    assert reports(report) == ["signed integer overflow: -2147483648 / -1 cannot be represented "
                               "in type 'int'"]
    assert "BUG: divide error, error code 0000" in report
    assert any(text.startswith("Kernel panic - not syncing: divide error at crash_divide_overflow+")
               for text in report)


def test_a_place_is_told_once(boot):
    """An overflow in a loop is one report; what is unreachable and reached ends the kernel."""
    report = crash(boot, "unreachable")
    assert [text[:15] for text in reports(report)] == ["signed integer ", "reached what wa"]
    assert any(text.startswith("Kernel panic - not syncing: undefined behaviour at "
                               "tests/kernel/crash_ubsan.c:") for text in report)


def test_in_a_console(boot):
    """While the kernel prints: told once, though the same code prints the report; then the end."""
    report = crash(boot, "careless_console")
    assert len(reports(report)) == 1
    assert "Kernel panic - not syncing: undefined behaviour in printk() or a console" in report
    assert in_order(["careless_write", "register_console", "crash_careless_console"], trace(report))
