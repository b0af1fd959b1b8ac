# SPDX-License-Identifier: MIT
"""tools/halves/figures.py: which figures the gate lets pass, and what is recorded."""

import pytest
from conftest import TOP  # noqa: F401  (tools/ is in the path then)

from halves.figures import (Figure, Known, dearer_with_many, in_need_of_why, judge, load, one_more,
                            renewed, save)

VERSIONS = {"compiler": "gcc 12", "hz": "1000", "qemu": "7.2"}
OTHERS = {**VERSIONS, "compiler": "gcc 14"}


def figure(ours, target=None, key="irq_entry", items="", higher=False):
    return Figure(key, items, ours, target, None, "ns", higher)


def known(was, **why):
    return Known(VERSIONS, {"irq_entry": was}, why)


@pytest.mark.parametrize("ours, passes", [(100, True), (102, True), (103, False), (50, True)])
def test_two_per_cent(ours, passes):
    """With the same versions a figure may be 2 % worse, not 3 %."""
    assert (judge([figure(ours)], known(100), VERSIONS)[0] == []) == passes


@pytest.mark.parametrize("ours, passes", [(124, True), (127, False)])
def test_other_versions(ours, passes):
    """With another compiler, QEMU or HZ it may be 25 % worse."""
    assert (judge([figure(ours)], known(100), OTHERS)[0] == []) == passes


def test_rates():
    """Of a rate less is worse."""
    assert judge([figure(97, higher=True)], known(100), VERSIONS)[0]
    assert not judge([figure(110, higher=True)], known(100), VERSIONS)[0]


def test_further_processors_cost_nothing():
    """What a processor has of its own may cost 3 % more beside seven idle ones, the memory more."""
    assert not dearer_with_many([figure(100)], {"irq_entry": 102})
    assert dearer_with_many([figure(100)], {"irq_entry": 105}) == ["irq_entry: 105, with one 100"]
    rate = figure(100, key="throughput_none", higher=True)
    assert dearer_with_many([rate], {"throughput_none": 95})
    assert not dearer_with_many([rate], {"throughput_none": 120})
    for key in "memory_kb", "boot_insns", "pipe_roundtrip":
        assert not dearer_with_many([figure(100, key=key)], {key: 200})
    assert dearer_with_many([figure(100, key="syscall_null")], {"syscall_null": 105})
    assert not dearer_with_many([figure(100)], {})


def test_over_the_target():
    """What is over its target needs a why; with one it passes."""
    assert judge([figure(100, target=90)], known(100), VERSIONS)[0]
    assert not judge([figure(100, target=90)], known(100, irq_entry="why"), VERSIONS)[0]


def test_better():
    """What has become better by more than 2 % is named, and nothing is wrong."""
    assert judge([figure(97)], known(100), VERSIONS) == ([], ["irq_entry"])
    assert judge([figure(99)], known(100), VERSIONS) == ([], [])


def test_a_figure_that_is_gone():
    """A figure that was recorded and is not measured any more is wrong."""
    assert judge([], known(100), VERSIONS)[0]


def test_worse_is_recorded_with_why_only():
    """One instruction more, or a new figure over its target, needs a sentence."""
    assert in_need_of_why([figure(101)], known(100))
    assert in_need_of_why([figure(100, target=90)], Known({}, {}, {}))
    assert not in_need_of_why([figure(100)], known(100))
    assert not in_need_of_why([figure(99)], known(100))


def test_a_sentence_lasts_as_long_as_its_figure_is_over():
    """Over the target and no worse: the sentence stays; within it: it goes."""
    old = known(100, irq_entry="old")
    assert renewed([figure(100, target=90)], old, VERSIONS, "new").why == {"irq_entry": "old"}
    assert renewed([figure(101, target=90)], old, VERSIONS, "new").why == {"irq_entry": "new"}
    assert renewed([figure(90, target=90)], old, VERSIONS, "").why == {}


def test_compilers_do_not_disturb_each_other(tmp_path):
    """What is recorded for one leaves the other's as it was."""
    path = tmp_path / "reached.json"
    save("gcc", known(100), path)
    save("clang", known(110), path)
    assert (load("gcc", path), load("clang", path)) == (known(100), known(110))
    assert load("tcc", path) == Known({}, {}, {})


def test_what_one_more_costs():
    """A fixed cost of 100 and 20 for each item: 20 from any number to the next."""
    flat = [figure(20 + 100 / k, key="x", items=str(k)) for k in (1, 16, 256)]
    assert one_more(flat, "x") == [pytest.approx(20), pytest.approx(20)]
    growing = [figure(k, key="x", items=str(k)) for k in (1, 16, 256)]
    assert one_more(growing, "x")[1] > 10 * one_more(growing, "x")[0]
