# SPDX-License-Identifier: MIT
"""entrycode.py - what lies on the stack at each instruction of the assembly.

NASM describes no call frames. They can be read from the code itself: where the stack pointer and
the saved registers are after each push and pop follows from where they were before. So nothing is
told twice: when a register is added to SAVE_ALL, this follows.

We begin where the state is known and follow every jump:
  stubs            the processor's frame (EIP, CS, EFLAGS) is on top, below it perhaps an error
                   code.
                   A stub that pushes two words gets none, for all frames look alike after it.
  switch_stacks    called like a C function: the return address is on top
  thread_start, high, _start    nothing called them: stacks end there
"""

import re

import gdb

from hv import kernel

STUB_SIZE, STUBS = 16, 256
REGISTERS = "eax ecx edx ebx ebp esi edi ds es fs gs".split()
BEGINNINGS = ("thread_start", "start_high", "_start")


class State:
    """Seen from one instruction: how far above ESP the saved EIP lies, and what else is saved.

    saved[register] is a distance, too: from the saved EIP down.
    """

    def __init__(self, depth, saved):
        self.depth, self.saved = depth, saved

    def after(self, name, operand):
        """The state after one instruction."""
        depth, saved = self.depth, dict(self.saved)
        register = operand[1:]
        if name.startswith("push"):
            depth += 4
            if operand.startswith("%") and register in REGISTERS and register not in saved:
                saved[register] = depth
        elif name.startswith("pop"):
            if saved.get(register) == depth:
                del saved[register]
            depth -= 4
        elif re.fullmatch(r"\$0x[0-9a-f]+,%esp", operand) and name[:3] in ("add", "sub"):
            size = int(operand[1:].split(",")[0], 16)
            depth += size if name.startswith("sub") else -size
        return State(depth, saved)


class EntryCode:
    """The assembly of one image, worked through once."""

    def __init__(self):
        self.interrupted = {}       # address → State, in the code between an interrupt and C
        self.called = {}            # address → State, in switch_stacks
        self.beginnings = {}        # first address → label, of code that nothing called
        self.ranges = []            # its (first, last address)
        self.irets = []
        self.stubs = kernel.label("entry_stubs")
        self.resume = None          # in switch_stacks, where a thread that sleeps will go on
        self._code = {}
        for index in range(STUBS):
            start = self.stubs + index * STUB_SIZE
            pushes = self._pushes(start)
            self._follow({start: State(8 - 4 * pushes, {})}, self.interrupted)
        start = kernel.label("switch_stacks")
        self._follow({start: State(0, {})}, self.called)
        for address in sorted(self.called):
            name, operand, _, after = self._code[address]
            if name == "mov" and operand.endswith(",%esp"):
                self.resume = after
        for name in BEGINNINGS:
            start = kernel.label(name)
            if start is not None:
                reached = {}
                self._follow({start: State(0, {})}, reached)
                self.beginnings[start] = name
                # GDB looks one byte back: what returns to the first instruction did not call.
                self.ranges.append((start - 1, max(reached)))
        self._code = None

    def vector(self, pc):
        """The number of the stub at an address, or None."""
        index = (pc - self.stubs) // STUB_SIZE
        return index if 0 <= index < STUBS else None

    def _instruction(self, address):
        """(name, operand, address, address of the next one)"""
        if address not in self._code:
            # The stubs are a page, the rest is short: read a piece at a time.
            architecture = gdb.selected_inferior().architecture()
            for one in architecture.disassemble(address, address + 4 * STUB_SIZE):
                words = one["asm"].split("#")[0].split(None, 1) + [""]
                self._code.setdefault(one["addr"], (words[0], words[1].strip(), one["addr"],
                                                    one["addr"] + one["length"]))
        return self._code[address]

    def _pushes(self, address):
        """How many pushes a stub begins with."""
        count = 0
        while self._instruction(address)[0].startswith("push"):
            address = self._instruction(address)[3]
            count += 1
        return count

    def _follow(self, work, states):
        """Fill states from work (address → State) on, along every way."""
        while work:
            address, state = work.popitem()
            if address in states:
                continue
            states[address] = state
            name, operand, _, after = self._instruction(address)
            if name.startswith("iret"):
                self.irets.append(address)
            target = re.match(r"0x[0-9a-f]+", operand)
            ends = name.startswith(("iret", "ret", "ud2", "ljmp", "jmp", "hlt"))
            if name[0] == "j" or name.startswith("loop"):
                if target:
                    work[int(target[0], 16)] = state
            if not ends:
                work[after] = state.after(name, operand)


READ = []


def read():
    """The assembly of the image whose symbols are loaded; None if it is not there."""
    if kernel.label("entry_stubs") is None or kernel.label("switch_stacks") is None:
        return None
    settings = {"disassembly-flavor": "att", "trust-readonly-sections": "on"}
    saved = {name: gdb.parameter(name) for name in settings}
    READ.clear()
    try:
        for name, value in settings.items():
            gdb.execute(f"set {name} {value}", to_string=True)
        # As a command, so that GDB's warnings about NASM's debug information can be dropped.
        gdb.execute("python from hv import entrycode; entrycode.READ.append(entrycode.EntryCode())",
                    to_string=True)
    finally:
        for name, value in saved.items():
            value = {True: "on", False: "off"}.get(value, value)
            gdb.execute(f"set {name} {value}", to_string=True)
    return READ[0]
