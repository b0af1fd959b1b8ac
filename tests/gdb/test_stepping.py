# SPDX-License-Identifier: MIT
"""Every instruction between an interrupt and C, and of a thread switch, has the right `bt`.

The machine is stepped through them one by one. At each, the frames below are compared with those
before the first step: functions, places and registers.
"""

import pytest
from gdbsession import on_stage, stage  # noqa: F401  (fixtures)

pytestmark = pytest.mark.xdist_group("gdb")

# Within GDB. below(): a frame and all below it, those that have a place on the stack.
HELPERS = """
def below(frame):
    found = []
    while frame is not None:
        if frame.type() not in (gdb.INLINE_FRAME, gdb.TAILCALL_FRAME):
            found.append([frame.name(), frame.pc(), frame.find_sal().line])
        frame = frame.older()
    return found

def interrupted():
    '''The frame below the innermost interrupt.'''
    return next(frame for frame in frames() if frame.type() == gdb.SIGTRAMP_FRAME).older()

def known(frame):
    '''The registers that an interrupt gives back; those of segments only as far as they count.'''
    return {name: register(frame, name) for name in REGISTERS
            if name not in ('ss', 'gs', 'cs', 'eflags')}

def step_through(ends, c_functions, report_as):
    '''Step until the machine is at @ends; C functions called on the way are run through.'''
    seen = []
    while pc() != ends:
        name = gdb.newest_frame().name()
        if name in c_functions:
            do('finish')
        frame = interrupted()
        seen.append({'pc': pc(), 'source': source(gdb.newest_frame()), 'below': below(frame),
                     'registers': known(frame), 'names': [f.name() for f in frames()]})
        do('stepi')
        assert len(seen) < 500
    report(report_as, seen)
"""


def check(seen, before, registers, first, last):
    """All instructions from first to last were seen, and below each was the same."""
    sources = [one["source"].split(";")[0].strip() for one in seen]
    assert sources[0] == first and sources[-1] == last, sources
    for one in seen:
        assert one["below"] == before, (hex(one["pc"]), one["source"], one["names"])
        assert one["registers"] == registers, (hex(one["pc"]), one["source"])
    return sources


def test_every_instruction_of_an_interrupt(on_stage):
    """hv irqstep on, and stepi from the store that makes the card interrupt, to iret and back."""
    run = on_stage(HELPERS + """
go('stage_store')
# The store, without interrupts: QEMU may let the time jump to the next tick while GDB stops it.
do('stepi')
assert pc() == address('stage_landing')
do('hv irqstep on')
report('before', below(gdb.newest_frame()))
report('registers', known(gdb.newest_frame()))
do('stepi')                             # not the ret: the interrupt
step_through(address('stage_landing'), ['do_IRQ'], 'seen')
report('after', below(gdb.newest_frame()))
""")
    sources = check(run["seen"], run["before"], run["registers"], "push dword 0", "iret")
    assert run["before"][0][0] == "stage_landing" and run["before"][-1][0] == "thread_start"
    for instruction in ("push dword noted", "push fs", "push ebx", "mov ds, eax", "cld",
                        "call do_IRQ", "pop ebx", "pop fs", "add esp, 8"):
        assert instruction in sources
    assert len(sources) >= 30
    assert run["after"] == run["before"]


def test_every_instruction_of_an_exception(on_stage):
    """A page fault, which brings an error code of its own, and is mended."""
    run = on_stage(HELPERS + """
go('play_probe')
go('probe_kernel_read')
while 'rep movs' not in do('x/i $pc'):
    do('stepi')
report('before', below(gdb.newest_frame()))
report('registers', known(gdb.newest_frame()))
do('stepi')                             # not the load: the fault
step_through(address('do_trap'), [], 'seen')
report('bt', do('bt'))
""")
    sources = check(run["seen"], run["before"], run["registers"], "push dword noted",
                    "call do_trap")
    assert "push ebx" in sources
    assert "<exception 14: page fault>" in run["bt"]


def test_every_instruction_of_top_half_and_tasklet(on_stage):
    """Through C, too: an interrupt, its tasklet, another interrupt in that, and back."""
    run = on_stage(HELPERS + """
go('stage_interrupted')
while not do('x/i $pc').split(':', 1)[1].split()[0] == 'int':
    do('stepi')
before = below(gdb.newest_frame())
ends = before[0][1] + 2
do('stepi')
count, wrong = 0, []
while pc() != ends:
    names = [frame.name() for frame in frames()]
    outermost = [frame for frame in frames() if frame.type() == gdb.SIGTRAMP_FRAME][-1]
    outer = below(outermost.older())
    # INT n is a trap: what comes next is the instruction behind it.
    if outer[1:] != before[1:] or outer[0][:2] != [before[0][0], ends] or None in names:
        wrong.append([hex(pc()), names])
    count += 1
    do('stepi')
report('count', count)
report('wrong', wrong)
""")
    assert run["wrong"] == []
    assert run["count"] > 300


