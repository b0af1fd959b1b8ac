# SPDX-License-Identifier: MIT
"""The images as files: small, bootable, with a true table of symbols."""

import struct
import subprocess

import pytest
from conftest import OUT, how_built

from halves.elf import Elf


@pytest.fixture(params=["halves", "halves-tests"])
def image(request):
    """Path of each image."""
    return OUT / f"{request.param}.elf"


def test_stripped_image_is_small(tmp_path):
    """halves.elf without symbols is under 200 KiB; clang's code is 2 % larger."""
    bare = tmp_path / "bare"
    subprocess.run(["strip", "-o", bare, OUT / "halves.elf"], check=True)
    assert bare.stat().st_size < (204 if "LLVM" in how_built() else 200) * 1024


def test_multiboot_header_stands_at_the_beginning(image):
    """Its three words are in the first 8 KiB, aligned, and add up to zero."""
    data = image.read_bytes()[:8192]
    headers = [struct.unpack_from("<3I", data, at) for at in range(0, len(data) - 11, 4)
               if data[at:at + 4] == struct.pack("<I", 0x1badb002)]
    assert len(headers) == 1
    assert sum(headers[0]) & 0xffffffff == 0


def test_no_notes_in_the_image(image):
    """Some linkers would put them in front of the header."""
    assert not [s.name for s in Elf(image).sections if s.name.startswith(".note")]


def test_symbol_table_for_backtraces_is_true(image):
    """The linked-in table names every function at its address; each 32nd is in the index.

    A byte of a name is a character, or stands for two further bytes.
    """
    elf = Elf(image)
    place = {s.name: s for s in elf.symbols() if s.name.startswith("kallsyms_")}
    section = elf.sections[place["kallsyms_count"].section]

    def read(symbol, index, form="<I"):
        offset = section.offset + place[symbol].value - section.address
        return struct.unpack_from(form, elf.data, offset + struct.calcsize(form) * index)

    def unpacked(packed):
        text = []
        while packed:
            code, *packed = packed
            first, second = read("kallsyms_pairs", code, "2B")
            if second:
                packed = [first, second, *packed]
            else:
                text.append(chr(code))
        return "".join(text)

    (count,) = read("kallsyms_count", 0)
    names = section.offset + place["kallsyms_names"].value - section.address
    table, (address, offset) = [], read("kallsyms_blocks", 0, "<2I")
    for index in range(count):
        if index % 32 == 0:
            assert read("kallsyms_blocks", index // 32, "<2I") == (address, offset)
        packed = elf.data[names + offset:elf.data.index(0, names + offset)]
        table.append((address, unpacked(packed)))
        address += read("kallsyms_steps", index, "<H")[0] & 0x7fff
        offset += len(packed) + 1
    assert address == elf.text().address + elf.text().size
    assert table == [(address, name.split(".")[0]) for address, name in elf.functions()
                     if address >= elf.text().address]
    assert "panic" in {name for _, name in table}


def test_only_the_tests_image_has_tests():
    """What is measured and shipped has no test code in it."""
    plain, tests = Elf(OUT / "halves.elf"), Elf(OUT / "halves-tests.elf")
    for elf, has_tests in ((plain, False), (tests, True)):
        place = {s.name: s.value for s in elf.symbols()}
        assert (place["__kunit_suites_end"] > place["__kunit_suites_start"]) == has_tests
        assert ("kunit" in elf.programs()) == has_tests
    assert plain.programs() <= tests.programs()
    assert "compare" in plain.programs()
