# SPDX-License-Identifier: MIT
"""walk.py - runs inside GDB: step through interrupts, instruction by instruction, and note each.

Called by test_tour.py as `gdb -batch -x halves.py -x walk.py`; the environment says what to walk:
WALK_QEMU (a shell command; QEMU speaks to GDB on its stdin and stdout), WALK_MECHANISMS (words),
WALK_OUT (a file for JSON: {mechanism: [step…]}).

A walk begins where the comparison writes to the card (edu_fire) and ends where the interrupted
code goes on. A step is what is true before one instruction: [address, stack pointer, interrupts
on?, preempt count, locks held, inlined functions from the outermost to the innermost, each as
(name, address of its block)].

GDB masks interrupts while it steps; QEMU's sstep=1 takes that back. Timers stand still while one
steps (sstep=4); a tick that was on its way already is walked, but not noted.
"""

import json
import os

import gdb

from hv import kernel

QEMU_STEPS = 0x1 | 0x4      # single steps with interrupts, without timers
STEPS_MAX = 6000
LOCKS = {
    "desc->lock": "irq_desc[edus[0]->irq].lock",
    "cwq->lock": "keventd_wq->cwq[0].lock",
    "rq->lock": "runqueues.lock",
}


def number(expression):
    return int(gdb.parse_and_eval(f"(unsigned long)({expression})"))


def word(address):
    return int.from_bytes(bytes(gdb.selected_inferior().read_memory(address, 4)), "little")


def held(locks):
    """The locks whose board (low half) does not show the next number to draw (high half)."""
    return [name for name, at in locks.items() if word(at) & 0xffff != word(at) >> 16]


def inlined(address):
    """The inlined functions that the instruction belongs to, outermost first."""
    try:
        block = gdb.block_for_pc(address)
    except RuntimeError:
        return []
    found = []
    while block and block.superblock and not block.is_static:
        if block.function and not block.superblock.is_static:
            found.append((block.function.name, block.start))
        block = block.superblock
    return found[::-1]


def stop_at(function):
    point = gdb.Breakpoint(function, type=gdb.BP_HARDWARE_BREAKPOINT, internal=True)
    gdb.execute("continue", to_string=True)
    point.delete()


def walk():
    """From here to the instruction after the one that the card's interrupt interrupted."""
    stubs = number("&entry_stubs")
    vector = kernel.line_vector(number("edus[0]->irq"))
    locks = {name: number(f"&{lock}") for name, lock in LOCKS.items()}
    count = number("&__preempt_count")
    steps, home, skip = [], None, None
    where, locked = None, []
    for _ in range(STEPS_MAX):
        pc, sp = number("$pc"), number("$esp")
        if skip and (pc, sp) == skip:
            skip = None
        if not skip:
            if (pc, sp) == home:
                return steps
            if stubs <= pc < stubs + 256 * 16 and not (pc - stubs) % 16:
                interrupted = (word(sp), sp + 12)       # EIP, CS, EFLAGS are popped by iret
                if (pc - stubs) // 16 == vector:
                    home = interrupted
                else:
                    skip = interrupted
                    if steps and steps[-1][0] == skip[0]:
                        steps.pop()                     # it comes again after the tick
        if not skip:
            names = inlined(pc)
            now = (gdb.selected_frame().name(), names)
            if now != where:
                where, locked = now, held(locks)
            steps.append([pc, sp, bool(number("$eflags") & 0x200), word(count), locked, names])
        gdb.execute("stepi", to_string=True)
    raise gdb.GdbError(f"{STEPS_MAX} steps, and the interrupted code has not gone on")


def main():
    gdb.execute("set pagination off")
    gdb.execute("set confirm off")
    gdb.execute("set remotetimeout 60")     # the host may be busy
    gdb.execute(f"target remote | {os.environ['WALK_QEMU']}", to_string=True)
    gdb.execute(f"maintenance packet Qqemu.sstep={QEMU_STEPS:#x}", to_string=True)
    walks = {}
    for mechanism in os.environ["WALK_MECHANISMS"].split():
        stop_at(f"{mechanism}_setup")
        stop_at("*edu_fire")
        walks[mechanism] = walk()
    with open(os.environ["WALK_OUT"], "w", encoding="utf-8") as file:
        json.dump(walks, file)
    gdb.execute("kill")


main()
