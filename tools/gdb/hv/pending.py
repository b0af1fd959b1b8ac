# SPDX-License-Identifier: MIT
"""pending.py - hv pending: everything that was put off and has not run yet."""

import gdb

from hv import kernel
from hv.context import softirq_name

TASKLET_LISTS = (("tasklet_hi_vec", "HI"), ("tasklet_vec", "TASKLET"))
TASKLETS_MAX = 10000
SCHED, RUN = 1, 2       # bits of a tasklet's state


def softirqs(cpu):
    """The names of the raised ones."""
    word = int(kernel.per_cpu("softirq_pending", cpu))
    return [softirq_name(bit) for bit in range(32) if word >> bit & 1]


def tasklets(cpu):
    """(softirq's name, function, data, remarks) of each tasklet on a list."""
    for variable, name in TASKLET_LISTS:
        vec = kernel.per_cpu(variable, cpu)
        if not int(vec["tail"]):
            raise gdb.GdbError("not set up yet: tasklets_init() has not run")
        at = vec["head"]
        for _ in range(TASKLETS_MAX):
            if not int(at):
                break
            tasklet = at.dereference()
            remarks = []
            disabled = int(tasklet["count"]["counter"])
            if disabled:
                remarks.append(f"disabled {disabled} times" if disabled > 1 else "disabled")
            if int(tasklet["state"]) & RUN:
                remarks.append("running")
            yield (name, kernel.function_at(tasklet["func"]), f"0x{int(tasklet['data']):x}",
                   ", ".join(remarks))
            at = tasklet["next"]


def timers(cpu):
    """All armed timers of a processor, the next to expire first: (jiffies left, gdb.Value)."""
    base = kernel.per_cpu("timer_base", cpu).dereference()
    now = int(kernel.symbol("jiffies_64")) & kernel.MASK
    found = []

    def slots(array):
        for index in range(array.type.range()[1] + 1):
            yield array[index]

    for wheel in slots(base["wheel"]):
        # A slot that is empty points to itself: look at the raw words, there are 1024 of them.
        size = wheel.type.target().sizeof
        count = wheel.type.range()[1] + 1
        start = int(wheel.address)
        memory = gdb.selected_inferior().read_memory(start, size * count).tobytes()
        for index in range(count):
            link = int.from_bytes(memory[index * size:index * size + 4], "little")
            if not link:
                raise gdb.GdbError("not set up yet: timers_init() has not run")
            if link != start + index * size:
                for timer in kernel.entries(wheel[index], "struct timer_list", "entry"):
                    found.append(timer)
    left = [((int(timer["expires"]) - now + (1 << 31)) % (1 << 32) - (1 << 31), timer)
            for timer in found]
    return sorted(left, key=lambda pair: pair[0])


def describe_timer(timer):
    """What will happen: the function, and for the kernel's own ones for whom."""
    function, data = kernel.place(timer["function"]), int(timer["data"])
    if function == "delayed_work_timer_fn":
        work = kernel.at(data, kernel.type_of("struct work_struct"))
        return f"delayed work {kernel.function_at(work['func'])}"
    if function == "process_timeout":
        task = kernel.at(data, kernel.type_of("struct task_struct"))
        return f"wakes thread {int(task['pid'])} {kernel.task_name(task)}"
    return f"{kernel.function_at(timer['function'])}, data 0x{data:x}"


def workers():
    """A row for each worker thread."""
    head = kernel.symbol("workqueues")
    for queue in kernel.entries(head, "struct workqueue_struct", "list"):
        timed = [kernel.place(work["func"])
                 for work in kernel.entries(queue["timed"], "struct work_struct", "entry")]
        for index in range(queue["cwq"].type.range()[1] + 1):
            worker = queue["cwq"][index]
            if not int(worker["thread"]):
                continue
            thread = worker["thread"].dereference()
            running = thread["work_func"] if int(worker["current_work"]) else 0
            queued = [kernel.place(work["func"]) for work in
                      kernel.entries(worker["worklist"], "struct work_struct", "entry")]
            yield (kernel.text_of(queue["name"]), kernel.task_name(thread),
                   kernel.place(running) if int(running) else "-",
                   names(queued), names(timed))


def names(functions):
    """How many, and which."""
    return f"{len(functions)}: {', '.join(functions)}" if functions else "0"


class Pending(kernel.Command):
    """hv pending: list what was put off and has not run yet.

softirqs   raised on each processor, by name
tasklets   on the list of either softirq, in the order in which they will run
timers     armed, with the jiffies that are left (+0 and less: due at the next TIMER softirq)
works      for each worker: the handler that runs, works queued, works whose delay still runs
           (delays belong to the queue, so each of its workers shows them)"""

    def __init__(self):
        super().__init__("hv pending")

    def run(self, words):
        self.no_arguments(words)
        kernel.ready()
        several = len(kernel.cpus()) > 1
        for cpu in kernel.cpus():
            self.section("softirqs", cpu if several else None, self.softirqs, cpu)
            self.section("tasklets", cpu if several else None, self.tasklets, cpu)
            self.section("timers", cpu if several else None, self.timers, cpu)
        self.section("works", None, self.works)

    @staticmethod
    def section(title, cpu, body, *args):
        """A heading and its rows; what is not set up yet says so in its place."""
        gdb.write(title + (f" of cpu {cpu}" if cpu is not None else "") + ":\n")
        try:
            body(*args)
        except gdb.GdbError as error:
            gdb.write(f"  {error}\n")

    @staticmethod
    def softirqs(cpu):
        """Names."""
        gdb.write(f"  {', '.join(softirqs(cpu)) or 'none'}\n")

    @staticmethod
    def tasklets(cpu):
        """In order."""
        rows = list(tasklets(cpu))
        kernel.table([("SOFTIRQ", "FUNCTION", "DATA", "")] + rows if rows else [("none",)], "  ")

    @staticmethod
    def timers(cpu):
        """With jiffies to go."""
        rows = [(f"{left:+d}", describe_timer(timer)) for left, timer in timers(cpu)]
        kernel.table([("JIFFIES", "FUNCTION")] + rows if rows else [("none",)], "  ", right=(0,))

    @staticmethod
    def works():
        """By worker."""
        if not kernel.is_list(kernel.symbol("workqueues")):
            raise gdb.GdbError("not set up yet")
        rows = list(workers())
        if not rows:
            raise gdb.GdbError("not set up yet: workqueues_init() has not run")
        kernel.table([("QUEUE", "WORKER", "RUNNING", "QUEUED", "TIMED")] + rows, "  ")
