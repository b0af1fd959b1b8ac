# SPDX-License-Identifier: MIT
"""Submissions that are not honest, or fall over: each ends in a verdict, and earns nothing.

Each is lab 6's solution with something at the place where the kernel first raises a softirq.
"""

import re

import pytest
from conftest import OUT, gcc_only

from halves import grading, labimage, labrun, labs, qemu

pytestmark = pytest.mark.xdist_group("hostile")

PRINT_OK = r"""
	printk("KTAP version 1\n1..1\n    KTAP version 1\n    # Subtest: lab06_softirq\n    1..1\n"
	       "    ok 1 opens\nok 1 lab06_softirq\n");
	machine_off();
"""
WRITE_PORTS = r"""
	const char *text = "0 1 begin lab06_softirq.opens\n0 2 ok lab06_softirq.opens\n0 3 end\n";
	const char *c;
	int port;

	for (port = 0x520; port < 0x600; port++)
		for (c = text; *c; c++)
			outb(*c, port);
	machine_off();
"""
HOSTILE = {
    # name: (what is done, a word of the verdict)
    "prints_ok": (PRINT_OK, "all programs succeeded"),
    "writes_to_every_port": (WRITE_PORTS, "all programs succeeded"),
    "asks_the_task": ("if (!current->threadfn_data)\n\t\tpanic(\"nothing to see here\");",
                      "the kernel panicked: nothing to see here"),
    "hangs": ("for (;;)\n\t\t;", "did not end within"),
    "hangs_with_interrupts_off": ("local_irq_disable();\n\tfor (;;)\n\t\t;", "did not end within"),
    "halts_for_ever": ("asm volatile(\"cli; 1: hlt; jmp 1b\");", "did not end within"),
    "panics": ("panic(\"enough\");", "the kernel panicked: enough"),
    "resets": ("outb(0x06, 0xcf9);", "the machine reset"),
    "triple_fault": ("struct { u16 limit; u32 base; } __packed idt = { 0, 0 };\n"
                     "\tasm volatile(\"lidt %0; int3\" : : \"m\"(idt));", "the machine reset"),
    "prints_for_ever": ("for (;;)\n\t\tprintk(\"ok 1 opens\\n\");", "did not end within"),
    "thread_bomb": ("for (;;)\n\t\tif (IS_ERR(kthread_run(bomb, NULL, \"bomb\")))\n"
                    "\t\t\tpanic(\"no more\");", "panicked"),
    "four_gigabytes": ("for (;;)\n\t\tif (!kmalloc(1 << 16, GFP_ATOMIC))\n"
                       "\t\t\tpanic(\"no more\");", "panicked"),
    "jumps_to_nowhere": ("((void (*)(void))0x1000)();", "panicked"),
}
INCLUDES = """#include <asm/io.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/err.h>

static int __maybe_unused bomb(void *unused)
{
	for (;;)
		schedule();
}

static void __maybe_unused machine_off(void)
{
	outb(0x10, 0xf4);
}
"""


@pytest.fixture(scope="module", name="lab")
def lab_6():
    """Lab 6, at one machine."""
    return labs.find("6")


def hostile(lab, code):
    """Lab 6's files, the code in open_softirq() once the tests have begun."""
    files = lab.solution()
    place = lab.files["softirq.c"]
    text = files[place].decode()
    head = "void open_softirq(int nr, "
    assert text.count(head) == 1
    at = text.index("{\n", text.index(head)) + 2
    body = f"\tif (system_state == SYSTEM_RUNNING && nr == LAB_SOFTIRQ) {{\n\t{code}\n\t}}\n"
    text = text[:at] + body + text[at:]
    where = text.index(head)
    start = text.rindex("\n/**", 0, where) if "\n/**" in text[:where] else where
    files[place] = (text[:start] + "\n" + INCLUDES + text[start:]).encode()
    return files


@gcc_only
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(lab, name):
    """It ends in a verdict, and has no points for the checks that it tried to forge."""
    code, words = HOSTILE[name]
    with labimage.built(lab, hostile(lab, code), labimage.Builder(OUT)) as image:
        found = grading.boots(lab, image, lab.machines[0], ["lab06_softirq.opens"], 1)
    verdict, happened, *_ = found["lab06_softirq.opens"]
    assert verdict == "fail"
    assert words in happened, happened


