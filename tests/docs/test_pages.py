# SPDX-License-Identifier: MIT
"""README and docs/: what they point to exists, what they show as output is what a run prints."""

import functools
import re
import shutil
import subprocess

import pytest
import transcripts
from conftest import OUT, TOP

from halves import labs
from halves.elf import Elf

PAGES = transcripts.pages()
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.M | re.S)

pytestmark = pytest.mark.xdist_group("pages")   # the runs are made once for all of them


def name(page):
    return str(page.relative_to(TOP))


def text_of(page):
    return page.read_text(encoding="utf-8")


def every_page(function):
    return pytest.mark.parametrize("page", PAGES, ids=name)(function)


@functools.lru_cache(maxsize=None)
def tracked():
    """Every file of the tree; None where git does not know (an unpacked archive)."""
    done = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=False)
    return done.stdout.split() if done.returncode == 0 and done.stdout else None


def folders(depth):
    """The tree's folders at this depth, as git knows them."""
    if tracked() is None:
        pytest.skip("not a git tree")
    parts = [path.split("/") for path in tracked() if not path.startswith(".")]
    return {"/".join(part[:depth]) for part in parts if len(part) > depth}


# ---------------------------------------------------------------------------- links and paths

def anchors(page):
    """What GitHub makes of the headings."""
    titles = re.findall(r"^#+ (.*)$", FENCE.sub("", text_of(page)), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@every_page
def test_links(page):
    """Each relative link leads to a file, and to a heading in it."""
    wrong = []
    for link in re.findall(r"\[[^\]]*\]\(([^)]*)\)", FENCE.sub("", text_of(page))):
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or anchor and anchor not in anchors(target):
            wrong.append(link)
    assert not wrong


@every_page
def test_paths(page):
    """Each path of the tree that the text names in `code` exists."""
    named = re.findall(r"`([A-Za-z_.\-][\w.\-]*(?:/[\w.\-]*)+)`", FENCE.sub("", text_of(page)))
    tops = {top.name for top in TOP.iterdir()}
    students = {place for folder in labs.folders() for place in labs.load(folder).files.values()}
    assert not [path for path in named if path.split("/")[0] in tops and path not in students
                and not (TOP / path).exists()]


def test_index():
    """docs/README.md links every page of docs/."""
    links = set(re.findall(r"\]\(([^)#]*)", text_of(TOP / "docs/README.md")))
    there = {str(page.relative_to(TOP / "docs")) for page in PAGES if TOP / "docs" in page.parents}
    assert there - links - {"README.md"} == set()


# ---------------------------------------------------------------------------- the map

def test_map():
    """The map's paths exist; no top-level folder, no room of kernel/ or arch/x86/ is left out."""
    readme = text_of(TOP / "README.md")
    block = re.search(r"^## Map\n+```text\n(.*?)^```$", readme, flags=re.M | re.S)
    mapped, top = set(), ""
    for line in block[1].splitlines():
        indent, path = re.match(r"( *)(\S+)  +\S", line).groups()
        top = "" if not indent else top
        mapped.add((top + path).rstrip("/"))
        assert (TOP / (top + path)).exists(), line
        assert path.endswith("/") == (TOP / (top + path)).is_dir(), line
        top = path if not indent else top
    rooms = {path for path in folders(2) if path.startswith("kernel/")}
    rooms |= {path for path in folders(3) if path.startswith("arch/x86/")}
    assert (folders(1) | rooms) - mapped - {"arch"} == set()


# ---------------------------------------------------------------------------- commands

def makefile():
    """(goals, variables) of the Makefile."""
    text = text_of(TOP / "Makefile")
    return (set(re.findall(r"^([a-z]+):.*## ", text, flags=re.M)),
            set(re.findall(r"^## ([A-Z]+)=", text, flags=re.M)))


def commands(page):
    """Each command of the page: lines of ```sh blocks, and `make …` in the text."""
    for language, block in FENCE.findall(text_of(page)):
        if language == "sh":
            yield from (line.split("  #")[0].strip() for line in block.splitlines() if line.strip())
    yield from re.findall(r"`(g?make [^`]*)`", FENCE.sub("", text_of(page)))


@every_page
def test_commands(page):
    """Each command is there: goal and variables of the Makefile, file of the tree, or program."""
    goals, variables = makefile()
    wrong = []
    for command in commands(page):
        program, *words = re.findall(r'(?:[^\s"]|"[^"]*")+', command)
        if program in ("make", "gmake"):
            wrong += [f"{command}: {word}" for word in words
                      if word.split("=")[0] not in (variables if "=" in word else goals)]
        elif not (TOP / program).exists() and not shutil.which(program):
            wrong.append(command)
        elif program.startswith("python") and not (TOP / words[0]).exists():
            wrong.append(command)
    assert not wrong


@every_page
def test_kernel_command_lines(page):
    """What a page has one type after CMDLINE= are words that the kernel knows."""
    programs = Elf(OUT / "halves-tests.elf").programs()
    sources = "\n".join(path.read_text() for room in ("kernel", "tests/kernel", "arch")
                        for path in (TOP / room).rglob("*.c"))
    for line in re.findall(r'CMDLINE="([^"]*)"', text_of(page)):
        for word in line.split():
            key, _, value = word.partition("=")
            if key == "run":
                assert set(value.split(",")) <= programs, word
            else:
                assert re.search(rf"(module|core)_param\({key.split('.')[-1]}, ", sources), word


# ---------------------------------------------------------------------------- output

@functools.lru_cache(maxsize=None)
def printed(command):
    return transcripts.run(command, str(OUT))


BLOCKS = [block for page in PAGES for block in transcripts.blocks(page)]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: f"{name(b.page)}: {b.command}")
def test_output(block):
    """A block that is marked as from a run is from a run; to the digit where the versions agree."""
    if block.command.startswith(transcripts.PATH) and not shutil.which("gdb"):
        pytest.skip("no gdb: make setup")
    lines = printed(block.command)
    exact = transcripts.versions(lines) == block.versions
    if transcripts.compilers_choice(block.command) and not exact:
        pytest.skip("which functions there are is the compiler's choice")
    exact = exact and not transcripts.RACE.match(block.command)
    line = transcripts.missing(block, lines, exact)
    if line is not None:
        why = "with these figures" if exact else "of this shape"
        pytest.fail(f"{name(block.page)}: `{block.command}` prints no line {why} there:\n{line}\n"
                    "look at what has changed; then: python3 tests/docs/transcripts.py --write",
                    pytrace=False)


