# SPDX-License-Identifier: MIT
"""docs/faq.md: the messages that are ours are in our sources, as they stand on the page."""

import re

import pytest
from conftest import TOP

TEXT = (TOP / "docs/faq.md").read_text(encoding="utf-8")
OURS = ("is missing: run 'make setup'", "setup:", "O=…", "HZ=…", "GUI=1,")


def rows(title):
    """The messages of one chapter of the page: what stands in `code` in the first cell."""
    chapter = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", TEXT, flags=re.M | re.S)[1]
    cells = re.findall(r"^\| (.*?) \|", chapter, flags=re.M)
    return [message for cell in cells for message in re.findall(r"`([^`]+)`", cell)]


def sources():
    """What our programs say: the text of all sources, C's strings joined."""
    files = [TOP / "Makefile", *(path for room in ("kernel", "arch", "lib", "tools", "labs")
                                 for path in (TOP / room).rglob("*") if path.is_file())]
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    text = re.sub(r'"\s*\n\s*f?"', "", text)
    return re.sub(r"KERN_\w+ ", "", text).replace('\\"', '"')


MESSAGES = rows("Halves says") + [message for title in ("Building", "QEMU and GRUB")
                                  for message in rows(title) if message.startswith(OURS)
                                  or any(part in message for part in OURS[:1])]


@pytest.fixture(scope="module", name="text")
def read():
    return sources()


def test_there_are_enough():
    """The page was read."""
    assert len(MESSAGES) > 20


@pytest.mark.parametrize("message", MESSAGES)
def test_message_is_ours(text, message):
    """Each piece between the dots is in a source."""
    for piece in message.split("…"):
        piece = piece.strip()
        assert len(piece) < 3 or piece in text, piece
