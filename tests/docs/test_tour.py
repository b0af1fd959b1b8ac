# SPDX-License-Identifier: MIT
"""docs/tour.md tells what happens in one interrupt: walk it, instruction by instruction.

The tour's tables are read as they stand. A section that begins with <!-- walk: a, b --> is part of
the walks of these mechanisms of the comparison; a row is a station: a function that is entered
(or, as "back in `f`", returned to), the file it is defined in, who called it, and what is true at
its first instruction: preempt count, interrupts, locks held.
"""

import functools
import json
import os
import re
import shutil
import subprocess
import tempfile
from typing import NamedTuple

import pytest
from conftest import OUT, TOP

from halves import qemu
from halves.elf import Elf

TOUR = TOP / "docs/tour.md"
MECHANISMS = ("tasklet", "work_events")
TIMEOUT = 120

pytestmark = pytest.mark.xdist_group("tour")    # one walk for all of them


class Station(NamedTuple):
    number: int
    function: str
    back: bool          # returned to, not entered
    file: str
    caller: str         # "" for the first
    count: int
    irqs_on: bool
    locks: frozenset


class Section(NamedTuple):
    title: str
    walks: tuple
    prose: str
    stations: list


def code(cell):
    """The text of a cell without its backticks."""
    return cell.replace("`", "").strip()


def station(row):
    number, function, file, caller, count, irqs, locks = row
    back = function.startswith("back in ")
    assert irqs in ("on", "off"), row
    return Station(int(number), code(function.removeprefix("back in ")), back, code(file),
                   code(caller).replace("–", ""), int(code(count), 16), irqs == "on",
                   frozenset(code(locks).replace("none", "").split(", ")) - {""})


@functools.lru_cache(maxsize=None)
def sections():
    """The tour's sections that are walked."""
    found = []
    for part in re.split(r"^## ", TOUR.read_text(), flags=re.M)[1:]:
        marks = re.search(r"^<!-- walk: (.*) -->$", part, flags=re.M)
        rows = [[cell.strip() for cell in line.strip("|\n ").split("|")]
                for line in part.splitlines() if re.match(r"\| *\d+ *\|", line)]
        assert bool(rows) == bool(marks), f"{part.splitlines()[0]}: stations without a walk?"
        if marks:
            prose = "\n".join(line for line in part.splitlines() if not line.startswith("|"))
            found.append(Section(part.splitlines()[0], tuple(marks[1].split(", ")), prose,
                                 [station(row) for row in rows]))
    return found


def stations(mechanism):
    return [s for section in sections() if mechanism in section.walks for s in section.stations]


# ---------------------------------------------------------------------------- the walk

class Event(NamedTuple):
    """A function is entered, or returned to."""
    function: str
    back: bool
    callers: frozenset      # what the instruction before belongs to, inlined functions included
    states: frozenset       # what was true: (count, irqs on, locks); of an inlined one, all along


class Step(NamedTuple):
    """What is true before one instruction (tests/docs/walk.py)."""
    address: int
    sp: int
    irqs_on: bool
    count: int
    locks: list
    inlined: list


def state(step):
    return step.count, step.irqs_on, frozenset(step.locks)


class Symbols:
    """Which function's code an address is in."""

    def __init__(self, image):
        self.functions = Elf(image).functions()

    def at(self, address):
        """(name, its first address); of what the compiler split off, the name that it had."""
        low, high = 0, len(self.functions)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.functions[middle][0] <= address else (low, middle)
        start, name = self.functions[low]
        return name.split(".")[0], start


def events(steps, symbols):
    """What happened, from the steps of one walk."""
    found, before, last = [], frozenset(), None
    inlined = {}            # {function: {(inlined function, its block): index in found}}, this call
    jumped = {}             # {function: who left by a jump to it, so that it returns for them, too}
    last_sp = 0
    for step in steps:
        function, start = symbols.at(step.address)
        names = [tuple(name) for name in step.inlined]
        outer = function
        if step.address == start or function == "entry_stubs" != last:
            inlined[function] = {}
            jumped[function] = before | jumped.get(last, frozenset()) if step.sp >= last_sp \
                else frozenset()
            if last != function:
                found.append(Event(function, False, before, frozenset([state(step)])))
        elif last != function:
            callers = before | jumped.get(last, frozenset())
            for name, block in [(function, start), *names]:
                inlined.setdefault(function, {})[name, block] = len(found)
                found.append(Event(name, True, callers, frozenset([state(step)])))
        mine = inlined.setdefault(function, {})
        for name, block in names:
            if (name, block) not in mine and name != outer:
                mine[name, block] = len(found)
                found.append(Event(name, False, before | {outer}, frozenset()))
            if (name, block) in mine:
                event = found[mine[name, block]]
                found[mine[name, block]] = event._replace(states=event.states | {state(step)})
            outer = name
        before, last = frozenset([function, *(name for name, _ in names)]), function
        last_sp = step.sp
    return found


@functools.lru_cache(maxsize=None)
def walks():
    """{mechanism: [Event…]} of one boot under the recipe, with GDB."""
    image = OUT / "halves.elf"
    box = qemu.Machine(kernel=str(image), serial="null", more=("-S", "-gdb", "stdio"),
                       cmdline="run=compare compare.count=1 compare.work_us=0 poweroff")
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "walk.json")
        done = subprocess.run(
            ["gdb", "-q", "-nx", "-batch", str(image), "-x", TOP / "tools/gdb/halves.py",
             "-x", TOP / "tests/docs/walk.py"],
            env={**os.environ, "WALK_QEMU": f"exec {box.shell()}", "WALK_OUT": out,
                 "WALK_MECHANISMS": " ".join(MECHANISMS)},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT, check=False)
        if not os.path.exists(out):
            pytest.fail("GDB did not end the walk:\n" + done.stdout[-2000:] + done.stderr[-2000:])
        with open(out, encoding="utf-8") as file:
            walked = json.load(file)
    symbols = Symbols(image)
    return {mechanism: events([Step(*step) for step in steps], symbols)
            for mechanism, steps in walked.items()}


