# SPDX-License-Identifier: MIT
"""docs/faq.md: our messages stand in our sources as on the page, three of QEMU's are provoked."""

import re
import shutil
import subprocess

import pytest
from conftest import TOP

TEXT = (TOP / "docs/faq.md").read_text(encoding="utf-8")
# A Multiboot header, and a loop, whose words add up to `sum`.
PROGRAM = """.text
.long 0x1badb002, 3, {sum} - 0x1badb002 - 3
.globl _start
_start: jmp _start
"""
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


@pytest.mark.parametrize("bits, total, step, message", [
    (32, 0, "-c", "Error while loading elf kernel"),
    (64, 0, "-static", "Cannot load x86-64 image, give a 32bit one."),
    (32, 1, "-static", "Error loading uncompressed kernel without PVH ELF Note"),
], ids=["object", "64", "header"])
def test_message_is_qemus(tmp_path, bits, total, step, message):
    """What QEMU says of a file that it does not boot is on the page."""
    if not shutil.which("gcc") or not shutil.which("qemu-system-i386"):
        pytest.skip("no gcc or no QEMU: make setup")
    source, file = tmp_path / "program.s", tmp_path / "program"
    source.write_text(PROGRAM.format(sum=total))
    subprocess.run(["gcc", f"-m{bits}", "-nostdlib", step, "-Wl,-N,-Ttext=0x100000,--build-id=none",
                    "-o", file, source], check=True, capture_output=True)
    done = subprocess.run(["qemu-system-i386", "-kernel", file, "-display", "none"], text=True,
                          capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert message in done.stderr
    assert f"`{message}`" in TEXT
