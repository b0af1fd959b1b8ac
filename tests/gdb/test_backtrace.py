# SPDX-License-Identifier: MIT
"""Wherever the machine stops, `bt` shows the whole stack: to where the thread begins."""

import pytest
from conftest import OUT
from gdbsession import (  # noqa: F401  (fixtures)
    HELPERS, in_order, names_of, on_stage, session, stage)

pytestmark = pytest.mark.xdist_group("gdb")

INTERRUPT = ["handle_irq", "do_IRQ", "interrupt"]
SOFTIRQ = ["run_softirq", "__do_softirq", "do_IRQ", "interrupt"]
STAGE = ["play_interrupts", "gdb_stage", "run_programs", "init_thread", "kthread_entry",
         "thread_start"]
ON_STAGE = ["<interrupt: irq 20>", "irq_inject", "stage_interrupted", *STAGE]

STOPS = {
    "top half": ("stage_top_half", ["stage_top_half", *INTERRUPT, *ON_STAGE]),
    "tasklet": ("stage_tasklet_fn",
                ["stage_tasklet_fn", "run_tasklet", "tasklet_action", *SOFTIRQ, *ON_STAGE]),
    "top half in a tasklet": (
        "stage_nested_top_half",
        ["stage_nested_top_half", *INTERRUPT, "<interrupt: irq 21>", "irq_inject",
         "stage_tasklet_fn", "run_tasklet", "tasklet_action", *SOFTIRQ, *ON_STAGE]),
    "softirq": ("stage_softirq_action", ["stage_softirq_action", *SOFTIRQ, *ON_STAGE]),
    "work": ("stage_work_fn",
             ["stage_work_fn", "run_workqueue", "worker_thread", "kthread_entry", "thread_start"]),
    "timer": ("stage_timer_fn",
              ["stage_timer_fn", "run_timer_softirq", *SOFTIRQ, "<interrupt: irq 0>", "stage_busy",
               "play_timer", *STAGE[1:]]),
}


@pytest.fixture(scope="module")
def stops(stage, tmp_path_factory):
    """{what: text of `bt`}: one run through all of STOPS, which are in the order of the scenes."""
    body = "".join(f"report({what!r}, go({place!r}))\n" for what, (place, _) in STOPS.items())
    return session(tmp_path_factory.mktemp("stops"), stage, "run=gdb_stage poweroff", body)


@pytest.mark.parametrize("what", STOPS)
def test_whole_stack(stops, what):
    """From a handler through the interrupt into what was interrupted, to the thread's start."""
    text = stops[what]
    assert in_order(STOPS[what][1], names_of(text)), text
    assert "??" not in text and "corrupt" not in text, text


def test_whole_stack_in_the_plain_image(tmp_path):
    """The edu card's top half, in the comparison."""
    run = session(tmp_path, OUT / "halves.elf", "run=compare compare.count=3 poweroff",
                  "report('bt', go('edu_top_half'))")
    assert in_order(["edu_top_half", *INTERRUPT, "<interrupt: irq 10>", "edu_fire", "fire_all",
                     "compare_main", *STAGE[2:]], names_of(run["bt"])), run["bt"]


def test_boot_stack_ends_where_the_assembly_begins(tmp_path):
    """start_kernel was called by boot/start.asm, and nobody called that."""
    run = session(tmp_path, OUT / "halves.elf", "", """
        report('bios', do('bt'))
        report('start', go('*_start'))
        report('high', go('*start_high'))
        report('kernel', go('start_kernel'))
    """)
    assert names_of(run["bios"]) == ["??"]
    assert names_of(run["start"]) == ["_start"]
    assert names_of(run["high"]) == ["start_high"]
    assert names_of(run["kernel"]) == ["start_kernel", "start_high"]


