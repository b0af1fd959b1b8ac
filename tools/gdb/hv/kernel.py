# SPDX-License-Identifier: MIT
"""kernel.py - read the kernel's data through GDB.

All that can be wrong (no symbols, no machine, too early) ends in a gdb.GdbError that says so in
one sentence; GDB prints it without a traceback.
"""

import functools

import gdb

CR0_PG = 1 << 31
MASK = 0xffffffff
LIST_MAX = 100000       # a list that is longer than that is broken

# preempt_count, as <linux/preempt.h> draws it
PREEMPT_MASK, SOFTIRQ_MASK, HARDIRQ_MASK, PREEMPT_ACTIVE = 0xff, 0xff00, 0xfff0000, 0x10000000
SOFTIRQ_SHIFT, HARDIRQ_SHIFT = 8, 16
EFLAGS_IF = 0x200

TASK_STATES = {0: "running", 1: "interruptible", 2: "uninterruptible", 64: "dead"}


def symbol(name):
    """A variable of the kernel, as a gdb.Value."""
    found = gdb.lookup_global_symbol(name) or gdb.lookup_static_symbol(name)
    if found is None:
        raise gdb.GdbError(f"there is no symbol {name}: load the image that runs, "
                           "for example: file build/halves.elf")
    return found.value()



def line_vector(irq):
    """Where a line's interrupt comes in: <asm/irq.h>, IRQ_TO_APIC_VECTOR or IRQ_TO_VECTOR."""
    return 0xdf - irq if int(symbol("lapic")) else 0x20 + irq


def label(name):
    """The address of a label, also one of the assembly; None if there is none."""
    try:
        return int(gdb.parse_and_eval(f"(unsigned long)&{name}")) & MASK
    except gdb.error:
        return None


def type_of(name):
    """A type by its name, like "struct task_struct"."""
    try:
        return gdb.lookup_type(name)
    except gdb.error:
        raise gdb.GdbError(f"there is no {name}: load the image that runs, "
                           "for example: file build/halves.elf") from None


def word(address):
    """The 32-bit word at an address."""
    memory = gdb.selected_inferior().read_memory(address & MASK, 4)
    return int.from_bytes(memory.tobytes(), "little")


def machine():
    """Make sure that there is a stopped machine."""
    thread = gdb.selected_thread()
    if thread is None:
        raise gdb.GdbError("no machine is attached: make debug starts one, target remote finds one")
    if thread.is_running():
        raise gdb.GdbError("the machine runs: stop it first (Ctrl-C)")


def ready():
    """Make sure that the kernel's variables can be read: the machine is stopped, paging is on."""
    machine()
    try:
        paging = int(register("cr0")) & CR0_PG
    except (ValueError, gdb.error):
        paging = True           # this stub does not tell: the reading itself will show
    if not paging:
        raise gdb.GdbError("too early: paging is off (firmware, boot loader or boot/start.asm), "
                           "nothing of the kernel is set up; try: break start_kernel, continue")


def register(name):
    """A register of the selected processor, as it is now and not in the selected frame."""
    return gdb.newest_frame().read_register(name)


def cpu():
    """The index of the selected processor: QEMU numbers its threads from 1."""
    return gdb.selected_thread().num - 1


def cpus():
    """The indices of all processors that run the kernel."""
    online = int(symbol("cpu_online_map"))
    return [index for index in range(32) if online >> index & 1]


def per_cpu(name, index=None):
    """A processor's own copy of a per-CPU variable; the boot processor's is the linked one."""
    linked = symbol(name)
    offset = int(symbol("__per_cpu_offset")[cpu() if index is None else index])
    return at(int(linked.address) + offset, linked.type)


def at(address, kind):
    """What lies at an address, seen as a type."""
    return gdb.Value(address & MASK).cast(type_of("unsigned long")).cast(kind.pointer()) \
        .dereference()