BOOT_HANGS = b"""
#include <linux/module.h>

static int __init boot_hangs(void)
{
	local_irq_disable();
	for (;;)
		;
}
module_init(boot_hangs);
"""


@gcc_only
def test_boot_that_hangs(lab):
    """A boot that comes to no check ends within virtual time, too, and says where it is."""
    files = lab.solution()
    files[lab.files["softirq.c"]] += BOOT_HANGS
    with labimage.built(lab, files, labimage.Builder(OUT)) as image:
        found = grading.boots(lab, image, lab.machines[0], ["lab06_softirq.opens"], 1)
    verdict, happened, *_ = found["lab06_softirq.opens"]
    assert verdict == "fail"
    assert re.search(r"did not come to this check: it did not end within 1500 ms of virtual "
                     r"processor time \(in .*boot_hangs", happened), happened


@pytest.mark.parametrize("text, words", [
    (b'#include "/etc/passwd"\n', "includes the kernel's headers"),
    (b'#include "' + b"../" * 24 + b'etc/passwd"\n', "includes the kernel's headers"),
    (b'asm(".incb\\\nin \\"/etc/passwd\\"");\n', "includes the kernel's headers"),
    (b'#define F "/etc/passwd"\n#include F\n', "includes the kernel's headers"),
    (b'#include"/etc/passwd"\n', "includes the kernel's headers"),
    (b'%:include "/etc/passwd"\n', "includes the kernel's headers"),
    (b'/**/#/**/include/**/"/etc/passwd"\n', "includes the kernel's headers"),
    (b'#import "/etc/passwd"\n', "includes the kernel's headers"),
    (b'asm(".inc" "bin \\"/etc/passwd\\"");\n', "includes the kernel's headers"),
    (b'asm(".INCLUDE \\"/etc/passwd\\"");\n', "includes the kernel's headers"),
    (b'#inc\\ \nlude "/etc/passwd"\n', "includes the kernel's headers"),
    (b'const char s[] = "/*";\n/**/#include "/etc/passwd"\n', "includes the kernel's headers"),
    (b'asm(".\\151ncbin \\"/etc/passwd\\"");\n', "includes the kernel's headers"),
    (b'#define B "bin \\"/etc/passwd\\""\nasm(".inc" B);\n', "includes the kernel's headers"),
    (b'extern int bin;\nvoid f(void);\nvoid f(void) { '
     b'asm(".inc%c0 \\"/etc/passwd\\"" : : "i"(&bin)); }\n', "includes the kernel's headers"),
    (b'asm(".mac" "ro m a, b\\n.\\\\a\\\\b \\"/etc/passwd\\"\\n.endm\\nm inc, bin");\n',
     "includes the kernel's headers"),
    (b'#line 1 "labs/06-softirqs/checks/hidden_softirq.c"\nint broken(\n',
     "includes the kernel's headers"),
    (b"#include <kunit/test.h>\n", "includes the kernel's headers"),
    (b"asm(\".section .data; .fill 300000000\");\n", "size limit exceeded|crash backtrace"),
    (b"int broken(\n", "error"),
    (b"void kunit_channel_say(const char *, ...);\nvoid f(void);\n"
     b"void f(void) { kunit_channel_say(\"ok\"); }\n", "that is the grader's"),
    (b"static const void *const suite __attribute__((section(\".kunit_suites\"), used));\n",
     "has a suite of its own"),
], ids=["include", "include_up", "incbin", "include_macro", "no_blank", "digraph", "comments",
        "import", "joined", "as_include", "blank_joined", "comment_in_a_string", "octal",
        "by_macro", "by_operand", "as_macro", "line", "kunit", "too_large", "syntax",
        "calls_grader", "own_suite"])
def test_refused(lab, text, words):
    """What reads the grader's files, calls the grader or does not compile is told so."""
    files = lab.solution()
    place = lab.files["softirq.c"]
    files[place] += text
    results, said = grading.grade(lab, files, [1])
    assert re.search(words, said), said
    assert "root:" not in said
    assert grading.score(results) == 0


