# SPDX-License-Identifier: MIT
"""EXTRA: a student's files in the tests' image; among them programs that break the kernel."""

import os
import shutil
import subprocess

import pytest
from conftest import OUT, TOP, clean_environment

from halves import ktap, qemu

pytestmark = pytest.mark.xdist_group("extra")   # one build for all of them

SUITE = """// SPDX-License-Identifier: MIT
#include <kunit/test.h>
#include <linux/module.h>

static int loaded;

static int load(void)
{
	loaded = 1;
	return 0;
}
module_init(load);

static void initcall_ran(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, loaded, 1);
}

static void fails(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 2 + 2, 5);
}

static struct kunit_case cases[] = { KUNIT_CASE(initcall_ran), KUNIT_CASE(fails), {} };
static struct kunit_suite suite = { .name = "extra-suite", .test_cases = cases };
kunit_test_suites(&suite);
"""

PROGRAMS = """// SPDX-License-Identifier: MIT
#include <halves/program.h>
#include <linux/kernel.h>
#include <linux/sched.h>

static int do_panic(void)
{
	panic("asked for %d", 42);
}
PROGRAM(do_panic, do_panic, "panic");

static int *volatile nowhere = (int *)8;

static int do_null(void)
{
	return *nowhere;
}
PROGRAM(do_null, do_null, "read from page zero");

static int deeper(int n)
{
	volatile char room[256];

	room[0] = n;
	return n < 0 ? 0 : deeper(n + 1) + room[0];
}
static int do_overflow(void)
{
	return deeper(0);
}
PROGRAM(do_overflow, do_overflow, "use up the stack");

static int do_triple(void)
{
	struct { unsigned short size; unsigned long base; } __attribute__((packed)) none = { 0, 0 };

	asm volatile("lidt %0; int3" : : "m"(none));
	return 0;
}
PROGRAM(do_triple, do_triple, "reset the machine");

static int do_hang(void)
{
	for (;;)
		asm volatile("cli; hlt");
	return 0;
}
PROGRAM(do_hang, do_hang, "never end");
"""


@pytest.fixture(scope="module")
def extra(tmp_path_factory):
    """The folder of a build with two EXTRA files of one name, one relative, one absolute."""
    folder = tmp_path_factory.mktemp("extra")
    out = folder / "out"
    if (OUT / "obj-tests").exists():        # what is compiled already need not be again
        out.mkdir()
        for name in ("obj", "obj-tests", "flags-c", "flags-asm"):
            copy = shutil.copytree if (OUT / name).is_dir() else shutil.copy2
            copy(OUT / name, out / name)
    (folder / "sub").mkdir()
    (folder / "a.c").write_text(SUITE)
    (folder / "sub" / "a.c").write_text(PROGRAMS)
    done = subprocess.run(
        ["make", f"O={out}", f"EXTRA={folder}/a.c {os.path.relpath(folder, TOP)}/sub/a.c"],
        cwd=TOP, env=clean_environment(), text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture
def crash(extra, tmp_path):
    """crash(CMDLINE) → qemu.Boot of the image with the EXTRA files"""
    def run(cmdline, timeout=60):
        machine = qemu.Machine(kernel=str(extra / "halves-tests.elf"), cmdline=cmdline)
        return qemu.boot(machine, str(tmp_path), timeout)
    return run


def test_suite_of_an_extra_file_runs(crash):
    """Its module_init ran at boot, its suite registered itself, its failure is reported."""
    run = crash("run=kunit kunit.filter_glob=extra-suite poweroff")
    report = ktap.judge(run.output, run.status)
    assert report.problems == [], run.output
    assert [(c.name, c.verdict) for c in report.cases] == [
        ("initcall_ran", "passed"), ("fails", "failed")]
    assert "EXPECTATION FAILED at" in report.cases[1].log


def test_suite_is_a_program_too(crash):
    """run= takes a suite's name."""
    assert crash("run=extra-suite poweroff").status == qemu.FAILED


def test_panic_ends_with_a_status_of_its_own(crash):
    """panic=poweroff: the reason is printed, and the run does not end with 0."""
    run = crash("run=do_panic panic=poweroff")
    assert run.status == qemu.PANIC
    assert "Kernel panic - not syncing: asked for 42" in run.output
    assert "do_panic" in run.output, "no backtrace with names"


def test_null_pointer_is_reported(crash):
    """Page zero is not there: a report with the place, not a value."""
    run = crash("run=do_null panic=poweroff")
    assert run.status == qemu.PANIC, run.output
    assert "do_null" in run.output and "Kernel panic" in run.output


def test_stack_overflow_is_reported_as_such(crash):
    """The page under the stack is not there: a report with the thread's name, no triple fault."""
    run = crash("run=do_overflow panic=poweroff")
    assert run.status == qemu.PANIC, run.output
    assert "stack" in run.output and "Kernel panic" in run.output


def test_reset_is_seen(crash):
    """A triple fault is neither success nor a hang."""
    assert crash("run=do_triple poweroff").status == qemu.RESET


def test_hang_is_seen(crash):
    """What never ends is ended from outside."""
    assert crash("run=do_hang poweroff", timeout=3).status == qemu.TIMEOUT


def test_plain_image_has_none_of_it(extra):
    """EXTRA goes into the tests' image only."""
    plain = (extra / "halves.elf").read_bytes()
    assert b"do_triple" not in plain
