# SPDX-License-Identifier: MIT
"""walk_path.py - runs inside GDB: step from one look at the clock to another, note all there is.

Called by tools/path as `gdb -batch -x halves.py -x walk_path.py`. The environment says where:
PATH_QEMU (a shell command; QEMU speaks to GDB on its stdin and stdout), PATH_BEGIN and PATH_END
(FILE:FUNCTION), PATH_SKIP (how many rdtsc of PATH_BEGIN come before the one that begins), PATH_OUT
(a file for JSON).

The benchmark looks at the clock with rdtsc, so a path goes from a rdtsc in one function to the next
in another, and its steps are what the benchmark counts. A few rounds are left to warm up. Timers
stand still while one steps; a round into which a tick comes all the same is not taken.
"""

import contextlib
import json
import os
import re

import gdb

from hv import kernel

WARM_UP = 12                # rounds; the benchmark itself leaves out ten
INTO, OVER = 0x5, 0x7       # QEMU's single steps, without timers: into interrupts, over them
STEPS_MAX = 5000
FAR = 2048                  # bytes: a stack pointer that moves so far is on another stack


class Disturbed(Exception):
    """An interrupt came in that is not the path's."""


def number(expression):
    return int(gdb.parse_and_eval(f"(unsigned long)({expression})"))


def register(name):
    return int(gdb.newest_frame().read_register(name)) & 0xffffffff


def step():
    gdb.execute("stepi", to_string=True)


def steps_go(how):
    """INTO or OVER: what a step does that meets an interrupt.

    OVER for `continue`, which leaves a breakpoint by a step: an interrupt in that step would come
    back to the breakpoint.
    """
    gdb.execute(f"maintenance packet Qqemu.sstep={how:#x}", to_string=True)


def clock_reads(place):
    """The address of FILE:FUNCTION, and those of its rdtsc instructions."""
    file, function = place.split(":")
    start = f"&'{file}'::{function}"
    code = gdb.execute(f"disassemble {start}", to_string=True)
    return number(start), [int(at, 16) for at in
                           re.findall(r"^(?:=>)?\s+(0x\w+) .*\trdtsc", code, flags=re.M)]


def go_to(*addresses, leave_out=0):
    """Continue to one of the addresses."""
    points = [gdb.Breakpoint(f"*{address}", internal=True) for address in addresses]
    for point in points:
        point.ignore_count = leave_out
    gdb.execute("continue", to_string=True)
    for point in points:
        point.delete()


def inlined(address, function):
    """The inlined functions whose code this is, inwards: [name, stands in a header?]."""
    found, block = [], gdb.block_for_pc(address)
    place = gdb.find_pc_line(address).symtab
    while block and block.superblock and not block.is_static:
        if block.function:
            if block.function.name != function:
                found.append([block.function.name, place.filename.endswith(".h")])
            place = block.function.symtab       # of an inlined one: where it is called
        block = block.superblock
    return found[::-1]


def depth():
    """How many functions are on the stack."""
    count, frame = 0, gdb.newest_frame()
    while frame:
        count += frame.type() != gdb.INLINE_FRAME
        frame = frame.older()
    return count


class Walk:
    """From where the machine stands, at a rdtsc, to the next one that ends the path."""

    def __init__(self, ends):
        self.ends = ends
        self.stubs = number("&entry_stubs")
        self.vector = kernel.line_vector(number("bench_edu->irq")) if number("bench_edu") else -1
        self.places = {}

    def place(self, address):
        """(real function, inlined ones) of an address."""
        if address not in self.places:
            symbol = gdb.execute(f"info symbol {address:#x}", to_string=True)
            function = re.match(r"\w+", symbol)[0]      # without .cold and the like
            self.places[address] = function, inlined(address, function)
        return self.places[address]

    def interrupted(self, pc, sp, steps):
        """At the first instruction of a stub, what was to come next has not been executed."""
        if not self.stubs <= pc < self.stubs + 256 * 16 or (pc - self.stubs) % 16:
            return
        if (pc - self.stubs) // 16 != self.vector:
            raise Disturbed
        if steps and steps[-1]["pc"] == number(f"*(unsigned long *){sp:#x}"):
            steps.pop()

    def steps(self):
        """What is true before each instruction, and who runs on each stack."""
        steps, threads, last, sp = [], [], None, None
        while True:
            before, pc, sp = sp, register("eip"), register("esp")
            if steps and pc in self.ends:
                return steps, threads
            if len(steps) == STEPS_MAX:
                raise gdb.GdbError(f"{STEPS_MAX} instructions, and no end")
            self.interrupted(pc, sp, steps)
            if before is None or abs(sp - before) > FAR:
                threads.append(gdb.parse_and_eval("current_task->comm").string())
            function, within = self.place(pc)
            if (function, len(threads)) != last:
                last, level = (function, len(threads)), depth()
            steps.append({"pc": pc, "function": function, "inlined": within, "depth": level,
                          "stack": len(threads) - 1})
            step()
            if len(steps) == 1:
                self.began = register("eax")


def main():
    env = os.environ
    gdb.execute("set pagination off")
    gdb.execute("set confirm off")
    gdb.execute("set print frame-arguments none")
    gdb.execute("set remotetimeout 60")     # the host may be busy
    gdb.execute(f"target remote | {env['PATH_QEMU']}", to_string=True)
    steps_go(OVER)
    # Before there is paging, GDB cannot set the others.
    gdb.Breakpoint("bench_main", type=gdb.BP_HARDWARE_BREAKPOINT, internal=True)
    gdb.execute("continue", to_string=True)
    start, begins = clock_reads(env["PATH_BEGIN"])
    go_to(start, leave_out=WARM_UP)
    walk = Walk(clock_reads(env["PATH_END"])[1])
    while True:
        for _ in range(1 + int(env["PATH_SKIP"])):
            go_to(*begins)
        steps_go(INTO)
        try:
            steps, threads = walk.steps()
            break
        except Disturbed:
            steps_go(OVER)
            go_to(start)
    step()
    ticks = (register("eax") - walk.began) & 0xffffffff
    with open(env["PATH_OUT"], "w", encoding="utf-8") as file:
        json.dump({"steps": steps, "threads": threads, "ticks": ticks,
                   "stopwatch": number("stopwatch_cost")}, file)
    with contextlib.suppress(gdb.error):
        gdb.execute("kill")


main()