@pytest.mark.parametrize("text, words", [
    (b'%include "/etc/passwd"\n', "includes the kernel's headers"),
    (b'%define a inc\n%define b bin\nsection .data\na%+b "/etc/passwd"\n',
     "includes the kernel's headers"),
    (b'%warning %!HOME\n', "includes the kernel's headers"),
    (b'foo bar baz\n', "error"),
], ids=["include", "pasted", "environment", "syntax"])
def test_refused_assembly(text, words):
    """The same of what NASM assembles."""
    lab = labs.find("2")
    files = lab.solution()
    files[lab.files["entry.asm"]] += text
    results, said = grading.grade(lab, files, [1])
    assert words in said
    assert "root:" not in said
    assert grading.score(results) == 0


@gcc_only
def test_missing_file(lab, tmp_path):
    """A submission without the file says which."""
    with pytest.raises(labs.LabError, match="softirq.c is missing"):
        lab.submission(tmp_path)


@gcc_only
def test_link_to_somewhere_else(lab, tmp_path):
    """A submission's file is the student's, not one of the grader's host."""
    (tmp_path / "softirq.c").symlink_to("/etc/passwd")
    with pytest.raises(labs.LabError, match="a link to somewhere else"):
        lab.submission(tmp_path)


@gcc_only
def test_end_in_a_case_that_is_no_check(lab, monkeypatch):
    """A boot that ends where nobody asked for anything leaves nothing to try for ever."""
    monkeypatch.setattr(grading, "boot", lambda *what: labrun.Run(
        {}, "lab06_softirq.other", False, qemu.PANIC, ""))
    found = grading.boots(lab, None, lab.machines[0], ["lab06_softirq.opens"], 1)
    assert found["lab06_softirq.opens"][0] == "fail"


@gcc_only
def test_end_before_the_last_case(lab, monkeypatch):
    """Power off between two cases: the last one is to blame, whatever it said."""
    run = labrun.Run({"lab06_softirq.opens": "ok"}, "", False, qemu.SUCCESS, "")
    monkeypatch.setattr(grading, "boot", lambda *what: run)
    found = grading.boots(lab, None, lab.machines[0], ["lab06_softirq.opens"], 1)
    assert found["lab06_softirq.opens"][0] == "fail"


@gcc_only
def test_name_that_begins_twice():
    """Who brings a case with the name of a check has not passed it."""
    said = "w 1 begin a.b\nw 2 ok a.b\nw 3 begin a.b\nw 4 ok a.b\nw 5 end\n"
    assert labrun.believe(said, "w", qemu.SUCCESS, "").verdicts == {"a.b": "fail"}


def logged(lab, files, name):
    """(verdict, what happened) of a check at a boot with the event log."""
    with labimage.built(lab, files, labimage.Builder(OUT)) as image:
        return grading.boots(lab, image, lab.machines[0], [name], 1, labrun.SHOWN)[name][:2]


@gcc_only
def test_rule_decides(lab):
    """What the kernel cannot see from within the log shows: the first event that is wrong."""
    wrong = next(mutant for mutant in lab.mutants() if mutant.name == "exit-counts-late")
    verdict, happened = logged(lab, lab.mutated(wrong), "lab06_softirq.never_nested")
    assert verdict == "fail"
    assert "the event log breaks the rule no_softirq_in_a_softirq" in happened
    assert ": softirq_entry: " in happened


@gcc_only
def test_log_cannot_be_kept_silent(lab):
    """Who leaves the points of the log out has not done what the rules ask for."""
    files, place = lab.solution(), "kernel/bottomhalf/softirq.c"
    assert b"\ttrace_softirq_entry(nr);\n" in files[place]
    files[place] = files[place].replace(b"\ttrace_softirq_entry(nr);\n", b"")
    verdict, happened = logged(lab, files, "lab06_softirq.never_nested")
    assert verdict == "fail"
    assert "its event log has no softirq_entry" in happened


@gcc_only
def test_printed_panic():
    """That the kernel panicked is believed of the channel, not of what is printed."""
    printed = "Kernel panic - not syncing: kernel stack overflow\n"
    assert labrun.believe("w 1 begin a.b\n", "w", qemu.PANIC, printed).panic == ""
    said = "w 1 begin a.b\nv 2 panic forged\nw 2 panic kernel stack overflow\n"
    assert labrun.believe(said, "w", qemu.PANIC, "").panic == "kernel stack overflow"
