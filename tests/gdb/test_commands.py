# SPDX-License-Identifier: MIT
"""The hv commands: right answers in known situations, one sentence where there are none."""

import re

import pytest
from conftest import OUT
from gdbsession import (  # noqa: F401  (fixtures)
    in_order, names_of, on_stage, run_gdb, session, stage)

pytestmark = pytest.mark.xdist_group("gdb")

COMMANDS = ("hv ps", "hv bt", "hv bt all", "hv bt init", "hv ctx", "hv pending")


@pytest.fixture(scope="module")
def pending(stage, tmp_path_factory):
    """What all commands say while everything is pending at once (stage.c, play_pending)."""
    return session(tmp_path_factory.mktemp("pending"), stage, "run=gdb_stage poweroff", """
        go('stage_all_pending')
        before = registers(gdb.newest_frame())
        for command in ('hv ps', 'hv pending', 'hv ctx', 'hv bt', 'hv bt all', 'hv bt sleeper',
                        'hv bt spinner', 'hv bt unborn'):
            report(command, do(command))
        report('pid', int(do('hv bt sleeper').split()[1]))
        report('by pid', do('hv bt ' + do('hv bt sleeper').split()[1]))
        do('up 2')
        do('hv ps')
        do('hv bt all')
        report('selected', gdb.selected_frame().level())
        report('same', registers(gdb.newest_frame()) == before)
        report('nobody', fails('hv bt nobody'))
        report('number', fails('hv bt 999'))
    """)


def rows(text):
    """A table: {second column: [cells]}; columns are two blanks apart."""
    lines = [re.split(r" {2,}", line.strip()) for line in text.splitlines()]
    return {cells[1]: cells for cells in lines}


# ---------------------------------------------------------------------------- hv ps

def test_ps_lists_every_thread(pending):
    """Number, name, state, nice, processor, and where it sleeps or what it does."""
    table = rows(pending["hv ps"])
    assert table["NAME"] == ["PID", "NAME", "STATE", "NICE", "CPU", "WHERE"]
    assert table["swapper/0"][0] == "0" and table["swapper/0"][2:5] == ["ready", "-", "0"]
    assert table["swapper/0"][5].startswith("cpu_idle at ")
    assert table["init"][2:] == ["running", "0", "0", "on cpu 0"]
    assert table["events/0"][2:4] == ["ready", "-5"]
    assert table["ksoftirqd/0"][3] == "19"
    assert table["sleeper"][2:4] == ["uninterruptible", "5"]
    assert re.match(r"stage_sleeper at .*stage\.c:\d+$", table["sleeper"][5]), table["sleeper"]
    assert table["spinner"][2:4] == ["ready", "19"]
    # In the loop, or in what it calls: the tick decides.
    assert table["spinner"][5].startswith(("stage_spin", "stop", "kthread_should_stop"))
    assert table["unborn"][2:] == ["uninterruptible", "0", "0", "not run yet: stage_unborn"]
    assert table["stage"][2] in ("ready", "interruptible")


def test_ps_is_aligned_and_sorted(pending):
    """Every column begins at one place; threads stand by their numbers."""
    lines = pending["hv ps"].splitlines()
    for heading in ("NAME", "STATE", "WHERE"):
        column = lines[0].index(heading)
        assert all(line[column - 1] == " " != line[column] for line in lines), heading
    pids = [int(line.split()[0]) for line in lines[1:]]
    assert pids == sorted(pids) and len(pids) == len(set(pids))


# ---------------------------------------------------------------------------- hv bt

def test_bt_of_a_sleeping_thread(pending):
    """From switch_stacks through the wait to where the thread began."""
    text = pending["hv bt sleeper"]
    assert text.splitlines()[0] == f"thread {pending['pid']} sleeper, uninterruptible"
    assert in_order(["switch_stacks", "__schedule", "schedule", "stage_sleeper", "kthread_entry",
                     "thread_start"], names_of(text)), text
    assert pending["by pid"] == text


