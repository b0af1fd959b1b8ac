# SPDX-License-Identifier: MIT
"""lib/relocatable*.c survive what libFuzzer makes of real modules: so many files, always the same.

`make fuzz` goes on from here for as long as it is told.
"""

import pathlib
import shutil
import subprocess

import pytest

from tree import OUT

TOP = pathlib.Path(__file__).resolve().parents[2]
FILES = 20000


def test_no_file_leads_the_linker_outside(tmp_path):
    """No sanitizer complains, and what is refused has a reason."""
    seeds = sorted((OUT / "obj-tests/tests/modules").glob("*.ko"))
    assert seeds, "the tests' modules are not built: make"
    if not shutil.which("clang"):
        pytest.skip("clang is not installed")
    for seed in seeds:
        shutil.copy(seed, tmp_path)
    program = tmp_path.parent / "relocatable"
    built = subprocess.run(
        ["clang", "-std=gnu11", "-ffreestanding", "-nostdinc", "-fno-strict-aliasing", "-O1", "-g",
         "-Ikernel/include", "-Ikernel/include/uapi", "-fsanitize=fuzzer,address,undefined",
         "-fno-sanitize-recover=all", "-o", program, "tests/host/fuzz/relocatable_fuzz.c",
         "lib/relocatable.c", "lib/relocatable_link.c"], cwd=TOP, text=True, capture_output=True,
        check=False)
    if "cannot find" in built.stderr:
        pytest.skip("libFuzzer is not installed (Debian: libclang-rt-dev)")
    assert built.returncode == 0, built.stderr
    run = subprocess.run([program, f"-runs={FILES}", "-seed=1", "-verbosity=0", "-max_len=16384",
                          f"-artifact_prefix={tmp_path}/", tmp_path], text=True,
                         capture_output=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