def test_interrupted_registers_are_known(on_stage):
    """The frame below an interrupt has the registers that were interrupted, as pt_regs has them."""
    run = on_stage("""
        go('do_IRQ')
        regs = gdb.newest_frame().read_var('regs').dereference()
        saved = {field.name: int(regs[field.name]) & 0xffffffff for field in regs.type.fields()}
        report('saved', saved)
        report('frame_ends', int(regs['esp'].address))
        report('frames', [[frame.name(), registers(frame)] for frame in frames()])
    """)
    assert run["frames"][0][0] == "do_IRQ"
    seen = next(registers for name, registers in run["frames"] if name == "irq_inject")
    # From ring 0 the processor pushes no ESP, SS: the stack goes on where the frame ends.
    wanted = {**run["saved"], "esp": run["frame_ends"]}
    for name in ("ebx ecx edx esi edi ebp eax ds es fs eip cs eflags esp").split():
        assert seen[name] == wanted[name], name


def test_function_interrupted_at_its_first_instruction(on_stage):
    """It has its own name, not that of the function before it; so has its caller."""
    run = on_stage("report('bt', go('*stage_card_top_half'))")
    names = names_of(run["bt"])
    assert in_order(["stage_card_top_half", "do_IRQ", "interrupt", "<interrupt: irq 10>",
                     "stage_landing", "play_card", *STAGE[1:]], names), run["bt"]
    assert "stage_store" not in names


def test_fault_at_the_first_instruction_of_a_function(on_stage):
    """An exception names the function and the line that faulted, not what comes before."""
    run = on_stage("""
        report('bt', go('do_trap'))
        frame = next(frame for frame in frames() if frame.type() == gdb.SIGTRAMP_FRAME).older()
        report('name', frame.name())
        report('same', frame.pc() == int(gdb.newest_frame().read_var('regs')['eip']))
        report('source', source(frame))
    """, "gdb_fault")
    assert in_order(["do_trap", "exception", "<exception 14: page fault>", "stage_fault",
                     "gdb_fault", *STAGE[2:]], names_of(run["bt"])), run["bt"]
    assert run["name"] == "stage_fault" and run["same"]
    assert run["source"] == "return *p;"


def test_finish_and_up_know_the_frames(on_stage):
    """`finish` goes from a top half back to the assembly, and from there back to what it left."""
    run = on_stage("""
        go('do_IRQ')
        do('up')
        report('up', source(gdb.selected_frame()))
        do('down')
        do('finish')
        report('finish', source(gdb.newest_frame()))
        report('at', pc() == address('entry_return'))
        report('bt', do('bt 2'))
        do('finish')                    # what is shown at iret is not part of its output
        report('again', source(gdb.newest_frame()))
        report('iret', do('bt 1'))
        do('stepi')
        report('back', gdb.newest_frame().name())
    """)
    assert run["up"] == "call do_IRQ"
    assert run["at"] and run["finish"] == "pop ebx"
    assert names_of(run["bt"]) == ["entry_return", "<interrupt: irq 20>"]
    assert run["again"] == "iret" and names_of(run["iret"]) == ["<interrupt: irq 20>"]
    assert run["back"] == "irq_inject"


def test_next_steps_over_the_handler(on_stage):
    """In entry.asm `next` at `call do_IRQ` stops behind the call."""
    run = on_stage("""
        go('do_IRQ')
        call = next(f for f in frames() if f.name() == 'interrupt').pc() - 5
        go(f'*{call:#x}')
        report('next', do('next'))
        report('at', pc() == address('entry_return'))
    """)
    assert run["at"], run["next"]


def test_loads_again(on_stage):
    """Sourced twice, it works once."""
    run = on_stage(f"""
        do('source {HELPERS}')
        report('files', len(gdb.objfiles()))
        report('bt', go('stage_top_half'))
    """)
    assert run["files"] == 2, "the image, and what signalframe.py has written"
    assert in_order(STOPS["top half"][1], names_of(run["bt"])), run["bt"]


def test_another_image(on_stage):
    """After `file` with another image it is that one's assembly which is read."""
    run = on_stage(f"""
        own = gdb.objfiles()[0].filename
        do('file {OUT}/halves.elf')
        do('file ' + own)
        report('files', len(gdb.objfiles()))
        report('bt', go('stage_top_half'))
    """)
    assert run["files"] == 2
    assert in_order(STOPS["top half"][1], names_of(run["bt"])), run["bt"]
