# SPDX-License-Identifier: MIT
"""lines.py - from an address in an image to the lines of source that it was made of.

Callers: tools/race, and its test. An instruction that was inlined has a line in each function on
the way: the innermost first, as in a backtrace. binutils' addr2line reads the debug information.
"""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple


class Line(NamedTuple):
    function: str
    file: str       # in the tree
    number: int
    text: str       # without blanks around; "" if the file is not there


def lines(image, address, top):
    """[Line…] of the instruction at @address; @top is the tree that the image was built from."""
    printed = subprocess.run(["addr2line", "-f", "-i", "-e", str(image), f"{address:#x}"],
                             check=True, capture_output=True, text=True).stdout.splitlines()
    found = []
    for function, place in zip(printed[::2], printed[1::2]):
        match = re.match(r"(?:\./)*(.*):(\d+)", place)
        if match:
            path, number = Path(top) / match[1], int(match[2])
            source = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
            found.append(Line(function, match[1], number,
                              source[number - 1].strip() if 0 < number <= len(source) else ""))
    return found
