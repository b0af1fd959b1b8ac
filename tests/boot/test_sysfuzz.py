# SPDX-License-Identifier: MIT
"""System calls by chance: whatever ring 3 asks for, the kernel stands it and loses nothing."""

import re

import pytest
from conftest import OUT

from halves import qemu

ARCHIVE = str(OUT / "initramfs.cpio")
# Killed children and refused modules are told at a level that is not wanted here.
FUZZ = ("sysfuzz -s 9 -n 10 > /tmp/o; free > /tmp/before; sysfuzz -t {seconds} > /tmp/o; "
        "free > /tmp/after; cat /tmp/o; cmp /tmp/before /tmp/after && "
        "for i in 1 2 3; do echo $i; done | wc; ls /tmp")


@pytest.mark.parametrize("image, smp, seconds", [
    ("halves", "1", 30), ("halves", "4", 30), ("halves-tests", "1", 4)])
def test_any_call_is_survived(boot, image, smp, seconds):
    """No report, no byte lost, nothing left behind; each call was made; and the shell goes on."""
    run = boot(f'loglevel=4 panic=poweroff init.cmd="{FUZZ.format(seconds=seconds)}"', image=image,
               initrd=ARCHIVE, smp=smp, timeout=300)
    assert run.status == qemu.SUCCESS, run.output
    assert not re.search(r"BUG|WARNING|UBSAN|Call trace", run.output), run.output
    assert re.search(r"^ *3 +3 +6\nafter\nbefore\no\n", run.output, re.M), run.output
    made = re.findall(r"^(\S+|\(no such\)) +\d+ +\d+ +\d+ +\d+$", run.output, re.M)
    assert len(made) == 38, made
    assert int(re.search(r"^sysfuzz: seed 1: (\d+) calls", run.output, re.M)[1]) > 50 * seconds