def test_bt_of_a_preempted_thread(pending):
    """Through the interrupt that took the processor away."""
    text = pending["hv bt spinner"]
    assert in_order(["switch_stacks", "preempt_schedule_irq", "do_IRQ", "interrupt",
                     "<interrupt: irq 0>", "stage_spin", "stage_spinner", "kthread_entry",
                     "thread_start"], names_of(text)), text


def test_bt_of_a_thread_that_has_not_run(pending):
    """There is nothing but its beginning."""
    assert names_of(pending["hv bt unborn"]) == ["switch_stacks", "thread_start"]


def test_bt_without_argument_is_the_running_thread(pending):
    """As GDB's own bt."""
    names = names_of(pending["hv bt"])
    assert pending["hv bt"].startswith("thread 1 init, running\n")
    assert in_order(["stage_all_pending", "play_pending", "gdb_stage", "init_thread",
                     "thread_start"], names)


def test_bt_all_shows_each_thread_once(pending):
    """In the order of hv ps, each as hv bt shows it."""
    text = pending["hv bt all"]
    headings = re.findall(r"^thread (\d+) (\S+), \w+$", text, re.M)
    assert [name for _, name in headings] == [
        cells[1] for cells in list(rows(pending["hv ps"]).values())[1:]]
    assert pending["hv bt sleeper"] in text
    assert all(re.match(r"#0 ", part.splitlines()[1]) for part in text.split("\n\n"))


def test_bt_of_nobody(pending):
    """Says who there is."""
    for complaint in (pending["nobody"], pending["number"]):
        assert "there is no thread" in complaint and "1 init" in complaint


def test_looking_changes_nothing(pending):
    """After hv ps and hv bt all the registers and the selected frame are what they were."""
    assert pending["same"] and pending["selected"] == 2


# ---------------------------------------------------------------------------- hv pending

def section(text, title):
    """The lines under a heading."""
    lines = text.split(f"{title}:\n", 1)[1].splitlines()
    return [line.strip() for line in lines[:next(
        (i for i, line in enumerate(lines) if not line.startswith(" ")), len(lines))]]


def test_pending_softirqs_by_name(pending):
    """What was raised with bottom halves off."""
    names = section(pending["hv pending"], "softirqs")[0].split(", ")
    assert {"HI", "TASKLET", "LAB"} <= set(names) <= {"HI", "TASKLET", "LAB", "TIMER"}


def test_pending_tasklets_of_both_lists(pending):
    """With function, data, and whether they are disabled; urgent ones first."""
    _, high, normal = section(pending["hv pending"], "tasklets")
    assert re.fullmatch(r"HI +stage_hi_fn \(.*stage\.c:\d+\) +0x3 +disabled", high), high
    assert re.fullmatch(r"TASKLET +stage_tasklet_fn \(.*stage\.c:\d+\) +0x7", normal), normal


def test_pending_timers_by_jiffies_left(pending):
    """The next one first; a delayed work by its handler."""
    _, *lines = section(pending["hv pending"], "timers")
    ours = [line for line in lines if "stage" in line]
    assert re.fullmatch(r"\+5000 +stage_far_fn \(.*\), data 0x2a", ours[0]), lines
    assert re.fullmatch(r"\+5001 +delayed work stage_delayed_fn \(.*\)", ours[1]), lines


def test_pending_works_by_worker(pending):
    """Queued on the worker, timed on its queue."""
    lines = [re.split(r" {2,}", line) for line in section(pending["hv pending"], "works")]
    assert lines[0] == ["QUEUE", "WORKER", "RUNNING", "QUEUED", "TIMED"]
    assert ["events", "events/0", "-", "1: stage_work_fn", "0"] in lines
    assert ["stage", "stage", "-", "0", "1: stage_delayed_fn"] in lines


