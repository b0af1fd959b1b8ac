# SPDX-License-Identifier: MIT
"""`make debug`: GDB attached, stopped at the first instruction, symbols and helpers loaded."""

import os
import re
import subprocess

import pytest
from conftest import OUT, TOP, clean_environment

pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.xdist_group("gdb")

TIMEOUT = 60        # a far safety net
PROMPT = r"\(gdb\) "


def environment(folder):
    """What the Makefile gives to tools/run; with no colours and no readline in the way."""
    return {**clean_environment(), "O": str(OUT), "TERM": "dumb", "XDG_CONFIG_HOME": str(folder),
            "HOME": str(folder)}


def command(folder, cmdline):
    """As the Makefile's recipe, but with logs of its own, for tests run side by side."""
    return ["tools/run", "--debug", "--files", str(folder), "--cmdline", cmdline]


def test_recipe():
    """The Makefile calls tools/run --debug."""
    done = subprocess.run(["make", "-n", f"O={OUT}", "debug"], cwd=TOP, env=clean_environment(),
                          capture_output=True, text=True, check=False)
    assert re.search(r"tools/run .*--debug", done.stdout), done.stderr
    line = done.stdout.splitlines()[-1]
    assert " -S " in line and re.search(r"-gdb tcp:127\.0\.0\.1:\d+", line), line


def check_scripted(folder):
    """One session with its commands on standard input."""
    script = "break edu_top_half\ncontinue\nbt\nhv irqstep on\n"
    done = subprocess.run(command(folder, "run=compare compare.count=1"), cwd=TOP, input=script,
                          env=environment(folder), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stdout
    assert "<interrupt: irq 10> ()" in done.stdout and "in thread_start ()" in done.stdout
    assert "irqstep on" in done.stdout
    assert not qemus(folder)


def test_without_a_terminal(tmp_path):
    """Commands come from standard input; when they end, so does the machine."""
    check_scripted(tmp_path)


def test_at_a_terminal(tmp_path, tmp_path_factory):
    """Breakpoints, the kernel's commands, Ctrl-C, and nothing is left when GDB is left."""
    program, *words = command(tmp_path, "run=compare compare.count=2")
    child = pexpect.spawn(program, words, cwd=TOP, env=environment(tmp_path), encoding="utf-8",
                          timeout=TIMEOUT, dimensions=(50, 200))

    def say(text):
        child.sendline(text)
        child.expect(PROMPT)
        return child.before.replace("\r", "")

    try:
        child.expect(PROMPT)
        assert "0x0000fff0 in ?? ()" in child.before
        assert "hv" in child.before and "warning" not in child.before.lower(), child.before
        assert "too early" in say("hv ps")
        assert "Breakpoint 1 at" in say("break edu_top_half")
        assert "Breakpoint 1, edu_top_half" in say("continue")
        text = say("bt")
        assert "<interrupt: irq 10> ()" in text and "in thread_start ()" in text
        assert "hardirq" in say("hv ctx")
        check_scripted(tmp_path_factory.mktemp("second"))       # a machine and a port of its own
        say("delete")
        child.sendline("continue")
        child.expect("Ready: press a key")
        child.sendintr()
        child.expect(PROMPT)
        assert re.search(r" (swapper/0|init) +running ", say("hv ps"))
        assert len(qemus(tmp_path)) == 1
        child.sendline("quit")
        child.expect(pexpect.EOF)
    finally:
        child.close(force=True)
    assert not qemus(tmp_path)


def qemus(folder):
    """The QEMUs whose logs are in this folder."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
        except OSError:
            continue
        if b"qemu" in words[0] and f"file:{folder}/debugcon.log".encode() in words:
            found.append(int(pid))
    return found
