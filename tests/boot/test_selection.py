# SPDX-License-Identifier: MIT
"""Which KUnit cases run: kunit.filter, as kunit.filter_glob is what every other test uses."""

from halves import ktap, qemu


def test_slow_cases_are_left_out(boot):
    """speed>slow: all but what is marked slow."""
    words = "run=kunit kunit.filter_glob=module kunit.action=list poweroff"
    every, quick = (boot(f"{more} {words}", image="halves-tests")
                    for more in ("", "kunit.filter=speed>slow"))
    assert every.status == quick.status == qemu.SUCCESS, quick.output
    left = set(ktap.listed(every.output, every.status)[0]["module"]) - \
        set(ktap.listed(quick.output, quick.status)[0]["module"])
    assert left == {"thousand_loads_leak_nothing"}


def test_unknown_filter_is_told(boot):
    """Nothing runs under a filter that means nothing."""
    run = boot("kunit.filter=slow run=kunit poweroff", image="halves-tests")
    assert run.status == qemu.FAILED
    assert "kunit: kunit.filter=slow is unknown: there is only speed>slow" in run.output
