# SPDX-License-Identifier: MIT
"""docs/article.md: every experiment and every test of the article is on the page, and its code."""

import re

import transcripts
from conftest import TOP
from semantics import c_cases

PAGE = TOP / "docs/article.md"
TEXT = PAGE.read_text(encoding="utf-8")
MODULE = (TOP / "tests/book/article/article.c").read_text(encoding="utf-8")
CASES = {f"{suite}.{case}" for suite, case, _ in c_cases(
    (TOP / "tests/kernel/article_test.c").read_text(encoding="utf-8"))}


def test_every_experiment_is_shown():
    """Each experiment of the module has its output on the page."""
    shown = {found[1] for block in transcripts.blocks(PAGE)
             if (found := re.search(r"claim=(\w+)$", block.command))}
    assert shown == set(re.findall(r"^\t\{ \"(\w+)\", try_", MODULE, flags=re.M))


def test_every_case_is_named():
    """Each case of the suite is named on the page, and nothing else in brackets."""
    assert set(re.findall(r"\[(article\.\w+)\]", TEXT)) == CASES


def test_six_places():
    """The six are there, each once, where the source says otherwise."""
    marks = re.findall(r"\*\*(A\d)\.\s+The\s+source\s+says\s+otherwise", TEXT)
    assert sorted(marks) == [f"A{n}" for n in range(1, 7)]


def test_code_is_the_module_s():
    """What the page shows as C is in the module, line by line."""
    for block in re.findall(r"^```c\n(.*?)^```$", TEXT, flags=re.M | re.S):
        assert block in MODULE, block
