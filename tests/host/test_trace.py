# SPDX-License-Identifier: MIT
"""Event logs: reading them, and each rule with a log that obeys it and one that does not."""

import pytest

from halves import rules, trace

HEAD = """# tracer: nop
#
# entries-in-buffer/entries-written: {there}/{written}   #P:2
#
"""


def log(text):
    """Events of short lines "CPU FLAGS NAME: FIELDS", a microsecond apart."""
    lines = []
    for us, line in enumerate(text.strip().splitlines()):
        cpu, flags, rest = line.split(None, 2)
        lines.append(f"            init-1      [{int(cpu):03}] {flags}     0.{us:06}: {rest}")
    return trace.read_text(HEAD.format(there=9, written=9) + "\n".join(lines) + "\n")[0]


GOOD = {
    "each_entry_has_its_exit": """
        0 d.h. irq_handler_exit: irq=3 ret=handled
        0 d.h. irq_handler_entry: irq=20 name=edu card
        0 d.h. irq_handler_entry: irq=21 name=other
        0 d.h. irq_handler_exit: irq=21 ret=handled
        0 d.h. irq_handler_exit: irq=20 ret=handled
        0 ..s. softirq_entry: vec=5 [action=TASKLET] id=0
        1 ..s. softirq_entry: vec=5 [action=TASKLET] id=0
        0 ..s. softirq_exit: vec=5 [action=TASKLET]""",
    "no_softirq_in_a_softirq": """
        0 ..s. softirq_entry: vec=5 [action=TASKLET] id=0
        1 ..s. softirq_entry: vec=5 [action=TASKLET] id=0
        0 ..s. softirq_exit: vec=5 [action=TASKLET]
        0 ..s. softirq_entry: vec=7 [action=LAB] id=0""",
    "no_tasklet_twice_at_once": """
        0 ..s. tasklet_entry: tasklet=c0100000 function=f id=1
        1 ..s. tasklet_entry: tasklet=c0200000 function=f id=2
        0 ..s. tasklet_exit: tasklet=c0100000 function=f
        1 ..s. tasklet_exit: tasklet=c0200000 function=f
        1 ..s. tasklet_entry: tasklet=c0100000 function=f id=3""",
    "each_run_has_its_raise": """
        0 d.h. softirq_raise: vec=7 [action=LAB] id=4
        0 d.h. softirq_raise: vec=7 [action=LAB] id=4
        0 ..s. softirq_entry: vec=7 [action=LAB] id=4
        0 ..s. softirq_exit: vec=7 [action=LAB]
        0 ..s. softirq_entry: vec=7 [action=LAB] id=0
        0 .... workqueue_queue_work: work struct=c1 function=f workqueue=events cpu=0 id=5
        0 .... workqueue_execute_start: work struct c1: function f id=5""",
    "each_raise_has_its_run": """
        0 .... tasklet_schedule: tasklet=c0100000 function=f id=4
        0 ..s. tasklet_entry: tasklet=c0100000 function=f id=4
        0 ..s. tasklet_schedule: tasklet=c0100000 function=f id=5
        0 d.h. softirq_raise: vec=7 [action=LAB] id=6
        0 d.h. softirq_raise: vec=7 [action=LAB] id=7
        0 ..s. softirq_entry: vec=7 [action=LAB] id=6""",
    "no_timer_is_early": """
        0 .... timer_start: timer=10 function=f expires=4294967295 [timeout=9] id=4
        0 ..s. timer_expire_entry: timer=10 function=f now=2 id=4
        0 .... timer_start: timer=10 function=f expires=99 [timeout=9] id=5
        0 .... timer_cancel: timer=10 id=5""",
}
BAD = {     # the log, number of the first event that cannot be, a word of what was expected
    "each_entry_has_its_exit": ("""
        0 ..s. tasklet_entry: tasklet=c0100000 function=f id=1
        0 ..s. tasklet_entry: tasklet=c0200000 function=f id=2
        0 ..s. tasklet_exit: tasklet=c0200000 function=f""", 2, "tasklet_exit of c0100000"),
    "no_softirq_in_a_softirq": ("""
        1 ..s. softirq_entry: vec=5 [action=TASKLET] id=0
        1 ..s. softirq_entry: vec=7 [action=LAB] id=0
        1 ..s. softirq_exit: vec=7 [action=LAB]""", 2, "softirq 5"),
    "no_tasklet_twice_at_once": ("""
        0 ..s. tasklet_entry: tasklet=c0100000 function=f id=1
        1 ..s. tasklet_entry: tasklet=c0100000 function=f id=2""", 2, "to end on cpu 0"),
    "each_run_has_its_raise": ("""
        0 .... softirq_raise: vec=7 [action=LAB] id=4
        0 ..s. softirq_entry: vec=7 [action=LAB] id=4
        0 ..s. softirq_entry: vec=7 [action=LAB] id=4""", 3, "one run of id=4"),
    "each_raise_has_its_run": ("""
        0 .... tasklet_schedule: tasklet=c0100000 function=f id=4
        0 .... tasklet_schedule: tasklet=c0100000 function=f id=5
        0 ..s. tasklet_entry: tasklet=c0100000 function=f id=5""", 2, "the run of id=4"),
    "no_timer_is_early": ("""
        0 .... timer_start: timer=10 function=f expires=4294967295 [timeout=9] id=4
        0 ..s. timer_expire_entry: timer=10 function=f now=4294967294 id=4""", 2, "before jiffy"),
}


