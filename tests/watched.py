# SPDX-License-Identifier: MIT
"""watched.py - a machine that runs while a test types at it and looks at its screen."""

import contextlib
import json
import os
import re
import select
import socket
import subprocess
import time

from tree import OUT

from halves import qemu

PATIENCE = 60           # host seconds until a test gives up: a far safety net
# On the host's clock the kernel tells, between any two lines, when the host has kept it waiting.
BUSY_HOST = re.compile(r"^\[ *\d+\.\d{6}\] watchdog: \d+ ticks lost: .*\n", re.MULTILINE)
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
                self.text = BUSY_HOST.sub("", self.text)
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

    def wait_for_screen(self, text, whole=False):
        """Look at the screen until a line of it holds @text, or is @text; return its lines."""
        end = time.monotonic() + PATIENCE
        while True:
            lines = self.screen()
            if any(text == line if whole else text in line for line in lines):
                return lines
            assert time.monotonic() < end, f"no {text!r} on the screen:\n" + "\n".join(lines)
            time.sleep(0.05)

    def end(self):
        """QEMU's verdict, once it has ended by itself."""
        return qemu.verdict(self.process.wait(PATIENCE))
