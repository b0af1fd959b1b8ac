# SPDX-License-Identifier: MIT
"""gdbsession.py - one QEMU and one GDB for a test, talking through a pipe; no port, no waiting.

A test hands over a piece of Python that runs inside GDB, on a machine stopped at its very first
instruction, with tools/gdb/halves.py loaded. There it has the helpers of inside.py; what it gives
to report() comes back as a dict.

The clock is the deterministic recipe's, but with sleep=on: with sleep=off QEMU jumps to the next
timer each time that GDB lets the machine go on, so that two stops could never see the same tick.
"""

import functools
import json
import pathlib
import subprocess
import tempfile
import textwrap

import pytest
from conftest import OUT, TOP, clean_environment, how_built

from halves import qemu

HERE = pathlib.Path(__file__).resolve().parent
HELPERS = TOP / "tools" / "gdb" / "halves.py"
TIMEOUT = 300           # seconds; far more than any of them takes
STEPPABLE = ("-icount", "sleep=on")
KEPT = []

START = """\
set pagination off
set confirm off
set width 0
set height 0
set remotetimeout 60
set python print-stack full
source {helpers}
"""


class Session:
    """What came out of it."""

    def __init__(self, done, results):
        self.output, self.errors, self.results = done.stdout, done.stderr, results

    def __getitem__(self, name):
        return self.results[name]


def run_gdb(folder, image, commands, timeout=TIMEOUT):
    """GDB in batch mode on an image; commands is text for a script. Returns CompletedProcess."""
    script = pathlib.Path(folder) / "script.gdb"
    script.write_text(START.format(helpers=HELPERS) + commands)
    line = ["gdb", "-nx", "-q", "-batch", "-x", str(script), str(image)]
    return subprocess.run(line, cwd=TOP, env=clean_environment(), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=timeout, check=False)


def pipe(image, cmdline, folder, **fields):
    """What to give to `target remote`: a machine at the other end of a pipe."""
    machine = qemu.Machine(kernel=str(image), cmdline=cmdline, gdb="stdio", more=STEPPABLE,
                           serial=f"file:{folder}/serial.log", **fields)
    return f"| exec {machine.shell()} 2>>{folder}/qemu.err"


def session(folder, image, cmdline, body, **fields):
    """Run a piece of Python inside GDB; return a Session. It must run to its end."""
    results = pathlib.Path(folder) / "results.json"
    program = pathlib.Path(folder) / "body.py"
    program.write_text(textwrap.dedent(body))
    commands = (f"target remote {pipe(image, cmdline, folder, **fields)}\n"
                f"source {HERE}/inside.py\npython play({str(program)!r}, {str(results)!r})\n")
    done = run_gdb(folder, image, commands)
    assert results.exists(), f"it did not run to its end:\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    return Session(done, json.loads(results.read_text()))


@functools.lru_cache(maxsize=None)
def build_stage():
    """The tests' image with stage.c in it."""
    folder = tempfile.TemporaryDirectory(prefix="halves-stage-")
    KEPT.append(folder)                 # until the tests end
    out = pathlib.Path(folder.name) / "out"
    copy_build(out)
    image = out / "halves-tests.elf"
    done = subprocess.run(["make", f"O={out}", f"EXTRA={HERE}/stage.c", str(image)], cwd=TOP,
                          env={**clean_environment(), **how_built()}, text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return image


@pytest.fixture(scope="module")
def stage():
    """The tests' image with stage.c in it."""
    return build_stage()


def copy_build(out):
    """What is compiled already need not be again."""
    out.mkdir()
    names = [name for name in ("obj", "obj-tests", "flags-c", "flags-asm") if (OUT / name).exists()]
    if names:
        subprocess.run(["cp", "-a", *(str(OUT / name) for name in names), str(out)], check=True)


@pytest.fixture
def on_stage(stage, tmp_path):
    """on_stage(BODY, PROGRAM) → Session on stage.c"""
    def run(body, program="gdb_stage", **fields):
        return session(tmp_path, stage, f"run={program} poweroff panic=poweroff", body, **fields)
    return run


def in_order(wanted, names):
    """Are all of @wanted among @names, in this order, and is the last the last?"""
    rest = iter(names)
    return all(name in rest for name in wanted) and names[-1] == wanted[-1]


def names_of(backtrace):
    """The functions in the text of a `bt`, innermost first."""
    found = []
    for line in backtrace.splitlines():
        if line.startswith("#"):
            rest = line.split(None, 1)[1]
            if rest.startswith("0x"):
                rest = rest.split(" in ", 1)[1]
            found.append(rest.split(" (", 1)[0])
    return found
