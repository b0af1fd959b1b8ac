# SPDX-License-Identifier: MIT
"""frames.py - one stack as plain data, and how an interrupt is shown in `bt`.

GDB prints <signal handler called> for the frame that the processor pushed; here it gets its
right name, which says the line or the exception.
"""

import contextlib
import dataclasses

import gdb
from gdb.FrameDecorator import FrameDecorator

from hv import kernel

FIRST_EXTERNAL_VECTOR = 0x20
FIRST_SYSTEM_VECTOR = 0xf0
# Not where a thread sleeps, but how one falls asleep, and the way in.
PLUMBING = ("kernel/sched/", "kernel/lock/", "kernel/include/", "arch/x86/entry/",
            "arch/x86/include/")
FRAMES_MAX = 200


@dataclasses.dataclass
class Frame:
    """What there is to say about one frame when GDB has forgotten it."""
    function: str       # or what has interrupted, in <>
    where: str          # file:line, or ""
    pc: int
    interrupt: bool     # the frame that the processor pushed
    inlined: bool

    def __str__(self):
        return self.function + (f" at {self.where}" if self.where else "")


def vector_of(frame):
    """The vector of the interrupt whose processor-made frame this is; None: not known."""
    from hv.unwinder import UNWINDER
    newer, entry = frame.newer(), UNWINDER.entry
    if newer is not None and entry is not None:
        vector = entry.vector(newer.pc())
        if vector is not None:
            return vector           # still in its stub
    # The stub has pushed it below the error code, which is below the saved EIP.
    try:
        return kernel.word(int(frame.read_register("esp")) - 8) & 0xff
    except gdb.error:
        return None


def interrupt_name(frame):
    """<interrupt: irq 10>, <exception 14: page fault>"""
    vector = vector_of(frame)
    if vector is None:
        return "<interrupt>"
    if vector >= FIRST_SYSTEM_VECTOR:
        return f"<interrupt: vector {vector:#x}>"
    if vector >= FIRST_EXTERNAL_VECTOR:
        return f"<interrupt: irq {vector - FIRST_EXTERNAL_VECTOR}>"
    names = kernel.exception_names()
    name = names[vector] if vector < len(names) else ""
    return f"<exception {vector}" + (f": {name}>" if name else ">")


def begins(frame):
    """The label that a frame stands at when it is the first thing that a new thread will do.

    Nobody has called it, so what GDB finds one byte before is somebody else.
    """
    from hv.unwinder import UNWINDER
    if UNWINDER.entry and frame.level() > 0:
        return UNWINDER.entry.beginnings.get(frame.pc())
    return None


def name_of(frame):
    """A frame's function."""
    return begins(frame) or frame.name() or "??"


def sal_of(frame):
    """A frame's file and line."""
    return gdb.find_pc_line(frame.pc()) if begins(frame) else frame.find_sal()


class InterruptDecorator(FrameDecorator):
    """A line of `bt` for what the processor pushed: a name, and no place."""

    def function(self):
        return interrupt_name(self.inferior_frame())

    def address(self):
        return None

    def filename(self):
        return None

    def line(self):
        return None

    def frame_args(self):
        return None


class AssemblyDecorator(FrameDecorator):
    """A line of `bt` for the assembly, which tells GDB no functions: the label before it, or ??."""

    def function(self):
        return name_of(self.inferior_frame())

    def line(self):
        sal = sal_of(self.inferior_frame())
        return sal.line if sal.symtab else None


class InterruptFilter:
    """Gives frames of the assembly their decorators; leaves all others alone."""

    name, priority, enabled = "halves", 100, True

    def filter(self, frames):
        """Called by GDB for each `bt`."""
        return map(self.decorate, frames)

    @staticmethod
    def decorate(frame):
        """One frame."""
        if frame.inferior_frame().type() == gdb.SIGTRAMP_FRAME:
            return InterruptDecorator(frame)
        if frame.inferior_frame().function() is None:
            return AssemblyDecorator(frame)
        return frame


def show_iret(_event):
    """At `iret` GDB says <signal handler called> where it should show the line."""
    with contextlib.suppress(gdb.error):
        frame = gdb.newest_frame()
        if frame.type() == gdb.SIGTRAMP_FRAME:
            sal = frame.find_sal()
            gdb.write(f"{interrupt_name(frame)}\n")
            gdb.execute(f"list {sal.symtab.filename}:{sal.line},{sal.line}")


def install():
    """Register with GDB."""
    gdb.frame_filters["halves"] = InterruptFilter()
    gdb.events.stop.connect(show_iret)


def uninstall():
    """What the next install() would do twice."""
    gdb.events.stop.disconnect(show_iret)


def _describe(frame):
    interrupt = frame.type() == gdb.SIGTRAMP_FRAME
    sal = sal_of(frame)
    where = f"{sal.symtab.filename}:{sal.line}" if sal.symtab and sal.line and not interrupt else ""
    return Frame(interrupt_name(frame) if interrupt else name_of(frame), where, frame.pc(),
                 interrupt, frame.type() == gdb.INLINE_FRAME)


def running_stack():
    """The selected processor's frames, innermost first."""
    found, frame = [], gdb.newest_frame()
    while frame is not None and len(found) < FRAMES_MAX:
        found.append(_describe(frame))
        frame = frame.older()
    return found


def own_frames(newest):
    """Of the frames in a View: how many at the beginning are the machine's and not the thread's."""
    count, frame = 1, newest
    while frame is not None and frame.type() == gdb.INLINE_FRAME:
        count, frame = count + 1, frame.older()
    return count


def sleeping_stack(task):
    """The frames of a thread that does not run."""
    from hv.unwinder import View
    with View(task):
        skip = own_frames(gdb.newest_frame())
        return running_stack()[skip:]


def waits_at(stack):
    """The first frame of a sleeping thread's stack that is not the scheduler's."""
    for frame in stack:
        if frame.where and not frame.where.removeprefix("./").startswith(PLUMBING):
            return frame
    return None
