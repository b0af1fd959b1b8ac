# SPDX-License-Identifier: MIT
"""signalframe.py - the two things about frames that only call frame information can say.

A Python unwinder can make ordinary frames only. Two of ours are none:
  - What was interrupted did not call anything: its EIP is the next instruction, not the one after
    a call. For ordinary callers GDB looks one byte back, and so would show the line before, or,
    for a function interrupted at its first instruction, another function. DWARF marks such frames
    with an S; GDB calls them signal frames.
  - Where a stack ends. DWARF says it by an undefined return address.

So we write a small ELF file that holds nothing but a .debug_frame section and load it like any
file of symbols. Its one signal frame is that of `iret`: then only the processor's own frame is on
the stack: EIP, CS, EFLAGS, and from ring 3 also ESP, SS.

See: DWARF 4, 6.4 call frame information; GNU's augmentation letters "z" and "S".
"""

import atexit
import contextlib
import os
import struct
import tempfile

import gdb

# numbers of registers in DWARF for i386
EBX, ESP, EIP, EFLAGS, CS = 3, 4, 8, 9, 41
CFA_DEF_EXPRESSION, CFA_EXPRESSION, CFA_UNDEFINED, CFA_DEF = 0x0f, 0x10, 0x07, 0x0c
OP_DEREF, OP_AND, OP_LIT3, OP_BRA, OP_SKIP, OP_BREG = 0x06, 0x1a, 0x33, 0x28, 0x2f, 0x70
FROM_ESP = bytes([OP_BREG + ESP])


def _esp_plus(offset):
    """An expression: ESP + offset (0 … 63)."""
    return FROM_ESP + bytes([offset])


def _block(data):
    return bytes([len(data)]) + data


def _interrupt_rules():
    """The caller's registers, at `iret`: EIP at ESP, CS at ESP + 4, EFLAGS at ESP + 8."""
    user = bytes([OP_DEREF])                            # ESP was pushed, too: take it
    skip = bytes([OP_SKIP]) + struct.pack("<h", len(user))
    esp = (_esp_plus(12) +                              # from ring 0 it is where the frame ends
           _esp_plus(4) + bytes([OP_DEREF, OP_LIT3, OP_AND]) +      # CS & 3: from ring 3?
           bytes([OP_BRA]) + struct.pack("<h", len(skip)) + skip + user)
    rules = bytes([CFA_DEF_EXPRESSION]) + _block(esp)
    for register, offset in ((EIP, 0), (CS, 4), (EFLAGS, 8)):
        rules += bytes([CFA_EXPRESSION, register]) + _block(_esp_plus(offset))
    return rules


def _beginning_rules():
    """Nobody called."""
    return bytes([CFA_DEF, ESP, 4, CFA_UNDEFINED, EIP])


def _entry(body):
    body += b"\0" * (-len(body) % 4)                    # 0 is a rule, too: do nothing
    return struct.pack("<I", len(body)) + body


def _common(rules, augmentation):
    """A CIE: version 1, code alignment 1, data alignment -4, return address in EIP."""
    data = b"\0" if augmentation else b""               # z: length of the data that follow: none
    return _entry(struct.pack("<I", 0xffffffff) + b"\x01" + augmentation + b"\0" +
                  b"\x01\x7c" + bytes([EIP]) + data + rules)


def _frames(irets, beginnings):
    """The section: one CIE and its FDEs for each kind."""
    section = b""
    for rules, augmentation, ranges in (
            (_interrupt_rules(), b"zS", [(address, address) for address in irets]),
            (_beginning_rules(), b"", beginnings)):
        common = len(section)
        section += _common(rules, augmentation)
        for first, last in ranges:
            data = b"\0" if augmentation else b""
            section += _entry(struct.pack("<III", common, first, last + 1 - first) + data)
    return section


def _elf(section):
    """An ELF file of one useful section. GDB insists on a .text, so there is an empty one."""
    names = b"\0.text\0.debug_frame\0.shstrtab\0"
    at_frames = 52
    at_names = at_frames + len(section)
    at_headers = (at_names + len(names) + 3) & ~3

    def header(name, kind, flags, offset, size):
        return struct.pack("<10I", names.index(name) if name else 0, kind, flags, 0, offset, size,
                           0, 0, 1, 0)
    headers = (header(b"", 0, 0, 0, 0) +
               header(b".text\0", 8, 6, 0, 0) +                         # NOBITS, alloc exec
               header(b".debug_frame\0", 1, 0, at_frames, len(section)) +
               header(b".shstrtab\0", 3, 0, at_names, len(names)))
    start = b"\x7fELF\x01\x01\x01" + b"\0" * 9 + struct.pack(
        "<HHIIIIIHHHHHH", 2, 3, 1, 0, 0, at_headers, 0, 52, 0, 0, 40, 4, 3)     # EXEC, i386
    return (start + section + names).ljust(at_headers, b"\0") + headers


class SignalFrames:
    """The file, and that GDB has loaded it."""

    def __init__(self):
        self.path = None
        atexit.register(self.delete)

    def load(self, irets, beginnings):
        """Describe these addresses and no others."""
        self.remove()
        handle, self.path = tempfile.mkstemp(prefix="halves-frames-", suffix=".elf")
        with os.fdopen(handle, "wb") as file:
            file.write(_elf(_frames(irets, beginnings)))
        gdb.execute(f"add-symbol-file {self.path} -o 0", to_string=True)

    def remove(self):
        """Forget the file."""
        for objfile in gdb.objfiles():
            if self.path and objfile.filename == self.path:
                gdb.execute(f"remove-symbol-file {self.path}", to_string=True)
        self.delete()

    def delete(self):
        """Take it off the disk; when GDB ends there is no more to do."""
        if self.path:
            with contextlib.suppress(OSError):
                os.remove(self.path)
        self.path = None
