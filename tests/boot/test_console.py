# SPDX-License-Identifier: MIT
"""The console from outside: keys at serial line and keyboard, text on serial line and screen."""

import contextlib
import fcntl
import json
import os
import re
import select
import socket
import struct
import subprocess
import termios
import time

import pytest

from conftest import OUT
from halves import qemu

READY = "Ready: press a key"
PATIENCE = 60           # host seconds until a test gives up: a far safety net
VGA_TEXT, COLUMNS, ROWS = 0xb8000, 80, 25


class Watched:
    """A machine that runs, its serial line and its monitor in the test's hands."""

    def __init__(self, folder, serial="stdio", more=(), image="halves", **fields):
        qmp = os.path.join(folder, "qmp")
        machine = qemu.Machine(kernel=str(OUT / f"{image}.elf"), serial=serial,
                               more=("-qmp", f"unix:{qmp},server,nowait", *more), **fields)
        self.text = ""
        self.process = subprocess.Popen(machine.argv(), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.monitor = self._connect(qmp).makefile("rw", encoding="utf-8")
        self.monitor.readline()         # the greeting
        self._command("qmp_capabilities")

    @staticmethod
    def _connect(path):
        end = time.monotonic() + PATIENCE
        while True:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(path)
                return connection
            except OSError:
                connection.close()
                assert time.monotonic() < end, "QEMU opens no monitor"
                time.sleep(0.01)

    def _command(self, name, **arguments):
        self.monitor.write(json.dumps({"execute": name, "arguments": arguments}) + "\n")
        self.monitor.flush()
        while True:
            answer = json.loads(self.monitor.readline())
            if "event" not in answer:
                return answer["return"]

    def type(self, text):
        """Type at the serial line."""
        self.process.stdin.write(text.encode("latin-1"))
        self.process.stdin.flush()

    def press(self, *keys):
        """Press keys together at the PS/2 keyboard."""
        with contextlib.suppress(OSError, ValueError):  # a key may end QEMU before it answers
            self._command("send-key", keys=[{"type": "qcode", "data": key} for key in keys])

    def wait_for(self, text):
        """Read the serial line until @text comes; return what came since the last call."""
        end = time.monotonic() + PATIENCE
        while text not in self.text:
            left = end - time.monotonic()
            assert left > 0, f"no {text!r} on the serial line:\n{self.text[-2000:]}"
            if select.select([self.process.stdout], [], [], left)[0]:
                piece = os.read(self.process.stdout.fileno(), 65536)
                assert piece, f"QEMU ended before {text!r}:\n{self.text[-2000:]}"
                self.text += piece.decode("latin-1").replace("\r", "")
        before, self.text = self.text.split(text, 1)
        return before + text

    def screen(self):
        """The lines on the VGA's screen."""
        dump = self._command("human-monitor-command",
                             **{"command-line": f"xp /{COLUMNS * ROWS}hx {VGA_TEXT:#x}"})
        cells = [int(cell, 16) for cell in re.findall(r"0x([0-9a-f]{4})\b", dump)]
        assert len(cells) == COLUMNS * ROWS
        text = "".join(chr(cell & 0xff) for cell in cells)
        return [text[at:at + COLUMNS].rstrip() for at in range(0, len(text), COLUMNS)]

    def wait_for_screen(self, text):
        """Look at the screen until a line of it holds @text; return its lines."""
        end = time.monotonic() + PATIENCE
        while True:
            lines = self.screen()
            if any(text in line for line in lines):
                return lines
            assert time.monotonic() < end, f"no {text!r} on the screen:\n" + "\n".join(lines)
            time.sleep(0.05)

    def end(self):
        """QEMU's verdict, once it has ended by itself."""
        return qemu.verdict(self.process.wait(PATIENCE))


@pytest.fixture
def watched(tmp_path):
    """watched(fields of qemu.Machine…) → Watched; on the host's clock, as at a terminal"""
    machines = []

    def start(**fields):
        machines.append(Watched(str(tmp_path), **{"icount": False, **fields}))
        return machines[-1]
    yield start
    for machine in machines:
        machine.process.kill()
        machine.process.wait()


def test_help_lists_each_key_once(watched):
    """h lists the commands, sorted, their texts in one column; q powers off with success."""
    machine = watched()
    machine.wait_for(READY)
    machine.type("hZ")
    heard = machine.wait_for("No command on key 'Z'")
    lines = heard.split("--- h: this list (or ?)\n")[1].splitlines()[:-1]
    assert all(re.fullmatch(r"  [!-~]  \S.*", line) for line in lines)
    keys = [line[2] for line in lines]
    assert keys == sorted(set(keys)) and {"h", "q"} <= set(keys)
    machine.type("q")
    assert machine.end() == qemu.SUCCESS


def test_unknown_key_is_told(watched):
    """A key without a command names itself, printable or not; Enter is no mistake."""
    machine = watched()
    machine.wait_for(READY)
    machine.type("\rZ\x01")
    heard = machine.wait_for("key 0x1: h lists them.")
    assert "No command on key 'Z'" in heard
    assert heard.count("No command") == 2


def test_screen_shows_what_the_serial_line_says(watched):
    """The last lines of the serial line stand on the screen, each at its place."""
    machine = watched(display="none", more=("-vga", "std"))
    heard = machine.wait_for(READY) + machine.wait_for("\n")
    lines = machine.wait_for_screen(READY)
    told = [line[:COLUMNS] for line in heard.splitlines()]
    assert [line for line in lines if line] == told[-ROWS + 1:]


def test_keyboard_and_screen_without_a_serial_port(watched):
    """Keys of the PS/2 keyboard, shifted ones too, are obeyed; nothing needs a serial port."""
    machine = watched(serial="none", more=("-vga", "std"))
    machine.wait_for_screen(READY)
    machine.press("shift", "x")
    machine.wait_for_screen("No command on key 'X'")
    machine.press("ctrl", "b")
    machine.wait_for_screen("No command on key 0x2")
    machine.press("p")
    machine.wait_for_screen("8086:")
    machine.press("q")
    assert machine.end() == qemu.SUCCESS


def test_screen_scrolls(watched):
    """After many more lines than it has, the screen still ends with the last one."""
    machine = watched(more=("-vga", "std"))
    machine.wait_for(READY)
    machine.type("h" * 20 + "Z")
    machine.wait_for("key 'Z'")
    lines = machine.wait_for_screen("key 'Z'")
    last = [line for line in lines if line][-1]
    assert last == "No command on key 'Z': h lists them."


def test_devices_behind_bridges_are_found(watched):
    """The list of PCI devices holds a card behind two bridges, and both functions of a slot."""
    more = ["-device", "pci-bridge,chassis_nr=1,id=one",
            "-device", "pci-bridge,chassis_nr=2,id=two,bus=one",
            "-device", "pci-testdev,bus=two,addr=3.0,multifunction=on",
            "-device", "pci-testdev,bus=two,addr=3.5"]
    machine = watched(more=tuple(more))
    machine.wait_for(READY)
    machine.type("pZ")
    listed = machine.wait_for("key 'Z'")
    for name in ("0000:02:03.0  1b36:0005", "0000:02:03.5  1b36:0005", "1234:11e8"):
        assert listed.count(name) == 1, listed
    assert re.search(r"1234:11e8.*driver edu", listed)


def test_flood_of_input_is_survived(watched):
    """A hundred thousand characters at once may be dropped, but afterwards keys work."""
    machine = watched()
    machine.wait_for(READY)
    machine.type(" " * 100000)
    for _ in range(100):        # the first ones may meet a ring that is still full
        machine.type("Z")
        if select.select([machine.process.stdout], [], [], 0.3)[0]:
            break
    machine.wait_for("key 'Z'")
    machine.type("q")
    assert machine.end() == qemu.SUCCESS


def test_serial_port_that_nobody_reads(watched, tmp_path):
    """A stuck port stops nobody; when it moves again, the loss is told, once."""
    pipe = str(tmp_path / "line")
    for name in ("in", "out"):
        os.mkfifo(f"{pipe}.{name}")
    typing = os.open(pipe + ".in", os.O_RDWR)
    reading = os.open(pipe + ".out", os.O_RDWR)
    machine = watched(serial="pipe:" + pipe, more=("-vga", "std"))
    machine.wait_for_screen(READY)
    full = unchanged = 0
    while unchanged < 20:       # until the pipe takes no more
        os.write(typing, b"h")
        time.sleep(0.01)
        waiting = struct.unpack("i", fcntl.ioctl(reading, termios.FIONREAD, b"\0" * 4))[0]
        unchanged = unchanged + 1 if waiting == full else 0
        full = waiting
    machine.press("shift", "x")
    machine.wait_for_screen("No command on key 'X'")

    heard = ""
    end = time.monotonic() + PATIENCE
    while "characters are lost" not in heard and time.monotonic() < end:
        if select.select([reading], [], [], 1)[0]:
            heard += os.read(reading, 65536).decode("latin-1")
    assert heard.count("the transmitter was stuck") == 1
    machine.press("q")
    assert machine.end() == qemu.SUCCESS


def test_table_of_locks(watched):
    """d lists each class of locks: by which forms it is taken where, and which form is enough."""
    machine = watched(image="halves-tests", cmdline="run=crash_lock_form")
    machine.wait_for(READY)
    machine.type("dZ")
    heard = machine.wait_for("No command on key 'Z'")
    lines = heard.split("--- d: locks: ")[1].splitlines()[1:-1]
    head = "in thread", "softirq", "hardirq", "enough is", "lock", "initialised at"
    starts = [lines[0].index(name) for name in head]
    assert re.sub("  +", "  ", lines[0]) == "  ".join(head)
    rows = {}
    for line in lines[1:]:
        assert all(line[at - 1] == " " != line[at] for at in starts[1:]), line
        cells = [line[at:end].strip() for at, end in zip(starts, [*starts[1:], None])]
        assert re.fullmatch(r"[\w/]+\.[ch]:\d+", cells[5]), line
        forms = r"-|(lock|bh|irq|irqsave|try)( (bh|irq|irqsave|try))*"
        assert all(re.fullmatch(forms, cell) for cell in cells[:3]), line
        rows[cells[4]] = cells[:4]
    assert len(rows) == len(lines) - 1
    assert rows["count_lock"] == ["lock", "lock", "-", "spin_lock_bh"]
    assert rows["irq_desc.lock"][2:] == ["lock", "spin_lock_irqsave"]
    assert rows["jiffies_lock"] == ["-", "-", "lock", "spin_lock"]
    assert rows["workqueues_lock"] == ["lock", "-", "-", "mutex_lock"]
    assert rows["stack_lock"] == ["lock", "-", "-", "spin_lock"]


@pytest.mark.parametrize("lack", [
    pytest.param(("-machine", "isapc"), id="PCI"),
    pytest.param(("-machine", "pc,i8042=off"), id="keyboard controller"),
])
def test_machine_without(watched, lack):
    """A machine that lacks a device boots all the same and obeys."""
    machine = watched(edu=False, more=lack)
    machine.wait_for(READY)
    machine.type("pq")
    assert machine.end() == qemu.SUCCESS
