# SPDX-License-Identifier: MIT
"""The event log as it leaves the machine: whole suites obey all rules."""

import os
import re
import subprocess
import sys

import pytest
from conftest import OUT, TOP

from halves import qemu, rules, trace

IMAGE = str(OUT / "halves-tests.elf")


@pytest.fixture
def traced(boot, tmp_path):
    """traced(words, **machine) → (the boot, its events)."""
    def run(words, **machine):
        file = tmp_path / "trace"
        done = boot(f"{words} trace.port={qemu.TRACE_PORT:#x} poweroff panic=poweroff",
                    image=IMAGE, trace=str(file), **machine)
        return done, trace.read(file, IMAGE)[0]
    return run


@pytest.mark.parametrize("smp", ["1", "2"])
@pytest.mark.parametrize("suite, events, runs", [
    ("softirq", "1", "softirq_entry"), ("tasklet", "tasklet*,kunit*", "tasklet_entry"),
    ("workqueue", "1", "workqueue_execute_start"), ("timer", "timer*,sched*", "timer_expire_entry"),
])
def test_suites_obey_all_rules(traced, suite, events, runs, smp):
    """Softirqs, tasklets, works and timers: from their tests' log nothing is missing."""
    run, log = traced(f"run=kunit kunit.filter_glob={suite} trace={events}", smp=smp, timeout=120)
    assert run.status == qemu.SUCCESS, run.output
    assert sum(event.name == runs for event in log) > 5
    assert rules.check(log) == []


def test_log_names_threads_functions_and_cases(traced):
    """What the packets only point to is named: by the image, or by what was sent before."""
    run, log = traced("run=kunit kunit.filter_glob=workqueue trace=1")
    assert run.status == qemu.SUCCESS, run.output
    assert not [event.line() for event in log if "?" in event.text or "<...>" in event.line()]
    cases = trace.cases(log)
    assert all(name.startswith("workqueue.") for name in cases) and len(cases) > 10
    queued = [event.fields for event in log if event.name == "workqueue_queue_work"]
    assert {"barrier_func"} < {event["function"] for event in queued}


def test_event_leaves_before_the_machine_dies(traced):
    """The last event before a panic is in the file."""
    run, log = traced("run=crash_hardirq trace=1")
    assert run.status == qemu.PANIC, run.output
    assert log[-1].name == "irq_handler_entry", log[-1].line()


def test_bad_pattern_is_told(boot):
    """A name that no event has: one line says what may be said, and the boot goes on."""
    run = boot("trace=sotfirq* poweroff")
    assert "trace: no event is called sotfirq*; say 1, 0, or names" in run.output


def test_tool_checks_and_sums_up(traced, tmp_path):
    """tools/trace: the text, --summary, --check with its exit status."""
    traced("run=kunit kunit.filter_glob=softirq trace=1")

    def tool(*words):
        return subprocess.run([sys.executable, TOP / "tools/trace", tmp_path / "trace", *words],
                              text=True, capture_output=True, check=False,
                              env={**os.environ, "O": str(OUT)})

    assert "softirq_entry: vec=7 [action=LAB]" in tool().stdout
    assert "softirq_entry" in tool("--summary").stdout
    assert tool("--check").returncode == 0
    assert tool("--check", "no_rule").returncode == 64
    other = tool("--image", OUT / "halves.elf")
    assert other.returncode == 64 and "the log is of another image than" in other.stderr


def test_tool_finds_the_image(boot, tmp_path):
    """Whichever of the two images has run, its log is read without being told which."""
    for image in ("halves", "halves-tests"):
        boot("run=compare compare.count=20 trace=irq* poweroff "
             f"trace.port={qemu.TRACE_PORT:#x}", image=image, trace=str(tmp_path / "log"))
        told = subprocess.run([sys.executable, TOP / "tools/trace", tmp_path / "log", "--check"],
                              env={**os.environ, "O": str(OUT)}, text=True, capture_output=True,
                              check=False)
        assert re.match(r"trace: \d+ events obey", told.stdout), told.stderr


def test_off_is_two_instructions():
    """Where something could be logged, a test of memory and a jump that is not taken; no more."""
    names = "do_IRQ __do_softirq raise_softirq_irqoff __tasklet_schedule run_workqueue mod_timer " \
            "del_timer run_timer_softirq try_to_wake_up"
    code = subprocess.run(["objdump", "-d", "--no-show-raw-insn", OUT / "halves.elf"], text=True,
                          stdout=subprocess.PIPE, check=True).stdout
    symbols = subprocess.run(["nm", OUT / "halves.elf"], text=True, stdout=subprocess.PIPE,
                             check=True).stdout
    word = "0x" + re.search(r"^(\w+) \w watching$", symbols, re.MULTILINE)[1]
    total = 0
    for name in names.split():
        body = re.search(rf"^\w+ <{name}>:\n(.*?)\n\n", code, re.MULTILINE | re.DOTALL)[1]
        lines = [line.split("\t")[1].split() for line in body.splitlines()]
        asked = [at for at, line in enumerate(lines) if line[-1].endswith(word)]
        total += len(asked)
        for at in asked:
            assert re.fullmatch(r"test[bwl]? \$\w+," + word, " ".join(lines[at])), lines[at]
            assert lines[at + 1][0] == "jne", lines[at:at + 2]
    assert total > 8
