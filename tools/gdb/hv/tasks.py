# SPDX-License-Identifier: MIT
"""tasks.py - hv ps, hv bt: threads, and the stack of each."""

import re

import gdb

from hv import frames, kernel

IDLE_PRIO = 40


def nice_of(task):
    """A thread's nice level; the idle thread has none."""
    prio = int(task["prio"])
    return "-" if prio >= IDLE_PRIO else str(prio - 20)


def where(task):
    """What a thread does, or where it sleeps, in a line."""
    cpu = kernel.runs_on(task)
    if cpu is not None:
        work = int(task["work_func"])
        return f"on cpu {cpu}" + (f", work {kernel.place(work)}" if work else "")
    stack = frames.sleeping_stack(task)
    if len(stack) == 2 and stack[1].function == "thread_start":
        return f"not run yet: {kernel.place(task['threadfn'])}"
    return str(frames.waits_at(stack) or "??")


class Ps(kernel.Command):
    """hv ps: list all threads.

STATE is running, ready (could run and waits for a processor), interruptible or uninterruptible
(asleep) or dead. NICE is - for an idle thread. WHERE is the first function on a sleeping thread's
stack that is not the scheduler's, for a ready one where it will go on; `hv bt PID' shows all."""

    def __init__(self):
        super().__init__("hv ps")

    def run(self, words):
        self.no_arguments(words)
        kernel.ready()
        rows = [("PID", "NAME", "STATE", "NICE", "CPU", "WHERE")]
        for task in kernel.tasks():
            rows.append((str(int(task["pid"])), kernel.task_name(task), kernel.state_of(task),
                         nice_of(task), str(int(task["cpu"])), where(task)))
        kernel.table(rows, right=(0, 3, 4))


def find(word):
    """The threads that a pid or a name means."""
    tasks = kernel.tasks()
    if re.fullmatch(r"[0-9]+", word):
        found = [task for task in tasks if int(task["pid"]) == int(word)]
    else:
        found = [task for task in tasks if kernel.task_name(task) == word]
    if not found:
        known = ", ".join(f"{int(task['pid'])} {kernel.task_name(task)}" for task in tasks)
        raise gdb.GdbError(f"hv bt: there is no thread {word}; there are: {known}")
    return found


def backtrace(task):
    """GDB's own `bt` of a thread, whether it runs or not."""
    from hv.unwinder import View
    cpu = kernel.runs_on(task)
    if cpu is None:
        with View(task):
            text, skip = gdb.execute("backtrace", to_string=True), frames.own_frames(
                gdb.newest_frame())
        lines = text.splitlines()
        while lines and not lines[0].startswith(f"#{skip} "):
            lines.pop(0)
        return "".join(re.sub(r"^#(\d+) +", lambda m: f"#{int(m[1]) - skip:<3}", line) + "\n"
                       for line in lines)
    selected = gdb.selected_thread()
    frame = gdb.selected_frame().level()
    number = cpu + 1
    try:
        if selected.num != number:
            gdb.execute(f"thread {number}", to_string=True)
        return gdb.execute("backtrace", to_string=True)
    finally:
        if selected.num != number:
            selected.switch()
            gdb.execute(f"frame {frame}", to_string=True)


class Bt(kernel.Command):
    """hv bt [PID | NAME | all]: show the stack of a thread, running or asleep.

Without an argument: of the thread that runs here. No register is changed on the way.
For what runs on the selected processor GDB's own `bt' says the same."""

    usage = "[PID | NAME | all]"

    def __init__(self):
        super().__init__("hv bt", gdb.COMMAND_STACK)

    def complete(self, text, word):
        """Names of threads."""
        try:
            kernel.ready()
            names = ["all"] + [kernel.task_name(task) for task in kernel.tasks()]
        except gdb.error:
            return []
        return [name for name in names if name.startswith(text)]

    def run(self, words):
        if len(words) > 1:
            self.bad_usage("give one thread")
        kernel.ready()
        if not words:
            chosen = [kernel.current_task()]
        elif words[0] == "all":
            chosen = kernel.tasks()
        else:
            chosen = find(words[0])
        for index, task in enumerate(chosen):
            gdb.write(("\n" if index else "") + f"thread {int(task['pid'])} "
                      f"{kernel.task_name(task)}, {kernel.state_of(task)}\n")
            gdb.write(backtrace(task))