def test_running_work_is_shown(on_stage):
    """By hv pending, hv ps and hv ctx."""
    run = on_stage("""
        go('stage_work_fn')
        for command in ('hv pending', 'hv ps', 'hv ctx'):
            report(command, do(command))
    """)
    # The barrier is that of who waits for the work.
    assert re.search(r"events +events/0 +stage_work_fn +(0|1: barrier_func) +0$",
                     run["hv pending"], re.M), run["hv pending"]
    assert rows(run["hv ps"])["events/0"][5] == "on cpu 0, work stage_work_fn"
    assert re.search(r"^work: +stage_work_fn \(.*stage\.c:\d+\)$", run["hv ctx"], re.M)
    assert re.search(r"^context: +process: it may sleep$", run["hv ctx"], re.M)


# ---------------------------------------------------------------------------- hv ctx

def fields(text):
    """hv ctx as [(what, text)]"""
    return [tuple(line.split(None, 1)) for line in text.splitlines()]


def test_ctx_in_each_context(on_stage):
    """Which context, the count, the trail, and what was interrupted."""
    run = on_stage("""
        for place in ('play_interrupts', 'stage_top_half', 'stage_tasklet_fn',
                      'stage_nested_top_half', 'stage_softirq_action', 'stage_timer_fn'):
            go(place)
            report(place, do('hv ctx'))
    """)
    def parts(place):
        return dict(fields(run[place]))

    process = parts("play_interrupts")
    assert process["context:"] == "process: it may sleep"
    assert process["preempt:"].startswith(
        "0x00000000: preempt-off 0, softirq 0, hardirq 0; interrupts on")
    assert process["thread:"] == "1 init" and "interrupted:" not in process

    top = parts("stage_top_half")
    assert top["context:"].startswith("hardirq")
    assert top["preempt:"].startswith(
        "0x00010000: preempt-off 0, softirq 0, hardirq 1; interrupts off")
    assert re.fullmatch(r"20 \(stage\), top half stage_top_half \(.*stage\.c:\d+\)", top["irq:"])
    assert re.fullmatch(r"irq_inject at .*, by irq 20", top["interrupted:"])

    tasklet = parts("stage_tasklet_fn")
    assert tasklet["context:"].startswith("softirq")
    assert "softirq 1, hardirq 0; interrupts on" in tasklet["preempt:"]
    assert tasklet["softirq:"] == "TASKLET" and "irq:" not in tasklet
    assert re.fullmatch(r"stage_tasklet_fn \(.*\), data 0x7", tasklet["tasklet:"])
    assert tasklet["interrupted:"].endswith("by irq 20")

    nested = parts("stage_nested_top_half")
    assert nested["context:"].startswith("hardirq")
    assert "softirq 1, hardirq 1" in nested["preempt:"]
    assert nested["irq:"].startswith("21 (nested)") and nested["softirq:"] == "TASKLET"
    assert [text.rsplit(", ", 1)[1] for what, text in fields(run["stage_nested_top_half"])
            if what == "interrupted:"] == ["by irq 21", "by irq 20"]

    assert parts("stage_softirq_action")["softirq:"] == "LAB"
    assert "tasklet:" not in parts("stage_softirq_action")
    timer = parts("stage_timer_fn")
    assert timer["softirq:"] == "TIMER" and timer["timer:"].startswith("stage_timer_fn (")
    assert re.match(r"(stop in )?stage_busy at .*, by irq 0$", timer["interrupted:"]), timer


def test_ctx_with_bottom_halves_off(pending):
    """A thread that has them off is in process context, and may not sleep."""
    parts = dict(fields(pending["hv ctx"]))
    assert parts["context:"] == "process, bottom halves off: it may not sleep"
    assert "preempt-off 1, softirq 1, hardirq 0; interrupts on" in parts["preempt:"]


# ---------------------------------------------------------------------------- mistakes, too early

