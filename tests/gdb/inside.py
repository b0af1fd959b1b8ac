# SPDX-License-Identifier: MIT
"""inside.py - runs within GDB: what the pieces of Python that tests hand over are written with."""

import contextlib
import json
import linecache
import re

import gdb

RESULTS = {}
REGISTERS = "eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs".split()


def do(command):
    """Run a command of GDB's, return what it printed.

    Without what it has to say about start.asm, whose two sections NASM describes as one.
    """
    return re.sub(r"warning: \((Internal error|Error): pc .*\n", "",
                  gdb.execute(command, to_string=True))


def fails(command):
    """Run a command that must fail, return its complaint."""
    try:
        do(command)
    except gdb.error as error:
        return str(error)
    raise AssertionError(f"{command}: did not fail")


def report(name, value):
    """Hand something back to the test."""
    RESULTS[name] = value


def go(place):
    """Continue to a place, once."""
    do(f"tbreak {place}")
    do("continue")
    return do("bt")


def source(frame):
    """The line that a frame shows."""
    sal = frame.find_sal()
    return linecache.getline(sal.symtab.fullname(), sal.line).strip()


def register(frame, name):
    """A register as a number."""
    return int(frame.read_register(name)) & 0xffffffff


def registers(frame):
    """All registers that a frame can be asked for."""
    return {name: register(frame, name) for name in REGISTERS}


def frames():
    """All frames, innermost first."""
    frame = gdb.newest_frame()
    while frame is not None:
        yield frame
        frame = frame.older()


def address(label):
    """The address of a label or function."""
    return int(gdb.parse_and_eval(f"(unsigned long)&{label}")) & 0xffffffff


def pc():
    """Where the machine is."""
    return register(gdb.newest_frame(), "eip")


def play(program, results):
    """Run a test's piece; write down what it reported only if it ran to its end."""
    with open(program, encoding="utf-8") as file:
        code = compile(file.read(), program, "exec")
    exec(code, globals())           # pylint: disable=exec-used
    with open(results, "w", encoding="utf-8") as file:
        json.dump(RESULTS, file)
    with contextlib.suppress(gdb.error):        # QEMU may be gone before it has answered
        gdb.execute("kill", to_string=True)
