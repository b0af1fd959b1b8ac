# SPDX-License-Identifier: MIT
"""Worksheets ("Predict, then run"): the answers are what the machine does, the pages show the code
that runs, and a wrong prediction is told where it parts.
"""

import re

import pytest
from conftest import gcc_only
from test_labs import tool

from halves import labs, trace

SHEETS = [(folder, page.stem) for folder in labs.folders()
          for page in sorted((folder / "worksheets").glob("*.md"))]
each_sheet = pytest.mark.parametrize("folder, name", SHEETS,
                                     ids=[f"{folder.name}-{name}" for folder, name in SHEETS])


def squeezed(text):
    """Without blanks, so that only the words count."""
    return re.sub(r"\s+", " ", text).strip()


@each_sheet
def test_page(folder, name):
    """Each event of the experiment is in the table, and what is shown of the code is in it."""
    sheets = folder / "worksheets"
    page, code = (sheets / f"{name}.md").read_text(), (sheets / f"{name}.c").read_text()
    table = set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE))
    calls = re.findall(r"event\((.*)\);", code)
    assert table == {word for call in calls for word in re.findall(r'"([\w-]+)"', call)}
    shown = re.search(r"```c\n(.*?)```", page, re.DOTALL)[1]
    for piece in shown.split("\n\n"):
        assert squeezed(piece) in squeezed(code)
    assert f"`make predict LAB={int(folder.name[:2])} SHEET={name}.txt`" in page


@gcc_only
@each_sheet
def test_answer(folder, name):
    """The answer is what the machine does."""
    status, text = tool("predict", folder.name, folder / f"worksheets/answers/{name}.txt")
    assert status == 0, text
    assert text.endswith("As predicted.\n")


@gcc_only
def test_wrong(tmp_path):
    """A wrong prediction is shown beside the machine's, marked where they part."""
    sheet = tmp_path / "bh-off.txt"
    sheet.write_text("top-half, handler # at once\ninner-before-enable")
    status, text = tool("predict", "6", sheet)
    assert status == 1
    rows = [line.split() for line in text.splitlines()]
    assert ["1", "top-half", "top-half"] in rows
    assert "2 handler inner-before-enable <- here they part".split() in rows
    assert text.count("<-") == 1
    log = text.partition("Not as predicted: why? In the event log this led to it:\n")[2]
    events = [event.name for event in trace.read_text(log)[0]]
    assert events[0] == events[-1] == "tracing_mark_write"      # top-half … inner-before-enable
    assert events[1:-1] == ["softirq_raise", "irq_handler_exit"]


@pytest.mark.parametrize("words, told", [
    ((), "which lab?"), (("6", "no-such"), "no worksheet of that name; there are: bh-off, raise"),
    (("99",), "there is no such lab"), (("6", "/no/raise.txt"), "No such file")])
def test_usage(words, told):
    """What is wrong is told."""
    status, text = tool("predict", *words)
    assert status == 64
    assert told in text


def test_unknown_event(tmp_path):
    """A name that is no event is told, with the line and the names that there are."""
    sheet = tmp_path / "raise.txt"
    sheet.write_text("eight\n\nnine\n")
    status, text = tool("predict", "6", sheet)
    assert status == 64
    assert f"{sheet}:3: nine: no such event; there are: thread-before, " in text
