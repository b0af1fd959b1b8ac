# SPDX-License-Identifier: MIT
"""What all tests share: where the images are, and how to boot one.

`make test` sets O and T; a bare pytest in the tree's top folder works as well, on build/.
"""

import os
import pathlib
import sys

import pytest

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tools"))

from halves import qemu  # noqa: E402  (needs the path above)

OUT = pathlib.Path(os.environ.get("O") or "build")
OUT = OUT if OUT.is_absolute() else TOP / OUT


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """T=suite and T=suite.case choose exactly these; any other T is a -k expression."""
    wanted = os.environ.get("T")
    if not wanted:
        return
    parameters = {item: getattr(item, "callspec", None) and item.callspec.params for item in items}
    mine = [item for item, names in parameters.items() if names and "suite" in names and
            wanted in (names["suite"], f"{names['suite']}.{names['case']}")]
    if mine:
        config.hook.pytest_deselected(items=[item for item in items if item not in mine])
        items[:] = mine
    else:
        config.option.keyword = wanted


def pytest_terminal_summary(terminalreporter, exitstatus):
    """When T chose nothing, say what it could have been."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and os.environ.get("T"):
        from test_kunit import suites  # pylint: disable=import-outside-toplevel
        terminalreporter.write_line(f"T={os.environ['T']} is no suite, no case (suite.case), and "
                                    f"no test's name. Suites: {' '.join(suites()[0])}")


def clean_environment():
    """Our environment without what make handed down: a child's make must start afresh."""
    ours = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "CMDLINE", "MEM", "SMP", "CPU",
            "GUI", "ICOUNT", "EXTRA", "T", "P", "O"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def how_built():
    """LLVM, HZ, OPT and WERROR as they were for OUT: a make with the same compiles nothing anew."""
    flags = OUT / "flags-c"
    text = flags.read_text() if flags.exists() else ""
    found = {"LLVM": "1"} if text.startswith("clang") else {}
    for word in text.split():
        if word.startswith("-DCONFIG_HZ="):
            found["HZ"] = word.split("=")[1]
        elif word.startswith("-O"):
            found["OPT"] = word
    if "-Werror" in text.split():
        found["WERROR"] = "1"
    return found


@pytest.fixture
def boot(tmp_path):
    """boot(CMDLINE, image=NAME or path, timeout=…, any field of qemu.Machine) → qemu.Boot"""
    def run(cmdline="", image="halves", timeout=120, **fields):
        kernel = image if "/" in str(image) else OUT / f"{image}.elf"
        machine = qemu.Machine(kernel=str(kernel), cmdline=cmdline, **fields)
        return qemu.boot(machine, str(tmp_path), timeout)
    return run


@pytest.fixture
def environment():
    """The environment for a make or a tool that a test starts."""
    return clean_environment()
