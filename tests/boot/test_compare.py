# SPDX-License-Identifier: MIT
"""compare.json and bench.json as the host gets them: every key, sums that hold, the same bytes."""

import json
import re

import pytest
from conftest import OUT

from halves import qemu

ARCHIVE = str(OUT / "initramfs.cpio")
MECHANISMS = {
    "hardirq": "hardirq", "softirq": "softirq", "tasklet": "softirq", "tasklet_hi": "softirq",
    "work_events": "process", "work_own": "process", "work_sleeping": "process",
    "kthread": "process",
}
SERIES = ("top_half_ns", "start_latency_ns", "done_latency_ns", "tick_late_ns", "lock_ns")
KEYS = {"name", "context", "thread", "may_sleep", "runs", "merged", "irqs_off_max_ns",
        "switches_per_event", "max_concurrency", "cpus_used", *SERIES}


def in_order(stats):
    """Whether min, median, p99 and max do not fall."""
    values = [stats[part] for part in ("min", "median", "p99", "max")]
    return values == sorted(values)


@pytest.mark.parametrize("fields", [
    pytest.param({}, id="edu"), pytest.param({"edu": False}, id="rtc"),
    pytest.param({"cpu": "max,-tsc"}, id="no TSC"), pytest.param({"icount": False}, id="real time"),
])
def test_every_mechanism_has_every_key(boot, fields):
    """One source, one workload, eight mechanisms, each with all figures, in order."""
    run = boot("run=compare compare.count=30 compare.work_us=5 poweroff", **fields)
    assert run.status == qemu.SUCCESS, run.output
    answer = json.loads(run.files["compare.json"])
    assert answer["source"] == ("edu" if fields.get("edu", True) else "rtc")
    assert answer["clock"] == ("pit" if "-tsc" in fields.get("cpu", "") else "tsc")
    assert (answer["cpus"], answer["count"], answer["work_us"]) == (1, 30, 5)
    assert [m["name"] for m in answer["mechanisms"]] == list(MECHANISMS)
    for mechanism in answer["mechanisms"]:
        assert set(mechanism) == KEYS
        assert mechanism["context"] == MECHANISMS[mechanism["name"]]
        assert mechanism["may_sleep"] is (mechanism["context"] == "process")
        assert mechanism["runs"] + mechanism["merged"] == 30
        assert all(in_order(mechanism[series]) for series in SERIES)
    assert max(len(line) for line in run.output.split("\n") if not line.startswith("[")) <= 100


@pytest.mark.parametrize("smp", ["1", "2", "4"])
def test_two_boots_write_the_same_bytes(boot, smp):
    """Under the recipe a comparison repeats to the byte, what it prints included."""
    one, two = (boot("run=compare compare.count=100 poweroff", smp=smp) for _ in range(2))
    assert one.files["compare.json"] == two.files["compare.json"]
    assert one.output == two.output


@pytest.mark.parametrize("edu, work_us", [
    pytest.param(True, 20, id="edu"),
    pytest.param(False, 300, id="rtc"),     # which interrupts every 122 us
])
def test_spread_over_processors(boot, edu, work_us):
    """Of softirqs and works several run at once, of the others never more than one."""
    run = boot(f"run=compare compare.count=60 compare.work_us={work_us} poweroff", smp="4", edu=edu)
    assert run.status == qemu.SUCCESS, run.output
    answer = json.loads(run.files["compare.json"])
    assert answer["cpus"] == 4
    most = {m["name"]: m["max_concurrency"] for m in answer["mechanisms"]}
    assert {name for name, n in most.items() if n > 1} == {
        "softirq", "work_events", "work_own", "work_sleeping"}
    assert "Never two at once: hardirq, tasklet, tasklet_hi, kthread." in run.output


def test_a_burst_merges(boot):
    """What comes faster than a bottom half can run is served by one run of it."""
    run = boot("run=compare compare.count=30 compare.work_us=1 compare.burst=10 poweroff")
    for mechanism in json.loads(run.files["compare.json"])["mechanisms"]:
        assert mechanism["runs"] == (30 if mechanism["name"] == "hardirq" else 3)


