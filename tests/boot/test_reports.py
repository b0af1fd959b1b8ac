# SPDX-License-Identifier: MIT
"""Reports: each way to go wrong (tests/kernel/crash.c) and what the kernel must say about it."""

import re

import pytest

from halves import qemu


def crash(boot, name, words="", **fields):
    """Boot into a crash; the report's lines without their timestamps."""
    run = boot(f"run=crash_{name} {words} poweroff panic=poweroff", image="halves-tests", **fields)
    assert run.status == qemu.PANIC, run.output
    return [re.sub(r"^\[ *\d+\.\d+\] ", "", line) for line in run.output.split("\n")]


def trace(report):
    """The functions of the backtrace, innermost first; what was interrupted stands between < >."""
    start = report.index("Call trace:") + 1
    found = []
    for line in report[start:]:
        frame = re.match(r" \[<[0-9a-f]{8}>\] ([\w.]+)", line)
        mark = re.match(r" (<.*>)$", line)
        if not frame and not mark:
            break
        found.append((frame or mark).group(1))
    return found


def in_order(wanted, found):
    """Do the wanted names stand in the list found, in that order?"""
    rest = iter(found)
    return all(name in rest for name in wanted)


@pytest.mark.parametrize("name, line, reason", [
    ("null_write", "BUG: page fault: cannot write to 00000004: page zero: a null pointer?",
     "page fault at write_null+"),
    ("divide", "BUG: divide error, error code 0000", "divide error at crash_divide+"),
    ("opcode", "BUG: invalid opcode, error code 0000", "invalid opcode at crash_opcode+"),
    ("write_text", "BUG: page fault: cannot write to c01",
     "page fault at crash_write_text+"),
    ("execute_data", "BUG: page fault: cannot execute ", "page fault at data_with_code"),
    ("null_call", "BUG: page fault: cannot execute 00000000: page zero: a null pointer?",
     "page fault at 0x00000000"),
])
def test_exception(boot, name, line, reason):
    """An exception ends in one report: what, registers, context, backtrace, panic."""
    report = crash(boot, name)
    assert any(text.startswith(line) for text in report), "\n".join(report)
    if name == "divide":    # told before the exception, too: test_ubsan.py
        report = report[report.index(line):]
    assert sum(text.startswith("BUG:") for text in report) == 1
    for part in ("EIP: 0008:", "EAX: ", "ESI: ", "EFLAGS: ", "in_irq(): 0, in_softirq(): 0, "):
        assert any(text.startswith(part) for text in report), part
    assert "context: thread init (pid 1)" in "\n".join(report)
    if "data" not in name:
        assert f"Kernel panic - not syncing: {reason}" in "\n".join(report)
    assert in_order([f"crash_{name}", "run_programs", "init_thread", "kthread_entry"],
                    trace(report)), "\n".join(report)


def test_panic_says_why(boot):
    """A panic prints its reason, the context and a backtrace."""
    report = crash(boot, "panic")
    assert "Kernel panic - not syncing: on request, number 42" in report
    assert in_order(["panic", "crash_panic", "init_thread"], trace(report))


def test_bug_on(boot):
    """BUG_ON says the condition, the file and the line."""
    report = crash(boot, "bug")
    assert any(re.match(r"BUG: system_state == SYSTEM_RUNNING at tests/kernel/crash\.c:\d+$", text)
               for text in report)
    assert any(re.match(r"Kernel panic - not syncing: BUG at tests/kernel/crash\.c:\d+$", text)
               for text in report)


def test_stack_overflow_names_the_thread(boot):
    """A used-up stack is reported as such, with the thread's name, and not as a triple fault."""
    report = crash(boot, "stack")
    assert any(text.startswith("BUG: kernel stack overflow: thread deep (pid ") for text in report)
    assert "Kernel panic - not syncing: kernel stack overflow in thread deep" in report
    assert "recurse" in trace(report)


