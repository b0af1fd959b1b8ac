# SPDX-License-Identifier: MIT
"""Lab 1: what only the file shows, and a boot loader looks at: the Multiboot header."""

import struct

MAGIC = struct.pack("<I", 0x1badb002)
REACH = 8192                # bytes of the file in which a loader looks for the header


def find(data):
    """Offset of the first aligned magic in the reach of a loader, or None."""
    for at in range(0, min(len(data), REACH) - 11, 4):
        if data[at:at + 4] == MAGIC:
            return at
    return None


def check_header_place(elf):
    """The header lies within the first 8 KiB of the file, at a multiple of four."""
    if find(elf.data) is not None:
        return None
    at = elf.data.find(MAGIC)
    if at < 0:
        return "there is no Multiboot magic, 0x1badb002, in the file"
    return (f"the magic is at offset {at} of the file: a loader looks at multiples of 4 "
            f"below {REACH}")


def check_header_sum(elf):
    """Magic, flags and checksum add up to zero."""
    at = find(elf.data)
    if at is None:
        return "there is no header where a loader looks for it"
    words = struct.unpack_from("<3I", elf.data, at)
    total = sum(words) & 0xffffffff
    if total:
        return (f"magic {words[0]:08x} + flags {words[1]:08x} + checksum {words[2]:08x} "
                f"are {total:08x}, not 0")
    return None
