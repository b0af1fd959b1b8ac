# SPDX-License-Identifier: MIT
"""User land in the machine: scripts by init.cmd=, what processes may not do, and typing.

Each script is a boot of its own under the recipe; what it prints is what has no time stamp.
"""

import os
import pathlib
import re

import pytest
from conftest import OUT

from halves import qemu

ARCHIVE = str(OUT / "initramfs.cpio")
STAMP = re.compile(r"\[ *\d+\.\d{6}\] ")


@pytest.fixture
def script(boot):
    """script(TEXT, fields of qemu.Machine…) → (lines that it printed, verdict)"""
    def run(text, words="", **fields):
        assert '"' not in text
        done = boot(f'init.cmd="{text}" loglevel=6 {words}', initrd=ARCHIVE, **fields)
        lines = [line for line in done.output.splitlines() if not STAMP.match(line)]
        return lines[1:], done.status
    return run


SCRIPTS = [
    ("echo hello", ["hello"]),
    ("echo a b | cat | wc", None),
    ("echo one > /tmp/f; echo two >> /tmp/f; cat < /tmp/f", ["one", "two"]),
    ("cat /nothing; echo $?", ["cat: /nothing: ENOENT", "1"]),
    ("mkdir /tmp/d; cd /tmp/d; pwd; cd ..; rmdir d; ls -l d", None),
    ("for i in 1 2 3; do echo $i; done | cat", ["1", "2", "3"]),
    ("nothing; echo $?", None),
    ("echo x & wait; echo done", ["x", "done"]),
    ("exit 0", []),
]


@pytest.mark.parametrize("smp", ["1", "4"])
@pytest.mark.parametrize("text, expected", SCRIPTS, ids=[text for text, _ in SCRIPTS])
def test_script(script, text, expected, smp):
    """A script prints what it should, on one processor and on four."""
    lines, status = script(text, smp=smp)
    assert status == qemu.SUCCESS or "ls -l d" in text
    if expected is not None:
        assert lines == expected


def test_status_is_the_machines(script):
    """The shell's status decides the verdict."""
    assert script("exit 3")[1] == qemu.FAILED
    assert script("true")[1] == qemu.SUCCESS
    assert script("/tests/crash null")[1] == qemu.FAILED


CRIMES = {
    "null": r"page fault: cannot write to 00000000: a null pointer\?",
    "divide": r"divide error",
    "fpu": r"device not available: programs have no floating point here",
    "privileged": r"general protection fault",
    "port": r"general protection fault",
    "undefined": r"invalid opcode",
    "stack": r"page fault: cannot write to [0-9a-f]{8}: the stack is used up",
    "read_kernel": r"page fault: cannot read from c0100000: it is the kernel's",
}


@pytest.mark.parametrize("crime", CRIMES)
def test_crime(boot, crime):
    """What a program must not do ends it, with a line that says why; the shell goes on."""
    done = boot(f'init.cmd="/tests/crash {crime}; echo status $?"', initrd=ARCHIVE)
    assert re.search(rf"\] crash\[\d+\]: {CRIMES[crime]}\n", done.output), done.output
    assert re.search(r"^status 1(3[2-9]|[4-9]\d)$", done.output, re.M), done.output
    assert done.status == qemu.SUCCESS


def test_many_processes(script):
    """200 processes at once in 64 MiB, on one processor and on four."""
    for smp in ("1", "4"):
        lines, status = script("/tests/forktest 200", mem="64M", smp=smp)
        assert lines == ["forktest: 200 processes at once, each ended once"]
        assert status == qemu.SUCCESS


def test_memory_comes_back(script):
    """Programs, some of them killed, leave as much memory as there was."""
    lines, status = script(""
                           "for i in 1 2 3; do for j in 1 2 3 4 5 6 7 8 9 10; do "
                           "/tests/crash null; /tests/hello; done; free > /tmp/a; cat /tmp/a; done "
                           "2> /dev/null | grep KiB")
    assert status == qemu.SUCCESS
    assert len(lines) == 3 and lines[1] == lines[2]


def test_no_shell_is_told(boot):
    """init.cmd without an archive is a mistake that says so."""
    done = boot('init.cmd="true" panic=poweroff')
    assert done.status == qemu.PANIC
    assert "init.cmd: there is no /bin/sh: was an initramfs given?" in done.output


def test_typing(watched):
    """At the prompt: a command runs, the erasing key erases, ^D ends the shell, another comes."""
    machine = watched(initrd=ARCHIVE)
    machine.wait_for("# ")
    machine.type("echo helx\b\blo\r")
    assert "\nhelo\n" in machine.wait_for("# ").replace("\b \b", "")
    machine.type("\x04")
    machine.wait_for("the shell has ended: here is another")
    machine.wait_for("# ")
    machine.type("poweroff\r")
    assert machine.end() == qemu.SUCCESS


def test_prompt_comes_soon(watched):
    """When the prompt is there, QEMU has used less than 0.4 s of the host, its own start included.

    Seconds of a processor: other than seconds by the clock they do not depend on who else runs.
    """
    machine = watched(initrd=ARCHIVE)
    machine.wait_for("# ")
    fields = pathlib.Path(f"/proc/{machine.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    assert sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") < 0.4


def test_interrupt_key(watched):
    """^C ends what runs in the foreground, whatever it does, and the shell goes on."""
    machine = watched(initrd=ARCHIVE)
    machine.wait_for("# ")
    waits = "sh -c 'echo here; sleep 1000'"
    for command in (waits, f"while true; do {waits}; done", f"{waits} | cat"):
        machine.type(command + "\r")
        machine.wait_for("\nhere\n")
        machine.type("\x03")
        machine.wait_for("^C")
        machine.wait_for("# ")
    machine.type("poweroff\r")
    assert machine.end() == qemu.SUCCESS


@pytest.mark.parametrize("typed", ["", "echo wrong", "echo 'wrong\r", "while true; do\r"])
def test_interrupt_key_at_the_prompt(watched, typed):
    """^C drops what was typed, of one line or of several, and a new prompt comes."""
    machine = watched(initrd=ARCHIVE)
    machine.wait_for("# ")
    machine.type(typed)
    if typed.endswith("\r"):
        machine.wait_for("> ")
    machine.type("\x03")
    machine.wait_for("^C\n# ")
    machine.type("echo $?\r")
    assert machine.wait_for("# ") == "echo $?\n130\n# "
    machine.type("poweroff\r")
    assert machine.end() == qemu.SUCCESS


def test_keyboard_and_screen(watched):
    """The same with the PS/2 keyboard, read from the screen."""
    machine = watched(initrd=ARCHIVE, display="", more=("-vga", "std"), interactive=False)
    machine.wait_for("# ")
    for key in "echo":
        machine.press(key)
    machine.press("spc")
    for key in "hi":
        machine.press(key)
    machine.press("ret")
    machine.wait_for_screen("hi", whole=True)   # not the line that was typed