def test_every_block_says_where_it_is_from():
    """Blocks of output carry the mark of their command; README's table is there."""
    assert {block.command for block in BLOCKS} >= {
        "make compare", "make run, then echo h > /proc/sysrq-trigger"}
    for page in PAGES:
        unmarked = transcripts.BLOCK.sub("", text_of(page))
        for language, block in FENCE.findall(unmarked):
            assert language, f"{name(page)}: a block without a language: {block[:60]}"
            assert not re.search(r"^\[ *\d+\.\d+\] |^mechanism ", block, flags=re.M), \
                f"{name(page)}: output without its command: {block[:60]}"


def test_sentences_about_the_table():
    """What README says of the figures in words is true of the figures."""
    text = text_of(TOP / "README.md")
    block = next(b for b in transcripts.blocks(TOP / "README.md") if b.command == "make compare")
    rows = {row[0]: row for row in map(str.split, block.lines)
            if len(row) == 11 and row[4].isdigit()}
    assert len(rows) == 8
    late = int(re.search(r"came up to (\d+) µs late", " ".join(text.split()))[1])
    assert abs(late - int(rows["hardirq"][8]) / 1000) < 1.5
    done = {mechanism: int(row[7]) for mechanism, row in rows.items()}
    assert min(done, key=done.get) == "hardirq"
    for mechanism, row in rows.items():
        in_thread = row[1] == "process"
        assert mechanism == "hardirq" or int(row[9]) < 1000
        assert (row[3] == "yes") == in_thread
        assert (float(row[10]) >= 1.9) == in_thread
    threads = [int(row[6]) for row in rows.values() if row[1] == "process"]
    others = [int(row[6]) for row in rows.values() if row[1] == "softirq"]
    assert min(threads) > max(others)