def test_bad_arguments(on_stage):
    """Each command says what is wrong and how it is used."""
    run = on_stage("""
        go('gdb_stage')
        for command in ('hv ps x', 'hv ctx 1', 'hv pending all', 'hv bt a b', 'hv irqstep maybe',
                        'hv irqstep on off', 'hv bt "', 'hv nonsense'):
            report(command, fails(command))
        report('complete', do('complete hv bt e') + do('complete hv irqstep o'))
    """)
    for command, wanted in {
            "hv ps x": "hv ps: takes no argument, got 'x'",
            "hv ctx 1": "hv ctx: takes no argument, got '1'",
            "hv pending all": "hv pending: takes no argument",
            "hv bt a b": "give one thread; usage: hv bt [PID | NAME | all]",
            "hv irqstep maybe": "'maybe' is neither on nor off; usage: hv irqstep [on | off]",
            "hv irqstep on off": "neither on nor off",
            "hv bt \"": "hv bt: ",
            "hv nonsense": "Undefined hv command"}.items():
        assert wanted in run[command], run[command]
        assert "Python" not in run[command]
    assert "hv bt events/0" in run["complete"]
    assert "hv irqstep on" in run["complete"] and "hv irqstep off" in run["complete"]


@pytest.mark.parametrize("image", ["halves", "halves-tests"])
def test_at_any_moment_of_the_boot(tmp_path, image):
    """At the first instruction, before and after paging, before and after each part is set up."""
    run = session(tmp_path, OUT / f"{image}.elf", "run=compare compare.count=1 poweroff", """
        def ask():
            answers = {}
            for command in %r:
                try:
                    answers[command] = do(command)
                except gdb.error as error:
                    answers[command] = 'error: ' + str(error)
            return answers
        report('first', ask())
        report('irqstep', do('hv irqstep on') + do('hv irqstep') + do('hv irqstep off'))
        for place in ('*_start', 'start_kernel', 'sched_init', 'timers_init', 'tasklets_init',
                      'init_thread', 'workqueues_init', 'do_initcalls'):
            try:
                go(place)
            except gdb.error:           # inlined away
                continue
            report(place, ask())
    """ % (COMMANDS,))
    for place in ("first", "*_start"):
        for answer in run[place].values():
            assert answer.startswith("error: too early: paging is off"), (place, answer)
    assert run["irqstep"].count("irqstep on") == 2 and run["irqstep"].count("irqstep off") == 1
    early = run["start_kernel"]
    assert early["hv ps"].startswith("error: too early: there are no threads yet")
    assert early["hv ctx"].startswith("context:     process, interrupts off")
    assert early["hv pending"].count("not set up yet") == 3
    for place, answers in run.results.items():
        for answer in answers.values() if isinstance(answers, dict) else ():
            assert "Python" not in answer and "rror occurred" not in answer, (place, answer)
    assert rows(run["init_thread"]["hv ps"])["init"][2] == "running"
    assert names_of(run["init_thread"]["hv bt"])[-1] in ("thread_start",)


def test_without_a_machine(tmp_path):
    """Before `target remote`, with our image and with something else: one sentence."""
    for image in (OUT / "halves.elf", "/bin/true"):
        done = run_gdb(tmp_path, image, "".join(
            f"python\ntry:\n  gdb.execute({c!r})\nexcept gdb.error as e:\n  print('no:', e)\nend\n"
            for c in (*COMMANDS, "hv irqstep on")))
        assert done.stdout.count("no: no machine is attached") == len(COMMANDS) + 1, done.stdout
        assert "Traceback" not in done.stdout + done.stderr


def test_without_symbols(on_stage):
    """One sentence that says which file to load."""
    run = on_stage("""
        go('gdb_stage')
        do('symbol-file')
        report('said', [fails(c) for c in %r])
        report('bt', do('bt'))
    """ % (COMMANDS,))
    assert all("load the image that runs" in said for said in run["said"]), run["said"]
    assert "Python" not in run["bt"]
