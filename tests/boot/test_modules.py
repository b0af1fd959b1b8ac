# SPDX-License-Identifier: MIT
"""Modules: what a module left behind says when it comes (tests/kernel/crash_modules.c); make M=."""

import os
import pathlib
import re
import subprocess

import pytest

from halves import qemu
from halves.elf import Elf

TOP = pathlib.Path(__file__).resolve().parents[2]

LEFT = [
    ("tasklet", r"tasklet left_tasklet of module leaves \(function tasklet_fn\), scheduled by "
     r"leave_something\S+ \[leaves\]", "tasklet_kill()"),
    ("timer", r"timer left_timer of module leaves \(function timer_fn\), armed by "
     r"leave_something\S+ \[leaves\]", "del_timer_sync()"),
    ("work", r"work of module leaves \(function work_fn\), running", "cancel_work_sync()"),
    ("delayed", r"delayed work left_work of module leaves \(function work_fn\), queued by "
     r"leave_something\S+ \[leaves\]", "cancel_delayed_work_sync()"),
    ("irq", r"interrupt handler of irq 20 of module leaves \(function irq_fn\), registered",
     "free_irq()"),
    ("thread", r"thread leaves of module leaves \(function thread_fn\), still in its function",
     "kthread_stop()"),
    ("proc", r"file of /proc leaves of module leaves \(function read_fn\), there",
     "remove_proc_entry()"),
    ("misc", r"device left_misc of module leaves, registered", "misc_deregister()"),
    ("chrdev", r"character device left_fops of module leaves, registered", "unregister_chrdev()"),
    ("pci", r"PCI driver left_driver of module leaves \(function probe_fn\), registered",
     "pci_unregister_driver()"),
]


@pytest.mark.parametrize("smp", ["1", "4"])
@pytest.mark.parametrize("what, who, instead", LEFT, ids=[left[0] for left in LEFT])
def test_what_is_left_behind_faults_and_is_named(boot, what, who, instead, smp):
    """It is told when the module is unloaded; then it faults, once, and the report names it."""
    run = boot(f"run=crash_module_{what} poweroff panic=poweroff", image="halves-tests", smp=smp)
    assert run.status == qemu.PANIC, run.output
    assert "WARNING: module leaves is unloaded, and the kernel still has of it:" in run.output
    assert re.search(rf"{who}, will run into memory that is gone: {re.escape(instead)} it in "
                     "module_exit", run.output), run.output
    after = who.replace(r"\[leaves\]", r"\[leaves, unloaded\]")
    assert re.search(rf"{after}, ran after unload: {re.escape(instead)} it in module_exit",
                     run.output), run.output
    assert run.output.count("BUG:") == 1, run.output
    assert re.search(r"BUG: page fault: cannot .* f70\w+: nothing is mapped there", run.output)
    assert "was there until module leaves was unloaded" in run.output


# ---- make M= ---------------------------------------------------------------------------------

HELLO = """#include <linux/module.h>
static int hello_init(void) { return HELLO; }
static void hello_exit(void) { }
module_init(hello_init);
module_exit(hello_exit);
"""


def make(folder, *words, **options):
    """make M=folder; the finished process. In an O of its own: flags of others are in ours."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("MAKE") and name not in ("MFLAGS", "M")}
    return subprocess.run(["make", f"M={folder}", f"O={folder}/out", *words], cwd=TOP,
                          text=True, check=False, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, **options)


@pytest.fixture
def folder(tmp_path):
    """A folder with a module of one file and one of two."""
    (tmp_path / "Makefile").write_text("obj-m := one.o two.o\ntwo-objs := a.o b.o\n"
                                       "EXTRA_CFLAGS := -DHELLO=0\n")
    (tmp_path / "one.c").write_text(HELLO)
    (tmp_path / "a.c").write_text(HELLO)
    (tmp_path / "b.c").write_text("int b;\n")
    return tmp_path


@pytest.mark.parametrize("llvm", ["0", "1"])
def test_make_builds_modules_where_their_sources_are(folder, llvm):
    """Each x.ko of obj-m, for both images; its name and its version are in it; once is enough."""
    done = make(folder, f"LLVM={llvm}", "WERROR=1")
    assert done.returncode == 0, done.stdout
    for place, end in ((folder, b"HZ=1000\0"), (folder / "tests", b"HZ=1000 tests\0")):
        assert (place / "modules.order").read_text().split() == \
            [str(place / "one.ko"), str(place / "two.ko")]
        for name in ("one", "two"):
            elf = Elf(place / f"{name}.ko")
            assert b"name=" + name.encode() + b"\0" in elf.data
            assert end in elf.data
            assert {"init_module", "cleanup_module"} <= {s.name for s in elf.symbols()}
    again = make(folder, f"LLVM={llvm}", "WERROR=1")
    assert (again.returncode, again.stdout) == (0, "")
    (folder / "b.c").write_text("int b, c;\n")
    changed = make(folder, f"LLVM={llvm}", "WERROR=1").stdout
    assert "b.c" in changed and "one.c" not in changed


def test_make_says_what_is_wrong_with_the_folder(folder):
    """No folder, no Makefile, no obj-m, a file that does not compile: each in words."""
    assert "no such folder" in make(folder / "nowhere").stdout
    (folder / "empty").mkdir()
    assert "there is no Makefile" in make(folder / "empty").stdout
    (folder / "empty/Makefile").write_text("all:\n\tfalse\n")
    assert "it has no obj-m" in make(folder / "empty").stdout
    (folder / "one.c").write_text("int f(void) { return nobody; }\n")
    done = make(folder)
    assert done.returncode and "one.c:1:" in done.stdout and "nobody" in done.stdout
