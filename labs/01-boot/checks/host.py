# SPDX-License-Identifier: MIT
"""Lab 1: what only the file shows, and a boot loader looks at: the Multiboot header."""

import pathlib
import struct

MAGIC = struct.pack("<I", 0x1badb002)
REACH = 8192                # bytes of the file in which a loader looks for the header


def find(data):
    """Offset of the first aligned magic in the reach of a loader, or None."""
    for at in range(0, min(len(data), REACH) - 11, 4):
        if data[at:at + 4] == MAGIC:
            return at
    return None


def check_header(elf):
    """The header lies at a multiple of 4 in the first 8 KiB of the file, and adds up to zero."""
    data = pathlib.Path(elf).read_bytes()
    at = find(data)
    if at is None:
        at = data.find(MAGIC)
        if at < 0:
            return "there is no Multiboot magic, 0x1badb002, in the file"
        return (f"the magic is at offset {at} of the file: a loader looks at multiples of 4 "
                f"below {REACH}")
    words = struct.unpack_from("<3I", data, at)
    total = sum(words) & 0xffffffff
    if total:
        return (f"magic {words[0]:08x} + flags {words[1]:08x} + checksum {words[2]:08x} "
                f"are {total:08x}, not 0")
    return None