@pytest.mark.parametrize("word", [
    "count=0", "count=50001", "count=-1", "count=many", "count=", "work_us=100001", "burst=0",
    "burst=1001", "cuont=5", "burst=1000 compare.work_us=1001",
])
def test_bad_parameters_fail_with_a_line(boot, word):
    """Nothing is measured, a line names the parameter, and the program fails."""
    run = boot(f"run=compare compare.{word} poweroff")
    assert run.status == qemu.FAILED
    assert "compare.json" not in run.files
    assert "compare: " in run.output


def test_without_enough_memory(boot):
    """More interrupts than there is memory for: a line, a failure, no panic."""
    run = boot("run=compare compare.count=50000 poweroff", mem="7M")
    assert run.status == qemu.FAILED
    assert "no memory for 50000 interrupts" in run.output


def test_bench_without_the_card(boot):
    """Figures that need the card are left out; those of items have one entry for each K."""
    run = boot("run=bench bench.only=tasklet poweroff", edu=False)
    assert run.status == qemu.SUCCESS, run.output
    figures = json.loads(run.files["bench.json"])
    assert set(figures) == {"tasklet_schedule_item", "tasklet_run_item", "irqchip"}
    assert set(figures["tasklet_run_item"]) == {"1", "16", "256", "4096"}
    assert all(in_order(stats) for stats in figures["tasklet_run_item"].values())


def test_bench_of_nothing_fails(boot):
    """bench.only= with a text that is in no key is an error."""
    assert boot("run=bench bench.only=no_such_key poweroff").status == qemu.FAILED


def test_from_the_shell(boot):
    """What one reads in /proc/compare is the table that run=compare prints."""
    of_kernel = boot("run=compare compare.count=30 poweroff", smp="4").output
    shell = boot('init.cmd="compare --count 30"', initrd=ARCHIVE, smp="4")
    assert shell.status == qemu.SUCCESS, shell.output
    tables = [re.findall(r"^(\w+ +\w+) \S+ +(yes|no) +(\d+)", output, re.M)
              for output in (of_kernel, shell.output)]
    assert tables[0] == tables[1] and len(tables[0]) == len(MECHANISMS)
    ours = [line for line in of_kernel.split("\n") if re.match("[A-Z][a-z ]+: ", line)]
    theirs = [line for line in shell.output.split("\n") if re.match("[A-Z][a-z ]+: ", line)]
    assert len(ours) == len(theirs) == 4


def test_one_mechanism_from_the_shell(boot):
    """With a mechanism only its lines are there, and no sentence that holds several together."""
    run = boot('init.cmd="compare --count 30 --work 5 --mechanism tasklet"', initrd=ARCHIVE)
    assert run.status == qemu.SUCCESS, run.output
    assert re.search(r"^30 interrupts of the edu for each mechanism, 5 us", run.output, re.M)
    assert len(re.findall(r"^tasklet ", run.output, re.M)) == 2
    assert "hardirq  " not in run.output and "Who " not in run.output


@pytest.mark.parametrize("words, line", [
    ("cuont=5", "there is no parameter cuont"), ("count=0", "count=0: want a number from 1"),
    ("mechanism=none", "there is no mechanism none"),
    ("count=50000 work_us=10000", "too much work"),
])
def test_bad_words_to_proc_compare(boot, words, line):
    """They are refused, a line says why, and then there is nothing to read."""
    run = boot(f'init.cmd="echo {words} > /proc/compare; cat /proc/compare"', initrd=ARCHIVE)
    assert f"compare: {line}" in run.output or line in run.output, run.output
    assert "EINVAL" in run.output and "mechanism  " not in run.output


def test_one_comparison_at_a_time(boot):
    """A second one is refused while the first measures."""
    run = boot('init.cmd="compare --count 200 > /tmp/one & sleep 0.1; compare --count 1; wait; '
               'wc /tmp/one"', initrd=ARCHIVE)
    assert "compare: /proc/compare: EBUSY" in run.output, run.output
    assert re.search(r"^ *\d\d +\d+ +\d+ /tmp/one$", run.output, re.M), run.output


def test_signal_ends_a_comparison(boot):
    """Killed, it ends after the mechanism that it is at, and the next comparison may begin."""
    run = boot('init.cmd="compare --count 2000 & sleep 0.1; kill $!; wait; compare --count 5"',
               initrd=ARCHIVE)
    assert run.status == qemu.SUCCESS, run.output
    assert run.output.count("interrupts of the edu for each mechanism") == 1
