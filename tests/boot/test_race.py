# SPDX-License-Identifier: MIT
"""Placed interrupts: each window holds at each of its boundaries, and each broken twin is found."""

import re
import subprocess
import sys
from typing import NamedTuple

import defect
import pytest
from conftest import gcc_only

from halves import qemu
from halves.lines import lines

WINDOWS = ("cancel_delayed_work completion del_timer do_exit held_locks ksoftirqd local_bh_enable "
           "mod_timer onstack semaphore softirq spin_lock_bh tasklet_action tasklet_empty "
           "tasklet_schedule timer_expiry wait_event work_again worker").split()
FEWEST = 30     # instructions with interrupts on, of the shortest window


class Window(NamedTuple):
    boundaries: int
    holds: bool
    address: int    # of the boundary that breaks it
    clocks: int     # race.at= for that one


def table(output):
    """{name: Window} of a run."""
    rows = re.findall(r"^(\w+) +(\d+)  (holds|broken at the last of them\n"
                      r"  by an interrupt before \[<([0-9a-f]{8})>\] [^\n]*:\n(?:    [^\n]*\n)*"
                      r"  \w[^\n]*\n  this one alone: make race CMDLINE=\"race.window=\1 "
                      r"race.at=(\d+)\")$", output, flags=re.M)
    return {name: Window(int(count), text == "holds", int(address or "0", 16), int(clocks or 0))
            for name, count, text, address, clocks in rows}


@pytest.fixture
def race(boot):
    """race(WORDS, image) → the boot of run=race."""
    def run(words="", image="halves-tests", **fields):
        return boot(f"run=race {words} poweroff panic=poweroff", image=image, **fields)
    return run


def test_windows_hold(race):
    """S56, S62, S66, S67, S71, S118: no interrupt breaks a window; twice, to the byte."""
    run = race()
    assert run.status == qemu.SUCCESS, run.output
    found = table(run.output)
    assert list(found) == WINDOWS, run.output
    assert all(window.holds and window.boundaries > FEWEST for window in found.values()), found
    assert race().output == run.output


def broken(race, image, words):
    """{name: address} of the windows that do not hold; the boundary alone breaks each again."""
    run = race(words, image=image)
    found = {name: window for name, window in table(run.output).items() if not window.holds}
    for name, window in found.items():
        again = race(f"race.window={name} race.at={window.clocks}", image=image)
        assert again.status == run.status != qemu.SUCCESS, again.output
        assert table(again.output)[name].address == window.address
    return run, {name: window.address for name, window in found.items()}


@gcc_only
@pytest.mark.parametrize("name", defect.names("race-"))
def test_twin_is_found(race, tmp_path, name):
    """What makes a window break is found at the right boundary, and no other window breaks."""
    head, image = defect.head(name), defect.image(name, tmp_path)
    function, texts = head["Found"].split(": ", 1)
    # The longest window only where it matters.
    run, found = broken(race, image, "" if name == "race-onstack" else "race.window=[!o]*")
    assert run.status == (qemu.PANIC if head.get("Ends") == "panic" else qemu.FAILED), run.output
    assert sorted(found) == sorted(head["Window"].split()), run.output
    for address in found.values():
        way = lines(image, address, image.parent.parent)
        assert function in [line.function for line in way], way
        assert set(texts.split(" | ")) & {line.text for line in way}, way


def test_each_window_has_a_twin():
    """No window is trusted that has not been seen to break."""
    found = {window for name in defect.names("race-")
             for window in defect.head(name)["Window"].split()}
    assert sorted(found) == WINDOWS


def test_make_race_names_the_line(tmp_path, environment):
    """Below the boundary stand its lines of source: one in each function that was inlined."""
    image = defect.image("race-softirq", tmp_path)
    done = subprocess.run([sys.executable, image.parent.parent / "tools/race", "--kernel", image,
                           "--files", tmp_path, "--cmdline", "race.window=softirq"], text=True,
                          env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          check=False)
    assert done.returncode == qemu.FAILED, done.stdout + done.stderr
    assert table(done.stdout)["softirq"].clocks, done.stdout
    assert re.search(r"^    kernel/bottomhalf/softirq.c:\d+ +"
                     r"(pending = local_softirq_pending|local_irq_disable)\(\);$", done.stdout,
                     flags=re.M), done.stdout


@pytest.mark.parametrize("fields, why", [
    ({"icount": False}, "needs the deterministic clock"),
    ({"smp": "2"}, "needs to be the only processor"),
])
def test_says_what_it_needs(race, fields, why):
    """Where interrupts cannot be placed exactly nothing is claimed."""
    run = race(**fields)
    assert run.status == qemu.FAILED and why in run.output, run.output
    assert not table(run.output)


def test_needs_the_apic(race):
    """With the 8259 there is no timer that could place them, and that is told."""
    run = race("irqchip=pic")
    assert run.status == qemu.FAILED, run.output
    assert "placed by the timer of the local APIC: there is none" in run.output


def test_choice_of_windows(race):
    """race.window= takes * and ?, and what chooses none is a mistake."""
    assert list(table(race("race.window=tasklet_*").output)) == [
        name for name in WINDOWS if name.startswith("tasklet_")]
    run = race("race.window=taklet")
    assert run.status == qemu.FAILED and "race.window=taklet: there is no such window" in run.output
