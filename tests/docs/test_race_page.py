# SPDX-License-Identifier: MIT
"""docs/race.md: the window that it shows is one of the tree's."""

import re

from conftest import TOP


def test_the_source_is_the_files():
    """The listing stands in tests/kernel/race_sleep.c, to the letter."""
    listing, = re.findall(r"^```c\n(.*?)^```$", (TOP / "docs/race.md").read_text(),
                          flags=re.M | re.S)
    assert listing in (TOP / "tests/kernel/race_sleep.c").read_text()
