# SPDX-License-Identifier: MIT
"""The KUnit suites of the tests' image, each KTAP case one of pytest's cases.

One boot lists the cases, then some suites together get a boot on each machine, under the recipe
that makes every run the same. If anything at all is wrong with that, each of them gets a boot of
its own. How much of a run is believed: tools/halves/ktap.py.
"""

import functools
import os
import tempfile

import pytest
from conftest import OUT

from halves import ktap, qemu

TIMEOUT = 300   # host seconds: on a loaded machine, too
# With the 8259 there is one processor. Where memory is small, taking it all takes less long.
MACHINES = {"apic": ("irqchip=apic", {"smp": "1", "mem": "256M"}),
            "pic": ("irqchip=pic", {"smp": "1", "mem": "64M"}),
            "smp2": ("irqchip=apic", {"smp": "2", "mem": "64M"}),
            "smp4": ("irqchip=apic", {"smp": "4", "mem": "64M"})}
# KUNIT_MACHINES="pic smp4": only these, where another run sees to the others.
CHOSEN = os.environ.get("KUNIT_MACHINES", "").split() or MACHINES
# Minutes of the machine's time, and nothing that the number of processors changes: a boot of its
# own on one machine.
ONCE = {"wrap": "apic"}
# So many suites in one boot; those of T= have one each.
TOGETHER = 1 if os.environ.get("T") else 8


def kunit(words, **fields):
    """Boot the tests' image with these words; return the Boot."""
    with tempfile.TemporaryDirectory() as folder:
        machine = qemu.Machine(kernel=str(OUT / "halves-tests.elf"),
                               cmdline=f"run=kunit {words} poweroff", **fields)
        return qemu.boot(machine, folder, TIMEOUT)


@functools.lru_cache(maxsize=None)
def suites():
    """{suite: [case…]} and what was wrong with the boot that listed them."""
    listing = kunit("kunit.action=list")
    found, problems = ktap.listed(listing.output, listing.status)
    return found, [f"{problem}\n{listing.output}" for problem in problems]


@functools.lru_cache(maxsize=None)
def batches():
    """The suites that share a boot: [[suite…]…]."""
    shared = [suite for suite in suites()[0] if suite not in ONCE]
    return [shared[at:at + TOGETHER] for at in range(0, len(shared), TOGETHER)] + \
        [[suite] for suite in suites()[0] if suite in ONCE]


def batch_of(suite):
    """The number of the boot that a suite is in."""
    return next(number for number, some in enumerate(batches()) if suite in some)


@functools.lru_cache(maxsize=None)
def together(number, machine):
    """{(suite, case): ktap.Case} of a boot in which everything went well, or None."""
    words, fields = MACHINES[machine]
    run = kunit(f"{words} kunit.filter_glob={','.join(batches()[number])}", **fields)
    judged = ktap.judge(run.output, run.status)
    seen = [(case.suite, case.name) for case in judged.cases]
    if run.status != qemu.SUCCESS or judged.problems or \
            sorted(seen) != sorted((suite, case) for suite in batches()[number]
                                   for case in suites()[0][suite]):
        return None
    return dict(zip(seen, judged.cases))


@functools.lru_cache(maxsize=None)
def results(suite, machine):
    """{case: ktap.Case} of the suite's boot."""
    all_well = TOGETHER > 1 and together(batch_of(suite), machine)
    if all_well:
        return {case: all_well[suite, case] for case in suites()[0][suite]}
    words, fields = MACHINES[machine]
    run = kunit(f"{words} kunit.filter_glob={suite}", **fields)
    planned = suites()[0][suite]
    return dict(zip(planned, ktap.verdicts(ktap.judge(run.output, run.status), planned)))


def pytest_generate_tests(metafunc):
    """One test for each case, all cases of a boot by one worker."""
    if "suite" in metafunc.fixturenames:
        metafunc.parametrize("suite, case, machine", [
            pytest.param(suite, case, machine, id=f"{suite}.{case}-{machine}",
                         marks=pytest.mark.xdist_group(f"suites-{batch_of(suite)}-{machine}"))
            for machine in MACHINES for suite, cases in suites()[0].items() for case in cases
            if machine in ([ONCE[suite]] if suite in ONCE else CHOSEN)])


@pytest.mark.xdist_group("list")
def test_list():
    """The tests' image boots and lists its cases."""
    problems = suites()[1]
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def test_kunit(suite, case, machine):
    """One KTAP case."""
    result = results(suite, machine)[case]
    if result.verdict == ktap.SKIPPED:
        pytest.skip(result.reason)
    if result.verdict == ktap.FAILED:
        name = f"{suite}.{case}"
        words, fields = MACHINES[machine]
        pytest.fail("\n".join(part for part in (
            result.reason, result.log, "", f"again: make test T={name}",
            f'   or: make run SMP={fields["smp"]} MEM={fields["mem"]} '
            f'CMDLINE="{words} run=kunit kunit.filter_glob={name} poweroff"')
            if part is not None), pytrace=False)
