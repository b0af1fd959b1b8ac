# SPDX-License-Identifier: MIT
"""rules.py - what every event log of a kernel that works obeys.

Callers: tools/trace --check, tests, graders: check(events, names) → [Violation…].

A rule is a function that takes the events in their order and yields Violations; RULES has them by
name, which is the function's. A log begins and ends somewhere: what had begun before, or is still
to come at the end, is no violation.
"""

import collections
from typing import NamedTuple


class Violation(NamedTuple):
    rule: str
    number: int     # of the event that cannot be
    text: str       # what was expected


# entry: (exit, where it runs): both are on one processor, a work's in one thread. A top half may be
# interrupted, but not by the same line.
SPANS = {
    "irq_handler_entry": ("irq_handler_exit", lambda e: ("irq", e.cpu, e.fields["irq"])),
    "softirq_entry": ("softirq_exit", lambda e: ("softirq", e.cpu)),
    "tasklet_entry": ("tasklet_exit", lambda e: ("tasklet", e.cpu)),
    "timer_expire_entry": ("timer_expire_exit", lambda e: ("timer", e.cpu)),
    "workqueue_execute_start": ("workqueue_execute_end", lambda e: ("work", e.pid)),
}
EXITS = {leave: (enter, place) for enter, (leave, place) in SPANS.items()}
OBJECT = ("irq", "vec", "tasklet", "timer", "work struct")


def what(event):
    """Which line, softirq, tasklet … an event is about."""
    return next((event.fields[key] for key in OBJECT if key in event.fields), None)


def each_entry_has_its_exit(events):
    """What has begun ends, before the next of its kind begins in the same place."""
    open_at, seen = {}, set()
    names = {event.name for event in events}
    for event in events:
        if event.name in SPANS and SPANS[event.name][0] in names:
            leave, place = SPANS[event.name]
            key = place(event)
            outer = open_at.get(key, [])
            if outer and event.name != "workqueue_execute_start":   # a flush in a handler (S110)
                yield Violation("", event.number, f"{leave} of {what(outer[-1])}, which began in "
                                                  f"#{outer[-1].number}, before another one")
                outer.clear()
            open_at.setdefault(key, []).append(event)
            seen.add(key)
        elif event.name in EXITS and EXITS[event.name][0] in names:
            enter, place = EXITS[event.name]
            key = place(event)
            outer = open_at.get(key, [])
            if outer and what(outer[-1]) == what(event):
                outer.pop()
            elif key in seen:
                yield Violation("", event.number, f"{enter} of {what(event)} before its exit")
            seen.add(key)


def no_softirq_in_a_softirq(events):
    """On one processor softirqs run one after the other, and never in a top half (S43)."""
    running = {}
    for event in events:
        if event.name == "softirq_entry":
            outer = running.get(event.cpu)
            if outer:
                yield Violation("", event.number, f"softirq {what(outer)}, which began in "
                                                  f"#{outer.number}, to end on cpu {event.cpu}")
            if event.flags[2] in "hH":
                yield Violation("", event.number, "no softirq inside a top half")
            running[event.cpu] = event
        elif event.name == "softirq_exit":
            running.pop(event.cpu, None)


def no_tasklet_twice_at_once(events):
    """A tasklet runs on one processor at a time (S74)."""
    running = {}
    for event in events:
        if event.name == "tasklet_entry":
            outer = running.get(what(event))
            if outer:
                yield Violation("", event.number, f"tasklet {what(event)} to end on cpu "
                                                  f"{outer.cpu}, where it began in #{outer.number}")
            running[what(event)] = event
        elif event.name == "tasklet_exit":
            running.pop(what(event), None)


RUNS = {"softirq_entry": "softirq_raise", "tasklet_entry": "tasklet_schedule",
        "workqueue_execute_start": "workqueue_queue_work", "timer_expire_entry": "timer_start"}


