# SPDX-License-Identifier: MIT
"""docs/read.md tells the way from an interrupt to read(): stop at each of its functions, in order.

A row of its table is a station: a function, the file that it is defined in, the thread that is
current there ("anyone": no matter which; "writer": not the reader), and the preempt count.
"""

import json
import os
import re
import shutil
import subprocess
from typing import NamedTuple

import pytest
from conftest import OUT, TOP

from halves import qemu

PAGE = TOP / "docs/read.md"
TIMEOUT = 120
READER = "caller"


class Station(NamedTuple):
    function: str
    file: str
    thread: str
    count: int


def stations():
    rows = re.findall(r"^\| *\d+ *\| `(\w+)` \| `([\w./]+)` \| (\w+) \| `(\w+)` \|$",
                      PAGE.read_text(encoding="utf-8"), flags=re.M)
    return [Station(function, file, thread, int(count, 16))
            for function, file, thread, count in rows]


def test_stations_are_explained():
    """The table has stations; below it there is an item for each, in order, that names it."""
    items = re.findall(r"^(\d+)\. (.*(?:\n {2,}.*)*)", PAGE.read_text(encoding="utf-8"), flags=re.M)
    assert [int(number) for number, _ in items] == list(range(1, len(stations()) + 1))
    for station, (number, text) in zip(stations(), items):
        assert f"`{station.function}`" in text, f"{number}: {station.function}"


def test_each_function_is_defined_in_the_file_named():
    for station in stations():
        text = (TOP / station.file).read_text(encoding="utf-8")
        assert re.search(rf"^(?![#\s/*])[^;=\n]*\b{station.function}\([^;]*?\)\n{{", text,
                         flags=re.M), f"{station.function}: not defined in {station.file}"


@pytest.mark.skipif(not shutil.which("gdb"), reason="no gdb: make setup")
def test_order_and_context(tmp_path):
    """After each station the next one is reached, by the thread and in the context named."""
    cmdline = re.search(r'^make run CMDLINE="([^"]*)"', PAGE.read_text(encoding="utf-8"),
                        flags=re.M)[1]
    image, out = str(OUT / "halves-tests.elf"), tmp_path / "read.json"
    box = qemu.Machine(kernel=image, serial="null", more=("-S", "-gdb", "stdio"), cmdline=cmdline)
    done = subprocess.run(
        ["gdb", "-q", "-nx", "-batch", image, "-x", TOP / "tools/gdb/halves.py",
         "-x", TOP / "tests/docs/read_path.py"],
        env={**os.environ, "READ_QEMU": f"exec {box.shell()}", "READ_OUT": str(out),
             "READ_FUNCTIONS": " ".join(station.function for station in stations())},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert out.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    wrong = []
    for told, (function, thread, count) in zip(stations(), json.loads(out.read_text())):
        right = told.thread == "anyone" or (thread == READER) == (told.thread == READER)
        if (function, count) != (told.function, told.count) or not right:
            wrong.append(f"{told}: {function} in {thread}, count {count:08x}")
    assert not wrong, "\n".join(wrong)
