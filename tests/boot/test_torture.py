# SPDX-License-Identifier: MIT
"""The torture: random operations on all processors at once; nothing is lost, and what breaks the
kernel there is found.

The defects are patches, tests/defects/torture-*.patch: each says what it makes wrong and what must
become of it; see tests/defect.py.
"""

import re

import defect
import pytest
from conftest import gcc_only

from halves import qemu

SEEDS = (1, 2, 3)
TRIES = range(1, 9)     # the seeds until one finds what is broken
OPERATION = re.compile(r"\b([a-z_]+) +(\d+)(?=  |$)", re.MULTILINE)
AGAIN = re.compile(r'the same again: make run SMP=(\d+) ICOUNT=1 CMDLINE="(.*)"$', re.MULTILINE)


def torture(boot, seed, time=10, smp="4", **where):
    """Ten virtual seconds with one seed."""
    words = f"run=torture torture.time={time} torture.seed={seed} poweroff panic=poweroff"
    return boot(words, smp=smp, timeout=100, **{"image": "halves-tests", **where})


@pytest.mark.parametrize("seed", [SEEDS[0], *(pytest.param(seed, marks=gcc_only)
                                              for seed in SEEDS[1:])])
def test_nothing_is_lost(boot, seed):
    """Every kind of operation was done, several processors ran softirqs at once, all balances."""
    run = torture(boot, seed)
    assert run.status == qemu.SUCCESS, run.output
    assert f"of 10 s, seed {seed}: nothing lost" in run.output
    table = re.findall(r"\] torture:(  [a-z_]+ +\d.*)$", run.output, re.MULTILINE)
    counts = dict(OPERATION.findall("\n".join(table)))
    assert len(counts) >= 38, run.output
    assert all(int(count) for count in counts.values()), counts


@pytest.mark.parametrize("smp", ["1", "2", "8"])
def test_other_numbers_of_processors(boot, smp):
    """It runs on any number; on one as well."""
    run = torture(boot, 1, time=2, smp=smp)
    assert run.status == qemu.SUCCESS, run.output
    assert f"processors: {smp};" in run.output


def test_a_seed_is_a_run(boot):
    """The same seed prints the same bytes; another one others."""
    first, again, other = (torture(boot, seed, time=2).output for seed in (5, 5, 6))
    assert first == again
    assert first.splitlines()[-1] != other.splitlines()[-1]


def test_short_names(boot):
    """seed= and time= do, without the program's name."""
    run = boot("run=torture seed=7 time=1 poweroff", image="halves-tests", smp="2")
    assert run.status == qemu.SUCCESS, run.output
    assert "of 1 s, seed 7: nothing lost" in run.output


@pytest.mark.parametrize("time", ["0", "h"])
def test_bad_time(boot, time):
    """What is no time is told, and nothing is done."""
    run = torture(boot, 1, time=time)
    assert run.status == qemu.FAILED, run.output
    assert f"torture.time={time}: want" in run.output


def break_it(boot, name, elf):
    """The first run that says what is broken; else the last one.

    A broken kernel may fall over before anybody has looked at what is broken: then another seed's.
    """
    for seed in TRIES:
        run = torture(boot, seed, image=str(elf))
        if re.search(defect.head(name)["Says"], run.output):
            break
    return run


@gcc_only
@pytest.mark.parametrize("name", defect.names("torture-"))
def test_defect_is_found(boot, tmp_path, name):
    """With one of the seeds the torture says what is broken."""
    run = break_it(boot, name, defect.image(name, tmp_path))
    assert run.status not in (qemu.SUCCESS, qemu.TIMEOUT), run.output
    assert re.search(defect.head(name)["Says"], run.output), run.output


def test_failure_repeats(boot, tmp_path):
    """What it prints before it ends is how to have the same bytes again."""
    name = "torture-timer-sync-nowait"
    elf = defect.image(name, tmp_path)
    run = break_it(boot, name, elf)
    smp, words = AGAIN.findall(run.output)[-1]
    assert "VIOLATED" in run.output
    assert boot(words, image=str(elf), smp=smp).output == run.output