def each_run_has_its_raise(events):
    """What runs was raised or queued before, and one raise makes one run.

    A run of a softirq that nobody raised has no id. So have two of each on a processor whose raises
    are older than the log: one that waited, and one that came while it was about to run.
    """
    raised, ran, runs = {}, {}, collections.Counter()
    names = {event.name for event in events}
    for event in events:
        number = event.fields.get("id")
        if event.name == "softirq_entry" and "softirq_raise" in names:
            runs[what(event), event.cpu] += 1
            if not number and runs[what(event), event.cpu] > 2:
                yield Violation("", event.number, "a softirq_raise before it")
        if not number:
            continue
        if event.name in RUNS.values():
            raised.setdefault(number, event)
        elif event.name in RUNS and RUNS[event.name] in names:
            if number not in raised:
                yield Violation("", event.number, f"{RUNS[event.name]} with id={number} before it")
            if number in ran:
                yield Violation("", event.number,
                                f"one run of id={number}, and that was #{ran[number]}")
            ran[number] = event.number


def each_raise_has_its_run(events):
    """A softirq or tasklet that was raised runs before it can be raised anew; a softirq within 1 s.

    (A work may be cancelled, a timer deleted, a tasklet disabled for as long as one likes.)
    """
    names = {event.name for event in events}
    waiting = {}
    for event in events:
        kind = event.name.split("_")[0]
        if event.name in ("softirq_raise", "tasklet_schedule") and f"{kind}_entry" in names:
            key = (kind, what(event), event.cpu if kind == "softirq" else None)
            queue = waiting.setdefault(key, [])
            if event.fields["id"] and event.fields["id"] not in [e.fields["id"] for e in queue]:
                queue.append(event)
            # Of a softirq one may be about to run while the next is raised; of a tasklet none.
            if len(queue) > (2 if kind == "softirq" else 1):
                lost = queue.pop(0)
                yield Violation("", event.number, f"the run of id={lost.fields['id']}, which was "
                                                  f"raised in #{lost.number}, before a new raise")
        elif event.name in ("softirq_entry", "tasklet_entry"):
            key = (kind, what(event), event.cpu if kind == "softirq" else None)
            waiting[key] = [e for e in waiting.get(key, [])
                            if e.fields["id"] != event.fields["id"]]
    for (kind, _, _), queue in waiting.items():
        for event in queue:
            if kind == "softirq" and events[-1].ns - event.ns > 10**9:
                yield Violation("", event.number, "its run within a second")


def no_timer_is_early(events):
    """A timer's function is not called before its time, nor after it was deleted."""
    armed, cancelled = {}, {}
    for event in events:
        number = event.fields.get("id")
        if not number:
            continue
        if event.name == "timer_start":
            armed[number] = event
        elif event.name == "timer_cancel":
            cancelled[number] = event
        elif event.name == "timer_expire_entry":
            if number in cancelled:
                yield Violation("", event.number, f"no run: #{cancelled[number].number} was a "
                                                  f"timer_cancel of id={number}")
            due = armed.get(number)
            if due and (event.fields["now"] - due.fields["expires"]) & 0x80000000:
                yield Violation("", event.number, f"no run before jiffy {due.fields['expires']}")


RULES = {rule.__name__: rule for rule in (
    each_entry_has_its_exit, no_softirq_in_a_softirq, no_tasklet_twice_at_once,
    each_run_has_its_raise, each_raise_has_its_run, no_timer_is_early)}
WANT_BEGINNING = {"each_run_has_its_raise"}

# What a rule speaks of: of each set one event at least must be in the log that is to prove it.
SPEAKS_OF = {
    "each_entry_has_its_exit": [tuple(SPANS)],
    "no_softirq_in_a_softirq": [("softirq_entry",)],
    "no_tasklet_twice_at_once": [("tasklet_entry",)],
    "each_run_has_its_raise": [tuple(RUNS), tuple(RUNS.values())],
    "each_raise_has_its_run": [("softirq_raise", "tasklet_schedule")],
    "no_timer_is_early": [("timer_expire_entry",)],
}


def missing(events, names):
    """What the rules called @names speak of, and is not in the log."""
    seen = {event.name for event in events}
    for name in names:
        yield from (" or ".join(some) for some in SPEAKS_OF[name] if not seen & set(some))


def check(events, names=None, whole=True):
    """[Violation…], by the number of the event, of the rules called @names (None: all).

    Not @whole: the oldest events of the log are lost.
    """
    found = []
    for name in RULES if names is None else names:
        if whole or name not in WANT_BEGINNING:
            found += [violation._replace(rule=name) for violation in RULES[name](events)]
    return sorted(found, key=lambda violation: violation.number)