def test_each_rule_has_logs():
    """No rule without a log that it passes, and one that it stops."""
    assert set(GOOD) == set(BAD) == set(rules.RULES)


@pytest.mark.parametrize("rule", rules.RULES)
def test_good_log_passes(rule):
    """What is right is right for all rules."""
    assert not rules.check(log(GOOD[rule]))


@pytest.mark.parametrize("rule", rules.RULES)
def test_bad_log_is_stopped(rule):
    """The first event that cannot be is named, with what was expected."""
    text, number, expected = BAD[rule]
    found = rules.check(log(text), [rule])
    assert (found[0].rule, found[0].number) == (rule, number)
    assert expected in found[0].text


def test_softirq_that_nobody_raised():
    """A run without a raise has no id; at the beginning of a log it may have been raised before."""
    run = "0 ..s. softirq_entry: vec=7 [action=LAB] id=0\n"
    raised = "0 d... softirq_raise: vec=8 [action=OTHER] id=4\n"
    assert not rules.check(log(raised + 2 * run), ["each_run_has_its_raise"])
    found = rules.check(log(raised + 3 * run), ["each_run_has_its_raise"])
    assert [violation.number for violation in found] == [4]


def test_lost_beginning_is_no_violation():
    """A run whose raise may have been overwritten."""
    events = log("0 ..s. softirq_entry: vec=7 [action=LAB] id=4\n"
                 "0 d.h. softirq_raise: vec=7 [action=LAB] id=5")
    assert rules.check(events) and not rules.check(events, whole=False)


def test_line_is_what_it_was_read_from():
    """Reading and writing a line are inverse; fields are numbers or texts."""
    line = ("          <idle>-0      [001] d.Hf    12.000345: sched_switch: prev_comm=a b "
            "prev_pid=1 prev_prio=120 prev_state=S ==> next_comm=c next_pid=2 next_prio=115")
    (event,), lost = trace.read_text(HEAD.format(there=1, written=5) + line + "\n")
    assert event.line() == line and lost
    assert (event.cpu, event.pid, event.comm, event.ns) == (1, 0, "<idle>", 12000345000)
    assert event.fields["next_pid"] == 2 and event.fields["prev_state"] == "S"
    assert log("0 d.h. irq_handler_entry: irq=20 name=edu card")[0].fields == \
        {"irq": 20, "name": "edu card"}


def test_what_is_no_log_is_told():
    """Any other text is refused."""
    with pytest.raises(trace.BadLog):
        trace.read_text("# a\nhello\n")


def test_cases_cut_a_log():
    """Of a KUnit run each case has its own events."""
    cut = trace.cases(log("""
        0 .... kunit_case: softirq.first
        0 ..s. softirq_entry: vec=7 [action=LAB] id=4
        0 .... kunit_case_end: softirq.first
        0 ..s. softirq_entry: vec=7 [action=LAB] id=5"""))
    assert [event.fields["id"] for event in cut["softirq.first"]] == [4]