def entries(head, kind, member):
    """The structs on a list: head is its struct list_head, member the link inside."""
    struct = type_of(kind)
    offset = next(field.bitpos // 8 for field in struct.fields() if field.name == member)
    start, link = int(head.address), int(head["next"])
    for _ in range(LIST_MAX):
        if link == start:
            return
        if not link:
            raise gdb.GdbError(f"a list of {kind} at 0x{start:08x} is broken: a link is NULL")
        yield at(link - offset, struct)
        link = word(link)
    raise gdb.GdbError(f"a list of {kind} at 0x{start:08x} has no end")


def is_list(head):
    """Has this list been initialised?"""
    return int(head["next"]) != 0


def text_of(array):
    """The string in a char array or behind a char pointer."""
    return array.string(errors="replace") if int(array.address or 1) else ""


def place(address):
    """A function's address as name, or name+offset."""
    address = int(address) & MASK
    if not address:
        return "NULL"
    line = gdb.execute(f"info symbol 0x{address:x}", to_string=True)
    if line.startswith("No symbol"):
        return f"0x{address:08x}"
    return line.split(" in section ")[0].strip().replace(" + ", "+")


def function_at(address):
    """name (file:line) of a function that a pointer names."""
    block = function_block(int(address) & MASK)
    found = block and block.function
    return place(address) + (f" ({found.symtab.filename}:{found.line})" if found else "")


def function_block(address):
    """The whole function that an address is in, not what was inlined there; None: no C."""
    try:
        block = gdb.block_for_pc(address)
    except (gdb.error, RuntimeError):
        return None
    while block and not (block.function and block.superblock.is_static):
        block = block.superblock
    return block


def current_task(index=None):
    """The thread that a processor runs."""
    return per_cpu("current_task", index).dereference()


def tasks():
    """All threads, by their numbers."""
    head = symbol("task_list")
    if not is_list(head) or int(head["next"]) == int(head.address):
        raise gdb.GdbError("too early: there are no threads yet, sched_init() has not run; "
                           "try: break init_thread, continue")
    return sorted(entries(head, "struct task_struct", "tasks"), key=lambda task: int(task["pid"]))


def task_name(task):
    """A thread's name."""
    return text_of(task["comm"])


def runs_on(task):
    """The processor whose registers are this thread's; None: they are on its stack.

    Here the stack pointer decides, for in the middle of a switch the variables already, or still,
    name another thread.
    """
    here = int(register("esp")) & MASK
    size = (label("boot_stack_top") or 0) - (label("boot_stack") or 0)
    for index in cpus():
        if index == cpu() and size > 0:
            if 0 <= here - int(task["stack"]) <= size:
                return index
        elif int(current_task(index).address) == int(task.address):
            return index
    return None


def state_of(task):
    """A thread's state in a word: the API's, but who could run and does not is "ready"."""
    state = int(task["state"])
    if state == 0 and runs_on(task) is None:
        return "ready"
    return TASK_STATES.get(state, f"state {state}")


def table(rows, indent="", right=()):
    """Print rows of strings in aligned columns; @right: the columns that are numbers."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows)]
    for row in rows:
        cells = [cell.rjust(width) if index in right else cell.ljust(width)
                 for index, (cell, width) in enumerate(zip(row, widths))]
        gdb.write((indent + "  ".join(cells)).rstrip() + "\n")


class Command(gdb.Command):
    """A command that turns what goes wrong in reading memory into one line."""

    usage = ""

    def __init__(self, name, kind=gdb.COMMAND_STATUS):
        super().__init__(name, kind)
        self.name = name

    def invoke(self, argument, from_tty):
        try:
            words = gdb.string_to_argv(argument)
        except (RuntimeError, gdb.error) as error:
            raise gdb.GdbError(f"{self.name}: {error}") from None
        try:
            self.run(words)
        except gdb.MemoryError as error:
            raise gdb.GdbError(f"{self.name}: the kernel's memory cannot be read here ({error}); "
                               "is the image loaded that runs?") from None

    def bad_usage(self, problem):
        """Complain about the arguments."""
        raise gdb.GdbError(f"{self.name}: {problem}; usage: {self.name} {self.usage}".rstrip())

    def no_arguments(self, words):
        """For commands that take none."""
        if words:
            self.bad_usage(f"takes no argument, got {words[0]!r}")

    def run(self, words):
        """What the command does."""
        raise NotImplementedError


@functools.lru_cache(maxsize=None)
def exception_names():
    """The kernel's own names for the processor's exceptions."""
    try:
        names = symbol("exception_names")
        return [text_of(names[i]) if int(names[i]) else ""
                for i in range(names.type.range()[1] + 1)]
    except gdb.error:
        return []