needs_gdb = pytest.mark.skipif(not shutil.which("gdb"), reason="no gdb: make setup")


# ---------------------------------------------------------------------------- the text

def test_numbers():
    """The stations are numbered 1, 2, 3…"""
    numbers = [s.number for section in sections() for s in section.stations]
    assert numbers == list(range(1, len(numbers) + 1))


def test_each_function_is_defined_in_the_file_named():
    """A station's file has the definition of its function."""
    wrong = []
    for each in {(s.function, s.file) for section in sections() for s in section.stations}:
        function, file = each
        text = (TOP / file).read_text()
        if file.endswith(".asm"):
            there = re.search(rf"^{function}:", text, flags=re.M)
        else:
            there = re.search(rf"^(?![#\s/*])[^;=\n]*\b{function}\([^;]*?\)\n{{", text, flags=re.M)
        if not there:
            wrong.append(f"{function}: not defined in {file}")
    assert not wrong, "\n".join(wrong)


def test_prose_names_each_station():
    """Each section's prose names its functions in the order of its table."""
    for section in sections():
        at = 0
        for each in section.stations:
            found = section.prose.find(f"`{each.function}`", at)
            assert found >= 0, f"{section.title}: {each.function} is not named, or too early"
            at = found


def test_drawing_shows_stations_only():
    """What the drawing names is a station, and every mechanism's last handler is in it."""
    drawing = re.search(r"^```text\n(.*?)^```", TOUR.read_text(), flags=re.M | re.S)[1]
    drawn = set(re.findall(r"\b[a-zA-Z0-9]*_[a-zA-Z0-9_]+\b|\bdo_IRQ\b", drawing))
    names = {s.function for section in sections() for s in section.stations}
    assert drawn - names == set()
    assert {"tasklet_body", "work_body", "do_IRQ"} <= drawn


@needs_gdb
def test_gdb():
    """The commands for GDB work, and bt shows the stations that the tour says it shows."""
    text = re.search(r"^## Stop there yourself\n(.*?)^## ", TOUR.read_text(), flags=re.M | re.S)[1]
    lines = re.search(r"^```gdb\n(.*?)^```", text, flags=re.M | re.S)[1].splitlines()
    image = str(OUT / "halves.elf")
    box = qemu.Machine(kernel=image, serial="null", more=("-S", "-gdb", "stdio"),
                       cmdline=re.search(r'make debug CMDLINE="([^"]*)"', text)[1])
    commands = ["set pagination off", "set remotetimeout 60",
                f"target remote | exec {box.shell()}", *lines, "kill"]
    done = subprocess.run(["gdb", "-q", "-nx", "-batch", image, "-x", TOP / "tools/gdb/halves.py",
                           *(word for line in commands for word in ("-ex", line))],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=TIMEOUT, check=False)
    said = done.stdout + done.stderr
    assert not re.search(r"Undefined|No symbol|Python Exception|not defined", said), said
    assert re.search(r"^context: +hardirq", said, flags=re.M), said
    numbers = [int(n) for n in re.findall(r"\d+", re.search(r"stations ([\d, and]+),", text)[1])]
    told = [s.function for n in numbers for section in sections() for s in section.stations
            if s.number == n]
    frames = re.findall(r"^#\d+ +(?:0x[0-9a-f]+ in )?(\w+) \(", said, flags=re.M)
    # __f, inlined: what f and its twin that the event log hears of are made of.
    frames = [f for f, outer in zip(frames, [*frames[1:], ""]) if f != "__" + outer]
    assert frames[:len(told)] == told, said


# ---------------------------------------------------------------------------- text against walk

@needs_gdb
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_order(mechanism):
    """The tour's functions are entered in exactly the tour's order, none twice, none left out."""
    told = [s.function for s in stations(mechanism) if not s.back]
    names = {s.function for s in stations(mechanism)}
    seen = [e.function for e in walks()[mechanism] if not e.back and e.function in names]
    assert seen == told


@needs_gdb
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_callers_and_state(mechanism):
    """Each station is reached from the function named, with the count, flag and locks named."""
    happened, wrong, at = walks()[mechanism], [], 0
    for each in stations(mechanism):
        found = next((n for n in range(at, len(happened)) if (each.function, each.back) ==
                      (happened[n].function, happened[n].back)), None)
        if found is None:
            wrong.append(f"{each.number} {each.function}: not reached after the station before it")
            continue
        event, at = happened[found], found + 1
        if each.caller and each.caller not in event.callers:
            wrong.append(f"{each.number} {each.function}: the tour says from {each.caller}, the "
                         f"walk from {', '.join(sorted(event.callers))}")
        if (each.count, each.irqs_on, each.locks) not in event.states:
            count, irqs, locks = sorted(event.states, key=str)[0]
            wrong.append(f"{each.number} {each.function}: count {count:08x}, irqs "
                         f"{'on' if irqs else 'off'}, locks {', '.join(sorted(locks)) or 'none'}")
    assert not wrong, "\n".join(wrong)
