# SPDX-License-Identifier: MIT
"""What all tests share: where the images are, and how to boot one.

`make test` sets O and T; a bare pytest in the tree's top folder works as well, on build/.
"""

import os

import pytest
from tree import OUT, TOP, clean_environment, how_built  # noqa: F401  (tests have them from here)
from watched import Watched

from halves import qemu

# Of tests of the tests: one compiler is enough, and the one whose lines tests/defects/ name.
gcc_only = pytest.mark.skipif("LLVM" in how_built(),
                              reason="what does not depend on the compiler is seen with gcc")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """T=suite and T=suite.case choose exactly these; any other T is a -k expression."""
    wanted = os.environ.get("T")
    if not wanted:
        return
    parameters = {item: getattr(item, "callspec", None) and item.callspec.params for item in items}
    mine = [item for item, names in parameters.items() if names and {"suite", "case"} <= set(names)
            and wanted in (names["suite"], f"{names['suite']}.{names['case']}")]
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


@pytest.fixture
def watched(tmp_path):
    """watched(fields of qemu.Machine…) → Watched; on the host's clock, as at a terminal"""
    machines = []

    def start(**fields):
        machines.append(Watched(str(tmp_path), **{"icount": False, **fields}))
        return machines[-1]
    yield start
    for machine in machines:
        machine.process.kill()
        machine.process.wait()