@pytest.mark.parametrize("name, context, functions", [
    ("hardirq", "hard interrupt: irq 20 (faulty), top half faulty_top_half; it interrupted thread "
     "init", ["write_null", "faulty_top_half", "handle_irq", "do_IRQ", "<interrupted by irq 20>",
              "irq_inject", "interrupted_function", "crash_hardirq", "kthread_entry"]),
    ("softirq", "softirq LAB, on top of thread init",
     ["write_null", "faulty_softirq", "do_IRQ", "<interrupted by irq 20>",
      "interrupted_function", "crash_softirq"]),
    ("tasklet", "tasklet faulty_tasklet, run by softirq TASKLET, on top of thread init",
     ["write_null", "faulty_tasklet", "tasklet_action", "do_softirq", "local_bh_enable",
      "crash_tasklet"]),
    ("timer", "timer faulty_timer, run by softirq TIMER, on top of thread swapper/0",
     ["write_null", "faulty_timer", "run_timer_softirq", "do_IRQ",
      "<interrupted by irq 0>"]),
    ("work", "work faulty_work in thread events/0",
     ["write_null", "faulty_work", "worker_thread", "kthread_entry"]),
])
def test_context(boot, name, context, functions):
    """A report names the context and what entered it; the backtrace goes through the interrupt."""
    report = crash(boot, name)
    assert any(text.startswith(f"context: {context}") for text in report), "\n".join(report)
    assert in_order(functions, trace(report)), "\n".join(report)


@pytest.mark.parametrize("context, count, line, way_out", [
    ("hardirq", "00010000", "hard interrupt: irq 27 (run_in_hardirq), top half call_handler; ",
     "a top half cannot sleep: acknowledge the device and queue a work"),
    ("softirq", "00000101", "softirq LAB2, on top of thread init (pid 1)",
     "a softirq cannot sleep: queue a work instead"),
    ("tasklet", "00000101", "tasklet call_tasklet, run by softirq TASKLET, on top of thread init",
     "a tasklet cannot sleep: queue a work instead"),
    ("timer", "00000100", "timer call_tasklet, run by softirq TIMER, on top of thread swapper/0",
     "a timer's function cannot sleep: use a delayed work instead"),
])
def test_sleeping_in_an_interrupt(boot, context, count, line, way_out):
    """S46, S86: msleep() there is explained, and stops the kernel: nothing can be put to sleep."""
    report = crash(boot, "msleep", words=f"crash.context={context}")
    thread, bottom = ("swapper/0", "start_kernel") if context == "timer" else \
        ("init", "kthread_entry")
    name = "hardirq" if context == "hardirq" else "softirq"
    text = "\n".join(report)
    assert "BUG: sleeping function called from invalid context at kernel/sched/timeout.c:" in text
    assert f"preempt_count: {count}, " in text
    assert f"context: {line}" in text
    assert f"msleep() may sleep, and this context may not: {way_out}" in text
    assert "use mod_timer()" in text
    assert f"BUG: scheduling while atomic: {thread}/0x{count}" in text
    assert "schedule() may sleep, and this context may not" in text
    assert f"panic - not syncing: scheduling while atomic: {name} context" in text
    assert in_order(["oversleep", bottom], trace(report)), text


def test_spinlock_taken_twice(boot):
    """A spinlock that its holder takes again is a deadlock: who holds it and since where."""
    text = "\n".join(crash(boot, "spinlock_twice"))
    assert "BUG: spinlock taken_twice taken twice: this processor holds it and would wait for " \
        "ever\nheld by init (pid 1) in process context on cpu 0, taken at take_it+" in text
    assert "Kernel panic - not syncing: deadlock on spinlock taken_twice" in text


def test_mutex_locked_twice(boot):
    """A mutex that its owner locks again is a deadlock, and told as one."""
    text = "\n".join(crash(boot, "mutex_twice"))
    assert "locked twice by the same thread, which would wait for ever; owner: init" in text
    assert "Kernel panic - not syncing: deadlock on mutex" in text


def test_fault_within_a_report(boot):
    """A report that stumbles over what is broken ends, and says so, instead of going round."""
    run = boot("run=crash_in_report poweroff panic=poweroff", image="halves-tests")
    assert run.status == qemu.PANIC, run.output
    assert run.output.count("BUG: page fault") == 1
    assert re.search(r"Kernel panic - not syncing: page fault at \S+, while another exception was "
                     "reported", run.output), run.output
