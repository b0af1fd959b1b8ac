# SPDX-License-Identifier: MIT
"""The soak: ten virtual minutes of random operations, past the wrap of jiffies, nothing lost."""

import re

import pytest
from conftest import gcc_only

from halves import qemu

OPERATION = re.compile(r"\b([a-z_]+) +(\d+)(?=  |$)", re.MULTILINE)


@gcc_only
def test_ten_minutes(boot):
    """Every kind of operation was done, and each account balances; it goes past the wrap."""
    run = boot("run=soak soak.time=10m poweroff", image="halves-tests", timeout=400)
    assert run.status == qemu.SUCCESS, run.output
    assert re.search(r"soak: 60\d of 600 s, seed 1: nothing lost", run.output), run.output
    table = [line for line in run.output.split("\n") if re.search(r"\] soak:  [a-z_]+ +\d", line)]
    counts = dict(OPERATION.findall("\n".join(line.split("soak:")[1] for line in table)))
    assert len(counts) >= 27, run.output
    assert all(int(count) for count in counts.values()), counts


def test_a_seed_is_a_run(boot):
    """The same seed does the same, to the last operation; another one does something else."""
    def last_line(seed):
        run = boot(f"run=soak soak.time=20 soak.seed={seed} poweroff", image="halves-tests")
        assert run.status == qemu.SUCCESS, run.output
        return re.search(r"soak: \d+ bursts.*", run.output).group(0)

    assert last_line(2) == last_line(2) != last_line(3)


def test_without_the_card(boot):
    """A machine without the card soaks with the clock chip alone."""
    run = boot("run=soak soak.time=10s poweroff", image="halves-tests", edu=False)
    assert run.status == qemu.SUCCESS, run.output


@pytest.mark.parametrize("time", ["0", "h", "ten", "-1", "1000000h", ""])
def test_bad_time(boot, time):
    """What is no time is told, and nothing is done."""
    run = boot(f"run=soak soak.time={time} poweroff", image="halves-tests")
    assert run.status == qemu.FAILED, run.output
    assert f"soak.time={time}: want" in run.output
