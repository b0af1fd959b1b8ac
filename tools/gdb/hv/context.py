# SPDX-License-Identifier: MIT
"""context.py - hv ctx: which context is this, and what brought it here?

The preempt count says which; the trail (<halves/context.h>) says what; the stack says what was
interrupted.
"""

import gdb

from hv import frames, kernel


def decode_preempt(count):
    """The preempt count in words."""
    parts = [f"preempt-off {count & kernel.PREEMPT_MASK}",
             f"softirq {(count & kernel.SOFTIRQ_MASK) >> kernel.SOFTIRQ_SHIFT}",
             f"hardirq {(count & kernel.HARDIRQ_MASK) >> kernel.HARDIRQ_SHIFT}"]
    if count & kernel.PREEMPT_ACTIVE:
        parts.append("being preempted")
    return ", ".join(parts)


def context_of(count, trail):
    """As the kernel's current_context() decides, and what that means."""
    if count & kernel.HARDIRQ_MASK:
        return "hardirq: a top half, interrupts are off, it may not sleep"
    if count & kernel.SOFTIRQ_MASK and int(trail["softirq"]) >= 0:
        return "softirq: a bottom half, it may not sleep"
    if count & kernel.SOFTIRQ_MASK:
        return "process, bottom halves off: it may not sleep"
    if count & kernel.PREEMPT_MASK:
        return "process, preemption off (a spinlock?): it may not sleep"
    if not int(kernel.register("eflags")) & kernel.EFLAGS_IF:
        return "process, interrupts off: it may not sleep"
    return "process: it may sleep"


def softirq_name(number):
    """TIMER, TASKLET…"""
    names = kernel.symbol("softirq_names")
    if 0 <= number <= names.type.range()[1]:
        return kernel.text_of(names[number])
    return f"softirq {number}"


class Ctx(kernel.Command):
    """hv ctx: say in which context the selected processor is, and how it got there.

context      process, softirq or hardirq, as in_irq() and its like answer
preempt      the preempt count, field by field, and EFLAGS.IF
irq, softirq, tasklet, timer, work    what runs now at each level, where there is one
thread       on whose stack all this happens
interrupted  what each interrupt on that stack interrupted, the latest first"""

    def __init__(self):
        super().__init__("hv ctx")

    def run(self, words):
        self.no_arguments(words)
        kernel.ready()
        count = int(kernel.per_cpu("__preempt_count"))
        trail = kernel.per_cpu("context_trail")
        task = kernel.current_task()

        def say(what, text):
            gdb.write(f"{what + ':':13}{text}\n")

        say("context", context_of(count, trail))
        flag = int(kernel.register("eflags")) & kernel.EFLAGS_IF
        say("preempt", f"0x{count:08x}: {decode_preempt(count)}; "
            f"interrupts {'on' if flag else 'off'}"
            f"{'; reschedule wanted' if int(kernel.per_cpu('__need_resched')) else ''}")
        self.trail(count, trail, say)
        if int(task["work_func"]):
            say("work", kernel.function_at(task["work_func"]))
        say("thread", f"{int(task['pid'])} {kernel.task_name(task)}")
        self.interrupted(say)

    @staticmethod
    def trail(count, trail, say):
        """What runs at each level."""
        if count & kernel.HARDIRQ_MASK and int(trail["irq"]) >= 0:
            action = trail["action"]
            text = str(int(trail["irq"]))
            if int(action):
                text += (f" ({kernel.text_of(action['name'])}), top half "
                         f"{kernel.function_at(action['handler'])}")
            say("irq", text)
        if int(trail["softirq"]) >= 0:
            say("softirq", softirq_name(int(trail["softirq"])))
            if int(trail["tasklet"]):
                tasklet = trail["tasklet"].dereference()
                say("tasklet", f"{kernel.function_at(tasklet['func'])}, "
                    f"data 0x{int(tasklet['data']):x}")
            if int(trail["timer_fn"]):
                say("timer", kernel.function_at(trail["timer_fn"]))

    @staticmethod
    def interrupted(say):
        """Each interrupt on the stack, and the frame below it."""
        stack = frames.running_stack()
        for index, frame in enumerate(stack):
            if frame.interrupt and index + 1 < len(stack):
                below = stack[index + 1:]
                # What was inlined, and the function whose code it has become.
                whole = next((one for one in below if not one.inlined), below[0])
                text = whole.function
                if whole is not below[0]:
                    text = f"{below[0].function} in {text}"
                text += f" at {below[0].where}" if below[0].where else ""
                say("interrupted", f"{text}, by {frame.function[1:-1].removeprefix('interrupt: ')}")
