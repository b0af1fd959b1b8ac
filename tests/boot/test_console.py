# SPDX-License-Identifier: MIT
"""The console from outside: keys at serial line and keyboard, text on serial line and screen."""

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time

import pytest

from watched import COLUMNS, PATIENCE, ROWS

from halves import qemu

READY = "Ready: press a key"


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
    end = time.monotonic() + PATIENCE
    while select.select([], [reading], [], 0)[1] and time.monotonic() < end:
        os.write(typing, b"h")  # until all pages of the pipe are taken
        time.sleep(0.01)
    os.write(typing, b"h" * 64)  # more than the last page, the port and its ring hold
    while struct.unpack("i", fcntl.ioctl(typing, termios.FIONREAD, b"\0" * 4))[0] and \
            time.monotonic() < end:
        time.sleep(0.01)
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
