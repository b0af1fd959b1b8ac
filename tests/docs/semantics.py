#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""semantics.py - docs/semantics.md: which tests show which fact

A fact is an item of a list:

    - **S71** What is true, in words. (source)
      → [suite.case], [suite.case]
      *No test: why.*   or, when the tests leave something out:   *Not all of it: why.*

The line → and the links at the end of the page are written here, from the tests themselves: a test
shows the facts whose numbers it begins with, in the comment right above a KUnit case or in the
first line of a pytest function's docstring: "S72: the scheduled bit …", "S49, S77: in one pass …".

With --write the page is brought up to date; test_semantics.py fails while it is not.
"""

import ast
import re
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parent.parent.parent
PAGE = TOP / "docs/semantics.md"

HEAD = re.compile(r"((?:[SA]\d+, )*[SA]\d+): ")
NUMBER = re.compile(r"\b[SA]\d+\b")
ITEM = re.compile(r"^- \*\*([SA]\d+)\*\* .*\n(?:  .*\n)*", flags=re.M)
ARROW = re.compile(r"^  → .*\n(?:  \[.*\n)*", flags=re.M)
REASON = re.compile(r"^  \*(No test|Not all of it): ([^*]*)\*\n", flags=re.M)
LINKS = "<!-- links: written by tests/docs/semantics.py -->\n"


class Case(NamedTuple):
    name: str       # suite.case, or a function of pytest: what T= takes
    file: str       # in the tree
    words: str      # its first line

    def numbers(self):
        found = HEAD.match(self.words)
        return found[1].split(", ") if found else []


class Fact(NamedTuple):
    number: str
    text: str       # the whole item
    kind: str       # "No test", "Not all of it", or ""
    reason: str


def c_cases(text):
    """(suite, case, comment above the case) of a file of KUnit suites."""
    above = {name: " ".join(comment.replace("\n *", "\n").split()) for comment, name in re.findall(
        r"/\*((?:(?!\*/).)*)\*/\nstatic void (\w+)\(struct kunit \*test\)\n", text, flags=re.S)}
    arrays = dict(re.findall(r"struct kunit_case (\w+)\[\] = \{(.*?)\n\};", text, flags=re.S))
    for suite in re.findall(r"struct kunit_suite \w+ = \{(.*?)\n\};", text, flags=re.S):
        name = re.search(r'\.name = "(\w+)"', suite)[1]
        for case in re.findall(r"KUNIT_CASE\w*\((\w+)",
                               arrays[re.search(r"\.test_cases = (\w+)", suite)[1]]):
            yield name, case, above.get(case, "")


def tests():
    """Every test of the tree: KUnit cases by file, then functions of pytest."""
    found = []
    for path in sorted((TOP / "tests/kernel").glob("*.c")):
        found += [Case(f"{suite}.{case}", str(path.relative_to(TOP)), words)
                  for suite, case, words in c_cases(path.read_text(encoding="utf-8"))]
    for path in sorted((TOP / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                words = (ast.get_docstring(node) or "").partition("\n")[0]
                found.append(Case(node.name, str(path.relative_to(TOP)), words))
    return found


def facts(page):
    """Every fact of the page, in its order."""
    found = []
    for item in ITEM.finditer(page):
        reason = REASON.search(item[0])
        found.append(Fact(item[1], item[0], reason[1] if reason else "",
                          " ".join(reason[2].split()) if reason else ""))
    return found


def written(page, known):
    """The page as it should be, for these tests."""
    used = {}

    def renew(item):
        shown = [test for test in known if item[1] in test.numbers()]
        used.update({test.name: test.file for test in shown})
        text = ARROW.sub("", item[0])
        if not shown:
            return text
        links = " ".join(f"[{test.name}]," for test in shown).rstrip(",")
        arrow = textwrap.fill(f"→ {links}", 100, initial_indent="  ", subsequent_indent="  ",
                              break_long_words=False, break_on_hyphens=False) + "\n"
        reason = REASON.search(text)
        return text[:reason.start()] + arrow + text[reason.start():] if reason else text + arrow

    body = ITEM.sub(renew, page.partition(LINKS)[0])
    return body + LINKS + "".join(f"[{name}]: ../{used[name]}\n" for name in sorted(used))


def main(argv):
    if argv != ["--write"]:
        print(__doc__)
        return 0 if argv in ([], ["-h"], ["--help"]) else 64
    old = PAGE.read_text(encoding="utf-8")
    new = written(old, tests())
    if new != old:
        PAGE.write_text(new, encoding="utf-8")
        print(f"{PAGE.relative_to(TOP)}: rewritten")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
