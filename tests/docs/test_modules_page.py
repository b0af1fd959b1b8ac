# SPDX-License-Identifier: MIT
"""docs/modules.md: its source is the file's, and its table of errors is the kernel's."""

import re

from conftest import TOP

PAGE = (TOP / "docs/modules.md").read_text()


def test_the_source_is_the_files():
    """The listing is tests/modules/hello.c behind its head, to the letter."""
    listing, = re.findall(r"^```c\n(.*?)^```$", PAGE, flags=re.M | re.S)
    assert (TOP / "tests/modules/hello.c").read_text().endswith(listing)


def test_the_errors_are_the_kernels():
    """Each errno of the table is one that kernel/module/ or lib/relocatable*.c gives."""
    table = set(re.findall(r"^\| `(E\w+)` ", PAGE, flags=re.M))
    sources = "".join(path.read_text() for path in [*(TOP / "kernel/module").glob("*.c"),
                                                    *(TOP / "lib").glob("relocatable*.c")])
    assert table == set(re.findall(r"-(E(?:NOEXEC|NOENT|EXIST|INVAL|BUSY))\b", sources))


def test_what_takes_back_is_what_the_report_says():
    """Each way out that the kernel names for a leftover is in the page's table."""
    text = "".join(path.read_text() for path in (TOP / "kernel").rglob("*.c"))
    ways = set(re.findall(r'\.instead = "(\w+)\(\) it"', text))
    assert {"tasklet_kill", "del_timer_sync", "free_irq"} <= ways
    missing = {way for way in ways if f"`{way}()`" not in PAGE}
    assert missing <= {"pci_unregister_driver", "unregister_chrdev"}
