# SPDX-License-Identifier: MIT
"""The book: Sphinx has no complaint, no link is dead, and every function is in the reference."""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from conftest import TOP

from halves import kerneldoc

pytestmark = pytest.mark.xdist_group("book")    # it is made once for all of them
VOID = re.compile(r"[a-z]+:|//")


@pytest.fixture(scope="module", name="book")
def made(tmp_path_factory):
    """(folder of the book, what its making printed)"""
    if not shutil.which("dot") or subprocess.run(
            [sys.executable, "-c", "import sphinx, myst_parser"], capture_output=True,
            check=False).returncode:
        pytest.skip("no Sphinx with MyST, or no graphviz: make setup")
    out = tmp_path_factory.mktemp("book")
    done = subprocess.run([sys.executable, TOP / "tools/book", "--out", out], cwd=TOP, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout
    return out / "docs", done.stdout


class Page(HTMLParser):
    """What a page links to, and the places in it."""

    def __init__(self, path):
        super().__init__()
        self.links, self.places = [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.places.add(value)
            elif name in ("href", "src", "data") and value:
                self.links.append(value)


def test_no_warning(book):
    """It is made without a warning, in one line."""
    assert "WARNING" not in book[1] and len(book[1].splitlines()) == 1, book[1]


def test_links(book):
    """Each link within the book leads to a page, and to a place in it."""
    folder = book[0]
    pages = {path: Page(path) for path in folder.rglob("*.html")}
    assert len(pages) > 500
    dead = []
    for path, page in pages.items():
        for link in page.links:
            if VOID.match(link):
                continue
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                dead.append(f"{path.relative_to(folder)}: {link}")
            elif parts.fragment and target in pages and \
                    unquote(parts.fragment) not in pages[target].places:
                dead.append(f"{path.relative_to(folder)}: {link}")
    assert not dead, "\n".join(dead[:30])


def test_chapters(book):
    """Each page of docs/ is a chapter, each lab's handout too, and search finds them."""
    index = (book[0] / "searchindex.js").read_text(encoding="utf-8")
    for page in TOP.glob("docs/*.md"):
        name = "index" if page.name == "README.md" else page.stem
        assert f'"{name}"' in index, page.name
    for page in TOP.glob("labs/*/README.md"):
        assert f'"labs/{page.parent.name}"' in index, page
    for page in TOP.glob("labs/*/worksheets/*.md"):
        assert f'"labs/{page.parent.parent.name}/{page.stem}"' in index, page


# ---------------------------------------------------------------------------- the reference

@pytest.fixture(scope="module", name="reference")
def parsed():
    return kerneldoc.Reference(TOP)


def test_every_exported_function(reference):
    """What a module may call is in the reference."""
    sources = "\n".join((TOP / path).read_text(encoding="utf-8") for path in reference.files
                        if path.endswith(".c"))
    written = set(re.findall(r"^\w[\w\s*]*?\b(\w+)\([^;{}]*\)\s*\{", sources, flags=re.M))
    assert len(written & reference.exported) > 200
    assert sorted((written & reference.exported) - set(reference.by_name)) == []


def test_macro_of_one_file(reference):
    """pr_fmt, which some .c files define for themselves, is <linux/printk.h>'s in the reference."""
    assert reference.by_name["pr_fmt"].file.endswith("linux/printk.h")


@pytest.mark.parametrize("part", ["Context", "Locking"])
def test_every_function_says(reference, part):
    """Of each function the reference says where it may be called, and what of locks."""
    silent = [f"{item.file}: {item.name}" for _, items in reference.headers.values()
              for item in items if "(" in item.proto and not reference.said_of(item, part)[0]]
    assert not silent, "\n".join(silent)


def test_every_exported_function_has_a_sentence(reference):
    """What a module may call is described in words."""
    silent = [f"{item.file}: {name}" for name, item in reference.by_name.items()
              if name in reference.exported and
              not (item.words.summary or item.words.text or item.stands_for)]
    assert not silent, "\n".join(silent)


def test_every_error(reference):
    """A function that returns -EINVAL says so: each errno of its body is in its words."""
    silent = []
    for path in (path for path in reference.files if path.endswith(".c")):
        text = (TOP / path).read_text(encoding="utf-8")
        for start in re.finditer(r"^(?!static)\w[\w\s*]*?\b(\w+)\([^;{}]*\)\s*\{", text,
                                 flags=re.M):
            item = reference.by_name.get(start[1])
            if item:
                words = item.words
                said = " ".join((words.summary, words.text, *words.parts.values(),
                                 *(arg[1] for arg in words.args)))
                silent += [f"{path}: {start[1]} -{errno}" for errno in sorted(set(re.findall(
                    r"-(E[A-Z]{2,})\b(?! \?)", kerneldoc.body_of(text, start.end()))))
                    if errno not in said and errno != "ENOIOCTLCMD"]    # this one is the drivers'
    assert not silent, "\n".join(silent)


def test_every_kernel_doc_comment(reference):
    """Each /** comment of the kernel that names a function is in the reference."""
    lost = []
    for file in reference.files.values():
        text = (TOP / file.path).read_text(encoding="utf-8")
        for comment in re.findall(r"^/\*\*(.*?)\*/", text, flags=re.M | re.S):
            words = kerneldoc.words_of(comment)
            item = reference.by_name.get(words.name)
            if words.name and not (item and item.words.summary):
                lost.append(f"{file.path}: {words.name}")
    assert not lost


def test_entry():
    """A comment becomes summary, arguments, text and parts; a sentence with -E… is an error."""
    words = kerneldoc.words_of("""*
 * f - do a thing
 * @a: first,
 *     in ms
 * @b: second
 *
 * More of it.
 *
 * Return: 0; -EINVAL: no. Context: any.
 * Locking: takes X.
 """.replace("*\n", "\n", 1))
    assert words.name == "f" and words.summary == "do a thing" and words.text == "More of it."
    assert words.args == [["a", "first, in ms"], ["b", "second"]]
    assert words.parts == {"Return": "0; -EINVAL: no.", "Context": "any.", "Locking": "takes X."}
    assert kerneldoc.errors_of(words) == ["-EINVAL: no."]
