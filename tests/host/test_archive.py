# SPDX-License-Identifier: MIT
"""The archive of programs that the machine boots with, and tools/cpio, which makes it."""

import os
import shutil
import struct
import subprocess
import sys

import pytest
from tree import OUT, TOP
from userland import BIN, PROGRAMS, TESTS, built, folder  # noqa: F401  (fixtures too)


def members(data):
    """[(name, mode, contents)] of an archive, in its order."""
    at, found = 0, []
    while True:
        assert data[at:at + 6] == b"070701"
        fields = [int(data[at + 6 + 8 * n:at + 14 + 8 * n], 16) for n in range(13)]
        name = data[at + 110:at + 110 + fields[11] - 1].decode()
        body = (at + 110 + fields[11] + 3) & ~3
        if name == "TRAILER!!!":
            return found
        found.append((name, fields[1], data[body:body + fields[6]], fields[5]))
        at = (body + fields[6] + 3) & ~3


def test_archive_of_the_build():
    """Folders, programs, nothing too large; names in order, times 0."""
    data = (OUT / "initramfs.cpio").read_bytes()
    found = members(data)
    names = [name for name, *_ in found]
    assert names == sorted(names)
    assert {"bin", "dev", "proc", "lib/modules", "tmp", "etc", "bin/sh"} <= set(names)
    assert {f"bin/{name}" for name in PROGRAMS} <= set(names)
    assert all(mtime == 0 for *_, mtime in found)
    assert all(mode in (0o040755, 0o100644, 0o100755) for _, mode, *_ in found)
    assert dict((name, body) for name, _, body, _ in found)["bin/sh"] == (BIN / "sh").read_bytes()
    assert len(data) < 300 * 1024 or any(name.startswith("lib/modules/") for name in names)


def test_programs_end_with_what_is_loaded():
    """No sections: a file is as long as the last part of it that is loaded; the rest is in elf/."""
    for path in [*BIN.iterdir(), *TESTS.iterdir()]:
        data = path.read_bytes()
        assert data[:4] == b"\x7fELF" and data[32:36] == bytes(4) and data[48:52] == bytes(4)
        parts = [struct.unpack_from("<8I", data, 52 + 32 * n) for n in range(data[44])]
        loaded = [part for part in parts if part[0] == 1]
        assert len(data) == max(part[1] + part[4] for part in loaded), path.name
        assert [part[6] for part in loaded] in ([5], [5, 6])    # none is written and executed
        assert loaded[0][2] == 0x08048000


def cpio(*words, cwd):
    """tools/cpio."""
    return subprocess.run([sys.executable, TOP / "tools/cpio", *words], cwd=cwd, text=True,
                          capture_output=True, check=False)


def test_cpio(folder):
    """What is named comes in, whatever the order, and the host's times do not."""
    words = ["x/y/b=b", "a=a", "empty/"]
    assert cpio("-o", "1", *words, cwd=folder).returncode == 0
    os.utime(folder / "a", (1, 1))
    assert cpio("-o", "2", *reversed(words), cwd=folder).returncode == 0
    assert (folder / "1").read_bytes() == (folder / "2").read_bytes()
    assert [(name, mode, body) for name, mode, body, _ in members((folder / "1").read_bytes())] == [
        ("a", 0o100644, b"one\ntwo words\n"), ("empty", 0o040755, b""), ("x", 0o040755, b""),
        ("x/y", 0o040755, b""), ("x/y/b", 0o100644, b"")]
    if shutil.which("cpio"):
        listed = subprocess.run(["cpio", "-t", "--quiet"], input=(folder / "1").read_bytes(),
                                stdout=subprocess.PIPE, check=True).stdout.decode().split()
        assert listed == ["a", "empty", "x", "x/y", "x/y/b"]


@pytest.mark.parametrize("words, said", [
    (["a"], "write NAME/ or NAME=FILE"), (["/a=a"], "without a slash in front"),
    (["a=none"], "No such file"), (["a=a", "a=b"], "a is there already"),
    (["a=a", "a/b=b"], "a is a file"), (["a/", "a=a"], "a is there already")])
def test_cpio_refuses(words, said, folder):
    """What makes no archive: status 2, and why."""
    done = cpio("-o", "archive", *words, cwd=folder)
    assert done.returncode == 2 and said in done.stderr
    assert not (folder / "archive").exists()
