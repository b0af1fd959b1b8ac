# SPDX-License-Identifier: MIT
"""Memory: what its pages forbid, and machines from 16 MiB to more than can be mapped."""

import re

import pytest
from conftest import gcc_only

from halves import ktap, qemu

NO_NX = "this processor has no NX: data can be executed"


def crash(boot, name, **fields):
    """Boot into a program of tests/kernel/crash*.c."""
    return boot(f"run=crash_{name} poweroff panic=poweroff", image="halves-tests", **fields)


def suites(boot, names, **fields):
    """Run these suites and return the Boot; all of them must pass."""
    run = boot(f"run={names} poweroff", image="halves-tests", **fields)
    assert run.status == qemu.SUCCESS and "not ok" not in run.output, run.output
    return run


@pytest.mark.parametrize("kind", ["stack", "heap", "page", "rodata", "data", "device"])
def test_data_is_not_executed(boot, kind):
    """Where the processor has NX, executing data of any kind is a page fault that says so."""
    run = crash(boot, f"execute_{kind}")
    assert run.status == qemu.PANIC, run.output
    assert re.search(r"BUG: page fault: cannot execute [0-9a-f]{8}: the page forbids", run.output)
    assert f"crash_execute_{kind}" in run.output
    assert NO_NX not in run.output


@pytest.mark.parametrize("cpu", ["max", "qemu32"])
@pytest.mark.parametrize("name, said", [
    ("write_text", "cannot write to [0-9a-f]{8}: the page forbids it"),
    ("write_rodata", "cannot write to [0-9a-f]{8}: the page forbids it"),
    ("read_null", "cannot read from 00000ff0: page zero: a null pointer?"),
    ("null_call", "cannot execute 00000000: page zero"),
    ("stack", None),
])
def test_what_needs_no_nx(boot, name, said, cpu):
    """Text, constants, page zero and the holes under stacks are protected on every processor."""
    run = crash(boot, name, cpu=cpu)
    assert run.status == qemu.PANIC, run.output
    said = f"BUG: page fault: {said}" if said else "BUG: kernel stack overflow: thread deep"
    # Without NX a processor does not say that it was a fetch: then it is a read.
    if cpu == "qemu32":
        said = said.replace("cannot execute", "cannot read from")
    assert re.search(said, run.output), run.output


def test_processor_without_nx_is_told(boot):
    """Without NX the kernel says so, boots, and protects what it can."""
    run = suites(boot, "paging,slab_debug", cpu="qemu32")
    assert NO_NX in run.output
    assert "ok 1 writable_or_executable # SKIP this processor cannot forbid execution" in run.output
    assert crash(boot, "execute_data", cpu="qemu32").status == qemu.SUCCESS


MAPPED = 768    # MiB


@pytest.mark.parametrize("size", [16, 32, 64, 512, 768, 1024, 2048, 3072, 3500])
def test_sizes(boot, size):
    """Each size boots, its figures are right, the allocators pass; what is not mapped is told."""
    run = suites(boot, "slab,slab_debug,page_alloc,paging", mem=f"{size}M")
    usable = int(re.search(r"memory: (\d+) MiB usable", run.output).group(1))
    assert size - 2 <= usable <= size
    free = int(re.search(r"memory: (\d+) KiB free", run.output).group(1)) >> 10
    mapped = min(size, MAPPED)
    assert mapped * 0.9 - 4 <= free < mapped
    left = re.search(r"memory: only the first 768 MiB can be mapped; (\d+) MiB are left alone",
                     run.output)
    assert bool(left) == (size > MAPPED), run.output
    if left:
        # The holes of a PC lie in the first MiB and below 4 GiB.
        assert abs(int(left.group(1)) - (size - MAPPED)) <= 1


def test_comparison_in_16_mib(boot):
    """The whole comparison runs in 16 MiB."""
    run = boot("run=compare poweroff", mem="16M")
    assert run.status == qemu.SUCCESS, run.output
    assert "BUG:" not in run.output and "compare.json" in run.files


@gcc_only
def test_all_suites_in_16_mib(boot):
    """All suites pass in one boot, with 16 MiB: none leaves anything behind for the next."""
    run = boot("run=kunit poweroff", image="halves-tests", mem="16M", timeout=500)
    report = ktap.judge(run.output, run.status)
    failed = [f"{case.suite}.{case.name}\n{case.log}" for case in report.cases
              if case.verdict == ktap.FAILED]
    assert not report.problems and not failed, "\n".join(report.problems + failed)
