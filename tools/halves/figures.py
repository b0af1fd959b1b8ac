# SPDX-License-Identifier: MIT
"""figures.py - is a figure of `make bench` as good as it was, and as good as it should be?

Two tables say what a figure is held against. tools/targets.json, written by people, has the target
of each. tools/reached.json, written by `tools/bench --record`, has what this tree has reached, for
each compiler, with the versions of compiler and QEMU and the HZ: where all are the same, figures
repeat to the instruction. And it has a sentence for each figure that is over its target or was
allowed to get worse: why.

Callers: tools/bench, tests.
"""

import json
import os
from typing import NamedTuple

RECORD = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "reached.json")
HERE, ELSEWHERE = 1.02, 1.25    # how much worse a figure may be: same versions, others


class Figure(NamedTuple):
    """One line of the table."""
    key: str
    items: str              # how many are pending, "256"; "" where nothing is
    ours: float
    target: float           # or None
    linux: float            # or None
    unit: str
    higher: bool            # the higher the better

    @property
    def name(self):
        return f"{self.key} ({self.items})" if self.items else self.key

    def worse(self, than):
        """Ours to another: above 1 ours is worse. None: there is nothing to compare."""
        if not than or not self.ours:
            return None
        return than / self.ours if self.higher else self.ours / than

    @property
    def ratio(self):
        return self.worse(self.target)


class Known(NamedTuple):
    """What is recorded for one compiler."""
    versions: dict          # {"compiler": "gcc 12", "qemu": "7.2", "hz": "1000"}
    figures: dict           # {name of a figure: number}
    why: dict               # {key: sentence}


def load(compiler, path):
    """What is recorded for "gcc" or "clang"; nothing, if there is nothing."""
    try:
        with open(path, encoding="utf-8") as file:
            return Known(**json.load(file)[compiler])
    except (OSError, KeyError):
        return Known({}, {}, {})


def save(compiler, known, path):
    """Put it in the place of what is recorded for this compiler."""
    table = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            table = json.load(file)
    table[compiler] = known._asdict()
    with open(path, "w", encoding="utf-8") as file:
        json.dump(table, file, indent=1, sort_keys=True)
        file.write("\n")


def judge(figures, known, versions):
    """(what is wrong, names of what is better than recorded by as much as it may not be worse)."""
    same = versions == known.versions
    limit = HERE if same else ELSEWHERE
    wrong, better = [], []
    for figure in figures:
        worse = figure.worse(known.figures.get(figure.name))
        if worse and worse > limit:
            wrong.append(f"{figure.name}: {figure.ours:g}, but this tree had reached "
                         f"{known.figures[figure.name]:g}: {100 * (worse - 1):.1f} % worse")
        elif figure.ratio and figure.ratio > (1 if same else limit) and figure.key not in known.why:
            wrong.append(f"{figure.name}: {figure.ours:g} is over its target {figure.target:g}, "
                         "and nothing says why")
        elif worse and 1 / worse > limit:
            better.append(figure.name)
    gone = known.figures.keys() - {figure.name for figure in figures}
    wrong += [f"{name}: was measured when the figures were recorded" for name in sorted(gone)]
    return wrong, better


def in_need_of_why(figures, known):
    """The figures that are worse than recorded, or over their target without a sentence."""
    return [figure for figure in figures
            if (figure.worse(known.figures.get(figure.name)) or 0) > 1
            or (figure.ratio or 0) > 1 and figure.key not in known.why]


def renewed(figures, known, versions, why):
    """What to record now. A sentence stays as long as its figure is over the target."""
    over = {figure.key for figure in figures if (figure.ratio or 0) > 1}
    sentences = {key: text for key, text in known.why.items() if key in over}
    sentences.update({figure.key: why for figure in in_need_of_why(figures, known)})
    return Known(versions, {figure.name: figure.ours for figure in figures}, sentences)


# What a processor has of its own. The memory is everybody's; the boot starts all of them; and the
# two processes of a pipe run on two where there are two.
PER_CPU = ("irq_", "softirq_", "tasklet_", "work_", "timer_", "switch_", "throughput_", "syscall_")
MANY_LIMIT = 1.03   # the other processors' ticks come in between


def dearer_with_many(figures, many):
    """Which figures cost more when there are further processors that do nothing."""
    wrong = []
    for figure in figures:
        other = many.get(figure.name)
        worse = other and figure.key.startswith(PER_CPU) and \
            figure._replace(ours=other).worse(figure.ours)
        if worse and worse > MANY_LIMIT:
            wrong.append(f"{figure.name}: {other:g}, with one {figure.ours:g}")
    return wrong


def one_more(figures, key):
    """What each further item costs, from each number pending to the next; flat: all the same.

    The cost of an item with K pending holds its part of what happens once for all K; this does not,
    for that is in both of the totals which are subtracted.
    """
    totals = sorted((int(figure.items), figure.ours * int(figure.items))
                    for figure in figures if figure.key == key)
    return [(more - less) / (after - before)
            for (before, less), (after, more) in zip(totals, totals[1:])]
