# SPDX-License-Identifier: MIT
"""docs/semantics.md: every fact has a test or a reason, and the page says what the tests say."""

import re

import pytest
import semantics
from conftest import TOP
from semantics import NUMBER, Case
from test_kunit import suites

REASONS = ("needs a second processor", "needs user mode", "another version of Linux",
           "a mechanism that is not here yet")
NUMBERS = [f"S{n}" for n in range(1, 126)] + [f"A{n}" for n in range(1, 7)]
WRITE = "python3 tests/docs/semantics.py --write"

pytestmark = pytest.mark.xdist_group("list")    # the boot that lists the cases


def page():
    return semantics.PAGE.read_text(encoding="utf-8")


def problems(facts, known):
    """What is wrong between these facts and these tests, in words."""
    shown = {number for test in known for number in test.numbers()}
    for fact in facts:
        if fact.number not in shown and fact.kind != "No test":
            yield f"{fact.number} has no test: write one, or say on the page why there is none"
        if fact.number in shown and fact.kind == "No test":
            yield f"{fact.number} has a test meanwhile: take its reason off the page"
        if fact.kind and not fact.reason.startswith(REASONS):
            yield f"{fact.number}: '{fact.reason}' is none of the reasons {', '.join(REASONS)}"
        if fact.number.startswith("A") and fact.kind:
            yield f"{fact.number} is about the article: it can be shown whole"
    for test in known:
        for number in NUMBER.findall(test.words):
            if number not in test.numbers():
                yield f"{test.name}: {number} must stand in front, as in 'S1, S2: what is shown'"
            elif number not in {fact.number for fact in facts}:
                yield f"{test.name} shows {number}, which the page does not have"


def test_every_fact_is_shown():
    """Each fact has a test, or a reason that still holds; each number of a test is a fact."""
    wrong = list(problems(semantics.facts(page()), semantics.tests()))
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("item, words, found", [
    ("- **S1** True. (x.c)\n", "S1: true", ""),
    ("- **S1** True. (x.c)\n", "true", "has no test"),
    ("- **S1** True. (x.c)\n  *No test: needs a second\n  processor.*\n", "true", ""),
    ("- **S1** True. (x.c)\n  *No test: needs a second processor.*\n", "S1: true", "meanwhile"),
    ("- **S1** True. (x.c)\n  *Not all of it: needs user mode: all.*\n", "S1: true", ""),
    ("- **S1** True. (x.c)\n  *Not all of it: needs user mode: all.*\n", "true", "has no test"),
    ("- **S1** True. (x.c)\n  *No test: too hard.*\n", "true", "none of the reasons"),
    ("- **S1** True. (x.c)\n", "S1, S2: true", "does not have"),
    ("- **S1** True. (x.c)\n", "True: S1", "in front"),
    ("- **A1** True. (x.c)\n  *No test: needs user mode.*\n", "true", "shown whole"),
])
def test_what_is_wrong_is_found(item, words, found):
    """Each kind of mistake between page and tests is told, and nothing else."""
    told = list(problems(semantics.facts(item), [Case("a.b", "a.c", words)]))
    assert found in "".join(told) and bool(told) == bool(found)


def test_all_facts_are_there():
    """Each number stands on the page once, in order."""
    assert [fact.number for fact in semantics.facts(page())] == NUMBERS


def test_page_is_as_written():
    """The tests behind each arrow are those that say so."""
    assert page() == semantics.written(page(), semantics.tests()), WRITE


def test_cases_are_in_the_image():
    """Each case that the page links is one that the tests' image lists; T= names one, too."""
    cases = {f"{suite}.{case}" for suite, names in suites()[0].items() for case in names}
    linked = {name for name in re.findall(r"^\[(.*)\]: \S", page(), flags=re.M)
              if not name.startswith("test_")}
    assert linked - cases == set()
    assert linked, WRITE
    assert set(re.findall(r"\bT=([\w.]+)", page())) <= cases


def test_differences_are_said():
    """Each file that the table of differences names has the number in it."""
    rows = re.findall(r"^\| (S\d+) \|.*\| ([^|]*) \|$", page(), flags=re.M)
    assert rows
    for number, where in rows:
        paths = re.findall(r"\]\(\.\./([^)]*)\)", where)
        assert paths, f"{number}: which header says it?"
        for path in paths:
            assert number in NUMBER.findall((TOP / path).read_text(encoding="utf-8")), \
                f"{path} does not name {number}"
