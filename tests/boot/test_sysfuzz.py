# SPDX-License-Identifier: MIT
"""System calls by chance: whatever ring 3 asks for, the kernel stands it and loses nothing."""

import re

import pytest
from conftest import OUT, TOP, gcc_only

from halves import qemu

CALLS = re.findall(r"\bCALL\((\w+), \"", (TOP / "user/bin/sysfuzz.c").read_text())
ARCHIVE = str(OUT / "initramfs.cpio")
# The first time the kernel's caches grow to what the calls need. The second time they may need one
# slab more here and there, since the clock is another; what is lost by hundreds of calls is more.
SLACK = 64  # KiB
# Killed children and refused modules are told at a level that is not wanted here.
FUZZ = ("for i in before after; do free > /tmp/$i; done; "
        "for i in before after; do sysfuzz {howmuch} > /tmp/out; free > /tmp/$i; done; "
        "cat /tmp/out /tmp/before /tmp/after; for i in 1 2 3; do echo $i; done | wc; ls /tmp")


@gcc_only
@pytest.mark.parametrize("image, smp, howmuch, least", [
    ("halves", "1", "-t 30", 20000), ("halves", "4", "-n 400", 4000),
    ("halves-tests", "1", "-n 80", 800)])
def test_any_call_is_survived(boot, image, smp, howmuch, least):
    """No report, no memory lost, nothing left behind; each call was made; and the shell goes on.

    Twice 30 virtual seconds are the minute that it has to stand.
    """
    run = boot(f'loglevel=4 panic=poweroff init.cmd="{FUZZ.format(howmuch=howmuch)}"',
               image=image, initrd=ARCHIVE, smp=smp, timeout=600)
    assert run.status == qemu.SUCCESS, run.output
    assert not re.search(r"BUG|WARNING|UBSAN|Call trace", run.output), run.output
    before, after = map(int, re.findall(r"^KiB +\d+ +(\d+) ", run.output, re.M))
    assert after - before < SLACK
    assert re.search(r"^ *3 +3 +6\n", run.output, re.M), run.output
    assert not re.search(r"^sysfuzz\.\d", run.output, re.M), run.output    # its folder is gone
    assert re.findall(r"^(\w+) +\d+ +\d+ +\d+ +\d+$", run.output, re.M) == CALLS
    calls = int(re.search(r"^sysfuzz: seed 1: (\d+) calls", run.output, re.M)[1])
    assert calls > least


@gcc_only
def test_four_at_a_time(boot):
    """Nor does anything happen when four processors do it at once, with all checks on."""
    fuzz = " ".join(f"sysfuzz -s {n}03000 -n 60 > /tmp/{n} &" for n in (1, 2, 3, 4))
    run = boot(f'loglevel=4 panic=poweroff init.cmd="{fuzz} wait; cat /tmp/*; ls /tmp"',
               image="halves-tests", initrd=ARCHIVE, smp="4", timeout=300)
    assert run.status == qemu.SUCCESS, run.output
    assert not re.search(r"BUG|WARNING|UBSAN|Call trace", run.output), run.output
    assert len(re.findall(r"^sysfuzz: seed \d+: \d+ calls by 60 children", run.output, re.M)) == 4
    assert not re.search(r"^sysfuzz\.\d", run.output, re.M), run.output
