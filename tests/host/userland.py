# SPDX-License-Identifier: MIT
"""userland.py - the programs of the build folder, run under Linux on the host, for its tests.

The same numbers for the same system calls: so the same programs run there. What only Halves can do
(load a module, power off) is not done here: only how such a program answers a wrong use.
"""

import subprocess

import pytest
from tree import OUT, TOP

BIN = OUT / "user/bin"
TESTS = OUT / "user/tests"
PROGRAMS = sorted(path.stem for path in (TOP / "user/bin").glob("*.c")) + ["sh"]
ENVIRONMENT = {"PATH": str(BIN), "HOME": "/"}


@pytest.fixture(scope="module", autouse=True)
def built():
    """All of this needs the programs, and a machine that runs them."""
    if not (BIN / "sh").exists():
        pytest.fail(f"{BIN}/sh is not there: make user")
    try:
        subprocess.run([BIN / "true"], check=True)
    except OSError as error:
        pytest.skip(f"this machine runs no 32-bit programs: {error}")


def run(*command, stdin="", cwd=None, timeout=60, **options):
    """(status, output, errors) of a program; its PATH has only ours."""
    done = subprocess.run([str(word) for word in command], input=stdin, text=True, cwd=cwd,
                          capture_output=True, timeout=timeout, check=False,
                          env={**ENVIRONMENT, **options})
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path):
    """A folder with a few files."""
    (tmp_path / "a").write_text("one\ntwo words\n")
    (tmp_path / "b").write_text("")
    (tmp_path / "dir").mkdir()
    (tmp_path / "dir/c").write_text("one\nthree\n"[:5] + "\n")
    return tmp_path
