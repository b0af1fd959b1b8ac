# SPDX-License-Identifier: MIT
"""The boot module's files: unpacked, or told what is wrong with them."""

import re

import pytest

from halves import qemu

DIRECTORY, FILE = 0o40755, 0o100644


def entry(name, mode=FILE, data=b""):
    """One file of a cpio archive in the format "newc"."""
    fields = (1, mode, 0, 0, 1, 1234567890, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08x" % field for field in fields) + name.encode() + b"\0"
    return b"".join(part + bytes(-len(part) % 4) for part in (head, data))


END = entry("TRAILER!!!", 0)
FILES = entry(".", DIRECTORY) + entry("t", DIRECTORY) + entry("t/one", data=b"1" * 300000)


def module(tmp_path, archive):
    """The QEMU arguments that hand the archive over."""
    path = tmp_path / "archive"
    path.write_bytes(archive)
    return {"more": ("-initrd", str(path))}


def test_files_are_counted(boot, tmp_path):
    """A good archive is unpacked: the suite that makes a /t of its own finds one there."""
    run = boot("run=ramfs poweroff panic=poweroff", image="halves-tests",
               **module(tmp_path, FILES + entry("t/two") + END))
    assert "initramfs: 4 files from 293 KiB\n" in run.output, run.output
    assert run.status == qemu.FAILED and "not ok 1 long_file" in run.output, run.output
    run = boot("run=ramfs poweroff panic=poweroff", image="halves-tests",
               **module(tmp_path, END))
    assert "initramfs: 0 files from 0 KiB\n" in run.output, run.output
    assert run.status == qemu.SUCCESS, run.output


@pytest.mark.parametrize("archive, said", [
    pytest.param(FILES, r"broken at byte (\d+) of \1, after 3 files", id="no end mark"),
    pytest.param(FILES + END[:50], r"broken at byte \d+ of \d+, after 3 files", id="cut"),
    pytest.param(FILES[:200000] + END, r"broken at byte 224 of \d+, after 2 files", id="cut file"),
    pytest.param(FILES + b"x" * 200, r"broken at byte \d+ of \d+, after 3 files", id="garbage"),
    pytest.param(b"070701", r"broken at byte 0 of 6, after 0 files", id="only a magic"),
    pytest.param(entry("no/file") + END, r"no/file: -ENOENT", id="no directory"),
    pytest.param(entry("link", 0o120777, b"t") + END, r"link: -EINVAL", id="symbolic link"),
])
def test_broken_archives(boot, tmp_path, archive, said):
    """What is wrong is told, with what and where; the kernel goes on."""
    run = boot("run=bitops poweroff panic=poweroff", image="halves-tests",
               **module(tmp_path, archive))
    assert re.search(r"initramfs: " + said, run.output), run.output
    assert run.status == qemu.SUCCESS and "BUG:" not in run.output, run.output


def test_other_modules_are_left_alone(boot, tmp_path):
    """A boot module that is no archive is nothing to complain about."""
    run = boot("run=bitops poweroff", image="halves-tests", **module(tmp_path, b"anything else"))
    assert "initramfs" not in run.output
    assert run.status == qemu.SUCCESS
