# SPDX-License-Identifier: MIT
"""docs/gdb.md: what it shows is what GDB says; what it names is there."""

import re

import pytest
import transcript
from conftest import OUT
from gdbsession import run_gdb

pytestmark = pytest.mark.xdist_group("gdb")

BLOCKS = transcript.blocks()


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_session(tmp_path, number):
    """Its commands work; its output is that of a run where the versions agree."""
    block = BLOCKS[number]
    turns, done = transcript.run(block, tmp_path)
    assert len(turns) == len(block.turns), \
        f"{block.turns[len(turns)][0]}: failed:\n{done.stdout}\n{done.stderr}"
    if block.versions == transcript.versions():
        wrong = list(transcript.differences(block, turns))
        if wrong:
            pytest.fail("\n\n".join([*wrong, "look at what has changed; then: "
                                     "python3 tests/gdb/transcript.py --write"]), pytrace=False)


def test_sessions_show_what_they_are_for():
    """A stack through an interrupt, threads, a step into an interrupt, and back in time."""
    shown = ["\n".join(line for _, lines in block.turns for line in lines) for block in BLOCKS]
    assert any("<interrupt: irq 10> ()" in text and "thread_start ()" in text for text in shown)
    assert any("ksoftirqd/0" in text and "QUEUED" in text for text in shown)
    assert any("entry_stubs ()" in text for text in shown)
    assert [block.kind for block in BLOCKS].count("replay") == 1


def test_table_has_every_command(tmp_path):
    """Each hv command, and no other, with its usage."""
    page = transcript.PAGE.read_text(encoding="utf-8")
    table = re.findall(r"^\| `(hv [^`]*)` \|", page, flags=re.M)
    listed = run_gdb(tmp_path, OUT / "halves.elf", "help hv\n").stdout
    usages = re.findall(r"^hv \w+ -- (hv [^:]*):", listed, flags=re.M)
    assert sorted(row.replace("\\|", "|") for row in table) == sorted(usages)
