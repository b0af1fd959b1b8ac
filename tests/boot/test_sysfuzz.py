# SPDX-License-Identifier: MIT
"""System calls by chance: whatever ring 3 asks for, the kernel stands it and loses nothing."""

import re

import pytest
from conftest import OUT, gcc_only

from halves import qemu

ARCHIVE = str(OUT / "initramfs.cpio")
# The first time the kernel's caches grow to what the calls need; the second time they may not.
# Killed children and refused modules are told at a level that is not wanted here.
FUZZ = ("for i in before after; do free > /tmp/$i; done; "
        "for i in before after; do sysfuzz -n {children} > /tmp/out; free > /tmp/$i; done; "
        "cat /tmp/out; cmp /tmp/before /tmp/after && for i in 1 2 3; do echo $i; done | wc; "
        "ls /tmp")


@gcc_only
@pytest.mark.parametrize("image, smp, children", [
    ("halves", "1", 600), ("halves", "4", 400), ("halves-tests", "1", 80)])
def test_any_call_is_survived(boot, image, smp, children):
    """No report, no page lost, nothing left behind; every call was made; and the shell goes on."""
    run = boot(f'loglevel=4 panic=poweroff init.cmd="{FUZZ.format(children=children)}"',
               image=image, initrd=ARCHIVE, smp=smp, timeout=300)
    assert run.status == qemu.SUCCESS, run.output
    assert not re.search(r"BUG|WARNING|UBSAN|Call trace", run.output), run.output
    assert re.search(r"^ *3 +3 +6\nafter\nbefore\nout\n", run.output, re.M), run.output
    made = re.findall(r"^(?:\S+|\(no such\)) +\d+ +\d+ +\d+ +\d+$", run.output, re.M)
    assert len(made) == 38, made
    calls = int(re.search(r"^sysfuzz: seed 1: (\d+) calls", run.output, re.M)[1])
    assert calls > 10 * children


def test_four_at_a_time(boot):
    """Nor does anything happen when four processors do it at once, with all checks on."""
    fuzz = " ".join(f"sysfuzz -s {n}03000 -n 60 > /tmp/{n} &" for n in (1, 2, 3, 4))
    run = boot(f'loglevel=4 panic=poweroff init.cmd="{fuzz} wait; cat /tmp/*; ls /tmp"',
               image="halves-tests", initrd=ARCHIVE, smp="4", timeout=300)
    assert run.status == qemu.SUCCESS, run.output
    assert not re.search(r"BUG|WARNING|UBSAN|Call trace", run.output), run.output
    assert len(re.findall(r"^sysfuzz: seed \d+: \d+ calls by 60 children", run.output, re.M)) == 4
    assert run.output.endswith("\n1\n2\n3\n4\n")
