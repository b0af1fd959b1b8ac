# SPDX-License-Identifier: MIT
"""elf.py - the little of ELF32 that the tools need: sections and symbols, with nothing to install.

Callers: tools/kallsyms (the table for backtraces), tools/run (which programs an image holds),
the tests of the image.
"""

import struct
from typing import NamedTuple

SHF_EXECINSTR = 0x4
SHT_SYMTAB = 2
STT_FUNC, STT_SECTION, STT_FILE = 2, 3, 4
STB_LOCAL = 0
EXPORT_MARK = "__export_"    # <linux/export.h>


class Section(NamedTuple):
    name: str
    type: int
    flags: int
    address: int
    offset: int
    size: int
    link: int


class Symbol(NamedTuple):
    name: str
    value: int
    size: int
    type: int
    section: int
    bind: int


class Elf:
    """A 32-bit little-endian ELF file, read whole."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        if self.data[:7] != b"\x7fELF\x01\x01\x01":
            raise ValueError(f"{path}: not a 32-bit little-endian ELF file")
        offset, = struct.unpack_from("<I", self.data, 32)
        entry_size, count, names = struct.unpack_from("<HHH", self.data, 46)
        headers = [struct.unpack_from("<10I", self.data, offset + i * entry_size)
                   for i in range(count)]
        names_at = headers[names][4]
        self.sections = [Section(self._text(names_at + h[0]), h[1], h[2], h[3], h[4], h[5], h[6])
                         for h in headers]

    def _text(self, offset):
        return self.data[offset:self.data.index(0, offset)].decode()

    def symbols(self, everywhere=False):
        """Every named symbol that is defined in a section, or @everywhere: in none as well."""
        for table in self.sections:
            if table.type != SHT_SYMTAB:
                continue
            names_at = self.sections[table.link].offset
            for name, value, size, info, _, section in struct.iter_unpack(
                    "<IIIBBH", self.data[table.offset:table.offset + table.size]):
                if name and (everywhere or 0 < section < len(self.sections)) and \
                        info & 15 not in (STT_SECTION, STT_FILE):
                    yield Symbol(self._text(names_at + name), value, size, info & 15, section,
                                 info >> 4)

    def text(self):
        """The section with the code that runs at the linked addresses."""
        section, = (section for section in self.sections if section.name == ".text")
        return section

    def functions(self):
        """(address, name) of each function, ascending, one an address; labels of NASM included.

        Left out: what runs before paging, far below the rest; local labels (entry.loop) and the
        linker script's marks (__text_end). Of several names for one address a function's goes
        before a bare label's.
        """
        best = {}
        for symbol in self.symbols():
            bare = symbol.type != STT_FUNC
            if self.sections[symbol.section].name == ".boot":
                continue
            if self.sections[symbol.section].flags & SHF_EXECINSTR and not (
                    bare and ("." in symbol.name or symbol.name.endswith(("_start", "_end"))
                              and symbol.name.startswith("__"))):
                rank = (bare, "." in symbol.name, symbol.name)
                if symbol.value not in best or rank < best[symbol.value]:
                    best[symbol.value] = rank
        return [(address, best[address][2]) for address in sorted(best)]

    def exports(self):
        """Names that EXPORT_SYMBOL() marked, and whether each is a function: {name: bool}.

        Raises ValueError for a name that is no global symbol of this image.
        """
        marked, defined = set(), {}
        for symbol in self.symbols(everywhere=True):
            if symbol.name.startswith(EXPORT_MARK):
                marked.add(symbol.name[len(EXPORT_MARK):])
            elif symbol.bind != STB_LOCAL:
                defined[symbol.name] = symbol.type == STT_FUNC
        for name in sorted(marked - set(defined)):
            raise ValueError(f"EXPORT_SYMBOL({name}): it is static, or not there")
        return {name: defined[name] for name in sorted(marked)}

    def programs(self):
        """Names that PROGRAM() registered in this image, for run= on the command line."""
        return {s.name[len("program_"):] for s in self.symbols() if s.name.startswith("program_")}
