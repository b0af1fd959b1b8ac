# SPDX-License-Identifier: MIT
"""docs/locks.md: its tables are what the tests of the kernel run, and name tests that exist."""

import re

import semantics
from conftest import TOP

PAGE = TOP / "docs/locks.md"
FORMS = {"PLAIN": "spin_lock", "BH": "spin_lock_bh", "IRQSAVE": "spin_lock_irqsave"}
CASE = re.compile(r"\[(\w+\.\w+)\]")


def tables():
    """Each table as rows of cells."""
    text = PAGE.read_text(encoding="utf-8")
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.M):
        rows = [[cell.strip() for cell in line.strip("|").split("|")]
                for line in block.splitlines()]
        yield [rows[0], *rows[2:]]


def contexts(cell):
    """The contexts that a head names."""
    return re.sub(r"[*]", "", cell).split(", ")


def run_by_the_kernel():
    """{(who chooses a form, against whom): form}, from the cases of weakest_form_is_enough."""
    source = (TOP / "tests/kernel/lockdep_form_test.c").read_text(encoding="utf-8")
    return {(mine, other): FORMS[form] for other, mine, form in re.findall(
        r'\{ "([a-z ]+) and ([a-z ]+)", \w+, \w+, (\w+), \w+ \}', source)}


def test_forms_are_those_that_the_kernel_tried():
    """Each cell has the form that is the weakest enough in every pair of contexts that it is of."""
    matrix, wrong, compared = next(tables()), [], 0
    known = run_by_the_kernel()
    for row in matrix[1:]:
        for head, cell in zip(matrix[0][1:], row[1:]):
            form = re.match(r"`(\w+)`", cell)[1]
            for pair in ((a, b) for a in contexts(row[0]) for b in contexts(head)):
                compared += pair in known
                if known.get(pair, form) != form:
                    wrong.append(f"{pair[0]} against {pair[1]}: {form}, but {known[pair]}")
    assert not wrong
    assert compared == len(known) > 10


def test_each_cell_names_its_test():
    """Each cell that says a form, or whether two run at once, links a test that there is."""
    files = {test.name: test.file for test in semantics.tests()}
    text = PAGE.read_text(encoding="utf-8")
    links = dict(re.findall(r"^\[(\w+\.\w+)\]: \.\./(\S+)$", text, flags=re.M))
    used = set()
    for table in list(tables())[:2]:
        for row in table[1:]:
            for cell in row[1:]:
                found = CASE.findall(cell)
                assert found, f"{row[0]}: which test shows `{cell}`?"
                used.update(found)
    assert links == {name: files[name] for name in used}
