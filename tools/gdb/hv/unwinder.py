# SPDX-License-Identifier: MIT
"""unwinder.py - `bt` through interrupts, exceptions and thread switches.

An interrupt is two frames in `bt`:

  #4  0xc0102063 in interrupt () at arch/x86/entry/entry.asm:82     what the assembly pushed
  #5  <interrupt: irq 10>                                           what the processor pushed
  #6  edu_fire () at kernel/compare/source.c:42                     the next instruction to run

The first is made here: EntryCode knows for each instruction which registers lie where. Its caller
is the second, which looks like the moment before `iret`, when only the processor's frame is left;
that one is described by signalframe.py.

Here, too:
  - switch_stacks at each of its instructions
  - the few C functions without a frame of their own that read EFLAGS by way of the stack: between
    the push and the pop the compiler's description of their frame is off by four bytes
  - View: the stack of a thread that does not run, in the place of the running one, without any
    register of the machine being changed
"""

import gdb
from gdb.unwinder import Unwinder, register_unwinder

from hv import entrycode, frames, kernel
from hv.signalframe import SignalFrames


class FrameId:
    """What tells one frame from another: where its data end, and its function."""

    def __init__(self, sp, pc):
        self.sp, self.pc = _value(sp), _value(pc)


def _value(number):
    return gdb.Value(number & kernel.MASK).cast(gdb.lookup_type("unsigned int"))


def _register(frame, name):
    return int(frame.read_register(name)) & kernel.MASK


class HalvesUnwinder(Unwinder):
    """All frames that DWARF does not know."""

    def __init__(self):
        super().__init__("halves")
        self.signal_frames = SignalFrames()
        self.entry = None           # the image's assembly
        self.view = None            # (EIP, ESP) of the machine, (EIP, ESP) to show as its caller
        self._pushed = {}           # address → function, or None: what _has_pushed() found

    def refresh(self):
        """The symbols have changed: read the assembly anew. Never while GDB is unwinding."""
        self._pushed = {}
        self.entry = entrycode.read()       # None: this is not our kernel
        if self.entry:
            self.signal_frames.load(self.entry.irets, self.entry.ranges)

    def __call__(self, pending):
        try:
            pc, sp = _register(pending, "eip"), _register(pending, "esp")
        except (ValueError, gdb.error):
            return None             # not an i386
        if self.view and self.view[0] == (pc, sp):
            return self._other_stack(pending)
        entry = self.entry
        if entry is None:
            return None
        if pc in entry.irets:
            return None             # signalframe.py
        if pc in entry.interrupted:
            return self._entry_frame(pending, pc, sp)
        if pc in entry.called:
            return self._switch_frame(pending, pc, sp)
        return self._pushed_flags(pending, pc, sp)

    def _entry_frame(self, pending, pc, sp):
        """The part of an interrupt's frame that the assembly pushes; the caller is at `iret`."""
        entry = self.entry
        state = entry.interrupted[pc]
        saved_eip = sp + state.depth
        info = pending.create_unwind_info(FrameId(saved_eip, entry.stubs))
        self._restore(pending, info, saved_eip, state.saved)
        info.add_saved_register("esp", _value(saved_eip))
        info.add_saved_register("eip", _value(entry.irets[0]))
        return info

    def _switch_frame(self, pending, pc, sp):
        """switch_stacks: whose stack it is, its own registers lie on."""
        entry = self.entry
        state = entry.called[pc]
        saved_eip = sp + state.depth
        info = pending.create_unwind_info(FrameId(saved_eip + 4, min(entry.called)))
        self._restore(pending, info, saved_eip, state.saved)
        info.add_saved_register("esp", _value(saved_eip + 4))
        info.add_saved_register("eip", _value(kernel.word(saved_eip)))
        return info

    @staticmethod
    def _restore(pending, info, saved_eip, saved):
        """The caller's registers: saved on the stack, or still untouched."""
        for name in (*entrycode.REGISTERS, "cs", "ss", "eflags"):
            if name in saved:
                value = _value(kernel.word(saved_eip - saved[name]))
            else:
                value = pending.read_register(name)
            if not value.is_optimized_out:      # what nobody has saved stays unknown
                info.add_saved_register(name, value)

    def _other_stack(self, pending):
        """The machine's own innermost frame: its "caller" is the thread to be shown."""
        eip, esp = self.view[1]
        info = pending.create_unwind_info(FrameId(0, 0))
        info.add_saved_register("eip", _value(eip))
        info.add_saved_register("esp", _value(esp))
        for name in ("cs", "ss", "ds", "es", "fs", "gs"):
            info.add_saved_register(name, pending.read_register(name))
        return info

    def _pushed_flags(self, pending, pc, sp):
        """pushf; pop and push; popf in a function that has not pushed EBP."""
        if pc not in self._pushed:
            self._pushed[pc] = self._has_pushed(pc)
        function = self._pushed[pc]
        if not function:
            return None
        info = pending.create_unwind_info(FrameId(sp + 8, function))
        self._restore(pending, info, sp + 4, {})
        info.add_saved_register("esp", _value(sp + 8))
        info.add_saved_register("eip", _value(kernel.word(sp + 4)))
        return info

    @staticmethod
    def _has_pushed(pc):
        """The start of the function if one word, and nothing else, is pushed here; else None."""
        try:
            around = gdb.selected_inferior().read_memory(pc - 1, 2).tobytes()
            if around[0] != 0x9c and around[1] != 0x9d:         # after pushf, before popf
                return None
        except gdb.MemoryError:
            return None
        block = kernel.function_block(pc)
        if not block:
            return None
        architecture = gdb.selected_inferior().architecture()
        code = architecture.disassemble(block.start, pc)
        pushes = [one["addr"] for one in code[:-1] if one["asm"].lstrip().startswith("push")]
        # The last one disassembled is the one at pc, if pc is where an instruction begins.
        if code[-1]["addr"] != pc or len(pushes) != 1 or pushes[0] != code[-2]["addr"]:
            return None
        return block.start


UNWINDER = None


class View:
    """with View(task): frames are those of a thread that does not run, but for frame 0."""

    def __init__(self, task):
        self.task = task

    def __enter__(self):
        entry = UNWINDER.entry
        now = gdb.newest_frame()
        self.level = gdb.selected_frame().level()
        UNWINDER.view = ((_register(now, "eip"), _register(now, "esp")),
                         (entry.resume, int(self.task["sp"])))
        gdb.invalidate_cached_frames()
        return self

    def __exit__(self, *_):
        UNWINDER.view = None
        gdb.invalidate_cached_frames()
        frame = gdb.newest_frame()
        while frame and frame.level() < self.level:
            frame = frame.older()
        if frame:
            frame.select()


def _changed(event):
    loaded = getattr(event, "new_objfile", None)
    if loaded is not None and loaded.filename != UNWINDER.signal_frames.path:
        UNWINDER.refresh()


def install():
    """Begin to unwind, for whatever image is or will be loaded."""
    global UNWINDER
    UNWINDER = HalvesUnwinder()
    register_unwinder(None, UNWINDER, replace=True)
    frames.install()
    UNWINDER.refresh()
    gdb.events.new_objfile.connect(_changed)
    gdb.invalidate_cached_frames()


def uninstall():
    """Leave nothing behind but what the next install() replaces."""
    gdb.events.new_objfile.disconnect(_changed)
    frames.uninstall()
    UNWINDER.signal_frames.remove()
