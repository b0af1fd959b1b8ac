# SPDX-License-Identifier: MIT
"""make path: where the instructions of a figure go."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from conftest import OUT, TOP

from halves import qemu

PATHS = ("irq_roundtrip", "work_latency", "switch_completion", "timer_del_item")
needs_gdb = pytest.mark.skipif(not shutil.which("gdb"), reason="no gdb: make setup")


def path(*words, **more):
    """tools/path on the image under test."""
    return subprocess.run([sys.executable, TOP / "tools/path", "--out", OUT, *words], text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, **more)


def listed(output):
    """[(instructions, function)…] of the first list, without what is inlined."""
    part = output.split("\n\n")[1]
    return [(int(n), name) for n, name in re.findall(r"^ *(\d+) {10,}(\w+)$", part, flags=re.M)]


@needs_gdb
@pytest.mark.parametrize("key", PATHS)
def test_sums_are_the_figure(boot, key):
    """Both lists have the sum that is printed, and what is left of it is make bench's figure."""
    run = boot(f"run=bench bench.only={key} poweroff")
    figure = json.loads(run.files["bench.json"])[key]
    figure = figure.get("1", figure)["median"]
    done = path(key)
    assert done.returncode == 0, done.stdout + done.stderr
    whole = int(re.search(r"^ *(\d+)  from one look", done.stdout, flags=re.M)[1])
    by_function = re.findall(r"^ *(\d+) +[\d.]+%   \w+$", done.stdout, flags=re.M)
    assert sum(n for n, _ in listed(done.stdout)) == whole
    assert sum(map(int, by_function)) == whole
    assert float(re.search(rf"^ *([\d.]+)  {key}\b.* in make bench$", done.stdout,
                           flags=re.M)[1]) == figure


@needs_gdb
def test_functions_in_order():
    """The way to a tasklet's first line: each function when it is entered, inlined ones, too."""
    done = path("tasklet_latency")
    order = [name for _, name in listed(done.stdout)]
    stations = ["tasklet_top_half", "__tasklet_schedule", "tasklet_top_half", "do_IRQ", "irq_exit",
                "__do_softirq", "tasklet_action", "tasklet_body"]
    rest = iter(order)
    assert all(name in rest for name in stations), done.stdout
    assert order[-1] == "tasklet_body"
    assert re.search(r"\+ tasklet_schedule$", done.stdout, flags=re.M), done.stdout


@needs_gdb
def test_another_thread_is_named():
    """Where a path goes on in another thread, a line says in which."""
    done = path("switch_completion")
    assert re.findall(r"^-+ thread (\w+)$", done.stdout, flags=re.M) == ["init", "partner", "init"]


@needs_gdb
def test_twice_the_same():
    """Two runs print the same."""
    assert path("work_call").stdout == path("work_call").stdout


@pytest.mark.parametrize("words", [["no_such_path"], ["tasklet"], []])
def test_bad_path(environment, words):
    """A wrong or a missing P is an error that lists the paths with their meanings."""
    done = path(*words, env=environment)
    assert done.returncode == qemu.USAGE
    assert re.search(r"^  P=irq_entry +\w+.* top half$", done.stderr, flags=re.M), done.stderr
    assert done.stdout == ""


@needs_gdb
def test_make_path(environment):
    """make path P=… is the tool."""
    done = subprocess.run(["make", "path", f"O={OUT}", "P=softirq_latency"], cwd=TOP, text=True,
                          env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ *\d+ +softirq_body$", done.stdout, flags=re.M), done.stdout
