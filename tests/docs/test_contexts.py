# SPDX-License-Identifier: MIT
"""docs/contexts.md: what its table says of a function, its comment and its checks say too."""

import re

import pytest
from conftest import TOP

from halves import kerneldoc

PAGE = TOP / "docs/contexts.md"
ROW = re.compile(r"^\| ([a-z' ]+) \|([^|]*)\|([^|]*)\|([^|]*)\|$", flags=re.M)


def table():
    """(function, column) of each cell."""
    for row in ROW.findall(PAGE.read_text(encoding="utf-8")):
        for column, cell in zip(("process", "thread", "any"), row[1:]):
            yield from ((name, column) for name in re.findall(r"`(\w+)\(\)`", cell))


@pytest.fixture(scope="module", name="reference")
def parsed():
    return kerneldoc.Reference(TOP)


def says(reference, name):
    """What a function's comment and checks say of its context."""
    item = reference.by_name[name]
    words, _ = reference.context(item)
    called = re.match(r"(\w+)\(", item.stands_for)
    checks = " ".join(item.asserts)
    if called and called[1] in reference.by_name:
        checks += " ".join(reference.by_name[called[1]].asserts)
    return words, checks


def test_all_functions_are_there():
    """The table is not empty, and has no function twice."""
    names = [name for name, _ in table()]
    assert len(names) > 50 and len(set(names)) == len(names)


@pytest.mark.parametrize("name, column", table(), ids=lambda value: value)
def test_context(reference, name, column):
    """The column is what the function says of itself, and its checks do not say otherwise."""
    words, checks = says(reference, name)
    if column == "process":
        assert "might_sleep" in checks or "process" in words, (words, checks)
    elif column == "thread":
        assert "might_spin" in checks or "thread" in words, (words, checks)
    else:
        assert "might_sleep" not in checks and "might_spin" not in checks, checks
        assert not words or re.search(r"\bany\b|^as noted", words), words
