# SPDX-License-Identifier: MIT
"""The event log as it leaves the machine: whole suites obey all rules."""

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
        return subprocess.run([sys.executable, TOP / "tools/trace", tmp_path / "trace", "--image",
                               IMAGE, *words], text=True, capture_output=True, check=False)

    assert "softirq_entry: vec=7 [action=LAB]" in tool().stdout
    assert "softirq_entry" in tool("--summary").stdout
    assert tool("--check").returncode == 0
    assert tool("--check", "no_rule").returncode == 2