def test_every_instruction_of_a_function_without_a_frame(on_stage):
    """It reads EFLAGS by way of the stack, before any frame is set up: its caller stays known."""
    run = on_stage(HELPERS + """
from hv import kernel
go('*preempt_schedule')          # the function itself, not where it was inlined
callers = below(gdb.newest_frame())[1:]
block = kernel.function_block(pc())
code, wrong = [], []
while block.start <= pc() < block.end:
    code.append(do('x/i $pc').split(':', 1)[1].split()[0])
    if below(gdb.newest_frame())[1:] != callers:
        wrong.append([do('x/i $pc'), do('bt')])
    do('stepi')
report('code', code)
report('wrong', wrong)
""")
    assert run["wrong"] == []
    assert "pushf" in run["code"], run["code"]


def test_every_instruction_of_a_switch(on_stage):
    """In switch_stacks `bt` is that of the thread whose stack it stands on, before and after."""
    run = on_stage(HELPERS + """
def caller():
    frame = gdb.newest_frame().older()
    registers = {n: register(frame, n) for n in ('ebx', 'esi', 'edi', 'ebp', 'esp', 'eip')}
    return [below(frame), registers]

go('stage_sleeper')                     # from here to where it falls asleep: on to another thread
go('switch_stacks')
seen = []
while gdb.newest_frame().name() == 'switch_stacks':
    seen.append([source(gdb.newest_frame()), *caller(), int(kernel_task())])
    do('stepi')
report('seen', seen)
report('after', [below(gdb.newest_frame()),
                 {n: register(gdb.newest_frame(), n)
                  for n in ('ebx', 'esi', 'edi', 'ebp', 'esp', 'eip')}])
""".replace("kernel_task()", "gdb.parse_and_eval('current_task->pid')"))
    seen = run["seen"]
    sources = [source for source, *_ in seen]
    turn = sources.index("mov esp, ecx") + 1
    assert sources == ["push ebp", "push ebx", "push esi", "push edi", "mov [edx], esp",
                       "mov esp, ecx", "pop edi", "pop esi", "pop ebx", "pop ebp", "ret"]
    for _, frames, registers, _ in seen[:turn]:
        assert (frames, registers) == (seen[0][1], seen[0][2])
    assert "stage_sleeper" in [name for name, *_ in seen[0][1]]
    assert seen[0][1][-1][0] == "thread_start"
    for _, frames, registers, _ in seen[turn:]:
        assert frames[1:] == run["after"][0][1:]
        assert (frames, registers) == (seen[turn][1], seen[turn][2])
    assert seen[turn][2] == run["after"][1]
    assert "stage_sleeper" not in [name for name, *_ in seen[turn][1]]


def test_the_first_switch_to_a_thread(on_stage):
    """A thread that has not run yet begins in thread_start, and its stack ends there."""
    run = on_stage("""
go('kthread_entry')
go('kthread_entry')
do('break switch_stacks')
found = None
while not found:
    do('continue')
    while gdb.newest_frame().name() == 'switch_stacks':
        if 'thread_start' in do('bt') and 'kthread_entry' not in do('bt'):
            found = True
            report('bt', do('bt'))
        do('stepi')
report('there', do('bt'))
do('delete')
report('called', go('schedule_tail'))
report('entered', go('kthread_entry'))
""")
    names = [[line.split()[-4] if " in " not in line else line.split(" in ")[1].split()[0]
              for line in run[key].splitlines()] for key in ("bt",)]
    assert names == [["switch_stacks", "thread_start"]], run["bt"]
    assert run["there"].startswith("#0  thread_start ()")
    assert len(run["there"].splitlines()) == 1
    assert len(run["called"].splitlines()) == 2 and "thread_start" in run["called"]
    assert len(run["entered"].splitlines()) == 2 and "thread_start" in run["entered"]


def test_irqstep_off_stays_in_the_code(on_stage):
    """Without it, `stepi` goes on to the next instruction, and the interrupt comes later."""
    run = on_stage("""
        go('stage_store')
        report('how', do('hv irqstep'))
        for _ in range(3):
            do('stepi')
        report('name', gdb.newest_frame().name())
        report('on', do('hv irqstep on'))
        report('off', do('hv irqstep off'))
        report('bt', go('*stage_card_top_half'))
    """)
    assert run["how"].startswith("irqstep off")
    assert run["on"].startswith("irqstep on") and run["off"].startswith("irqstep off")
    assert run["name"] == "play_card"
    assert "stage_card_top_half" in run["bt"]
