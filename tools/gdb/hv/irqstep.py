# SPDX-License-Identifier: MIT
"""irqstep.py - hv irqstep: may a step go into an interrupt?

QEMU's stub holds back interrupts and timers while GDB steps, so that `next' stays in the code that
one reads. To see the way in, they must be let through: Qqemu.sstep is a set of bits, 1 for single
steps at all, 2 for no interrupts, 4 for no timers.
"""

import re

import gdb

from hv import kernel

ON, OFF = 0x1, 0x7


def packet(text):
    """Send a packet to QEMU's stub; return its answer, "" if it does not know it."""
    output = gdb.execute(f"maintenance packet {text}", to_string=True)
    answer = re.search(r'received: "(.*)"', output)
    return answer[1] if answer else ""


class IrqStep(kernel.Command):
    """hv irqstep [on | off]: may a single step go into an interrupt?

off  (QEMU's default) while GDB steps, interrupts and timers are held back: `stepi' and `next'
     never leave the code that you read, and no time passes.
on   they come: `stepi' at an instruction that is interrupted stops in entry.asm, at the first
     instruction of the interrupt's stub.

Without an argument: say which it is. `continue' takes interrupts either way."""

    usage = "[on | off]"

    def __init__(self):
        super().__init__("hv irqstep", gdb.COMMAND_RUNNING)

    def complete(self, text, word):
        """on, off"""
        return [name for name in ("on", "off") if name.startswith(text)]

    def run(self, words):
        if len(words) > 1 or words and words[0] not in ("on", "off"):
            self.bad_usage(f"{' '.join(words)!r} is neither on nor off")
        kernel.machine()
        try:
            if words and packet(f"Qqemu.sstep=0x{ON if words[0] == 'on' else OFF:x}") != "OK":
                raise gdb.GdbError("hv irqstep: QEMU refused; while it replays, interrupts come as "
                                   "they were recorded, and steps go into them")
            answer = packet("qqemu.sstep")
        except gdb.GdbError:
            raise
        except gdb.error as error:
            raise gdb.GdbError(f"hv irqstep: this target is not QEMU ({error})") from None
        if not re.fullmatch(r"0x[0-9a-fA-F]+", answer):
            raise gdb.GdbError("hv irqstep: this target is not QEMU: it does not know qqemu.sstep")
        bits = int(answer, 16)
        if bits & (OFF & ~ON):
            gdb.write("irqstep off: steps hold interrupts and timers back "
                      f"(Qqemu.sstep=0x{bits:x})\n")
        else:
            gdb.write(f"irqstep on: steps go into interrupts (Qqemu.sstep=0x{bits:x})\n")
