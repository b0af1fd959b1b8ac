# SPDX-License-Identifier: MIT
"""make bench: every figure with its target, the same on every run, none worse than it was.

When a figure here has become worse, look where its instructions go (make path), and make it good
again, or record it and say why: tools/bench --record --why "…".
"""

import json
import re
import subprocess
import sys

import pytest
from conftest import OUT, TOP, clean_environment

from halves import figures, qemu

TARGETS = json.loads((TOP / "tools/targets.json").read_text())
PARTS = {"min", "median", "p99", "max", "target", "linux"}
IMAGES = ("halves.elf", "initramfs.cpio")


@pytest.fixture(scope="module", params=("apic", "pic"))
def bench(request, tmp_path_factory):
    """(what tools/bench printed, its bench.json, its exit status): one run with --gate."""
    out = tmp_path_factory.mktemp("bench")
    for image in IMAGES:
        (out / image).symlink_to(OUT / image)
    done = run_bench(out, "--boots", "3", "--gate", CMDLINE=f"irqchip={request.param}")
    assert f"irqchip {request.param};" in done.stdout, done.stdout
    assert (out / "bench.json").exists(), done.stdout
    return done.stdout, json.loads((out / "bench.json").read_text()), done.returncode


def run_bench(out, *words, **env):
    """tools/bench on the image in @out, its messages among its output."""
    return subprocess.run([sys.executable, TOP / "tools/bench", "--out", out, *words], text=True,
                          env={**clean_environment(), **env}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


@pytest.mark.xdist_group("bench")
def test_no_figure_is_worse(bench):
    """None is more than 2 % worse than recorded, or over its target without a why."""
    if "-O2" not in (OUT / "flags-c").read_text().split():
        pytest.skip("figures are recorded for -O2")
    assert bench[2] == 0, bench[0]


@pytest.mark.xdist_group("bench")
def test_every_figure_is_there(bench):
    """Each key has its six parts; keys by the number of items have them for each number."""
    figures = dict(bench[1])
    assert figures.pop("irqchip") in ("pic", "apic")
    assert {row["key"] for row in TARGETS} == set(figures)
    for key, figure in figures.items():
        if "median" in figure:
            assert set(figure) == PARTS, key
            assert figure["min"] <= figure["median"] <= figure["p99"] <= figure["max"], key
        else:
            assert set(figure) == {"1", "16", "256", "4096"}, key
            assert all(set(part) == PARTS for part in figure.values()), key


@pytest.mark.xdist_group("bench")
def test_table_names_figures_and_versions(bench):
    """The table has a line for each figure, then QEMU's and the compiler's version; no colour."""
    for key in bench[1]:
        assert re.search(rf"^{key}\b", bench[0], re.MULTILINE), key
    assert "QEMU emulator version" in bench[0] and "\033" not in bench[0]


@pytest.mark.xdist_group("bench")
def test_cost_of_an_item_does_not_grow(bench):
    """From the first to the 4096th, one item more costs the same.

    What happens once for all of them (entering the softirq, switching to the worker) is in every
    total, so it is not in the difference of two.
    """
    for key, by_number in bench[1].items():
        if key.endswith("_item"):
            lines = [figures.Figure(key, items, part["median"], None, None, "", False)
                     for items, part in by_number.items()]
            costs = figures.one_more(lines, key)
            assert len(costs) == 3 and max(costs) <= 1.02 * min(costs), f"{key}: {costs}"


@pytest.mark.xdist_group("bench")
def test_figures_repeat_exactly(boot, bench):
    """Under the recipe another boot counts the same instructions."""
    run = boot(f"run=bench irqchip={bench[1]['irqchip']} poweroff", timeout=250)
    assert run.status == qemu.SUCCESS, run.output
    for key, figure in json.loads(run.files["bench.json"]).items():
        if isinstance(figure, dict):
            ours = bench[1][key]
            for part in figure:
                assert figure[part] == ours[part] if "median" in figure else \
                    figure[part].items() <= ours[part].items(), f"{key} {part}"


@pytest.mark.xdist_group("bench")
def test_figures_of_ring_3_repeat_exactly(boot, bench):
    """So do those that a program prints."""
    run = boot(f'irqchip={bench[1]["irqchip"]} init.cmd="exec /tests/bench"',
               initrd=str(OUT / "initramfs.cpio"))
    assert run.status == qemu.SUCCESS, run.output
    lines = re.findall(r"^(\w+) +(\d+) +(\d+) +(\d+) +(\d+)$", run.output, re.M)
    assert {line[0] for line in lines} == {"boot_insns", "syscall_null", "pipe_roundtrip"}
    for key, *values in lines:
        if key != "boot_insns":     # the command line's length is in it
            assert [bench[1][key][part] for part in ("min", "median", "p99", "max")] == \
                list(map(int, values)), key


@pytest.fixture
def recorded(tmp_path):
    """recorded(figure) → a folder with the image, and a file that has it recorded."""
    def make(figure, **why):
        compiler = "clang" if (OUT / "flags-c").read_text().startswith("clang") else "gcc"
        known = figures.Known({}, {"irq_entry": figure}, why)
        figures.save(f"{compiler} apic", known, tmp_path / "reached.json")
        (tmp_path / "halves.elf").symlink_to(OUT / "halves.elf")
        return tmp_path, ("--boots", "1", "--recorded", tmp_path / "reached.json")
    return make


def test_gate_stops_what_is_worse(recorded):
    """A figure far above the recorded one fails, by name, with the command that records."""
    out, words = recorded(50, irq_entry="it must be so")
    done = run_bench(out, "--gate", *words, CMDLINE="bench.only=irq_entry")
    assert done.returncode == 1, done.stdout
    assert re.search(r"^worse: irq_entry: .* 50: .* % worse$", done.stdout, re.MULTILINE)
    assert "--record" in done.stdout


def test_gate_lets_pass_what_is_better(recorded):
    """A figure far below the recorded one passes, and recording it is suggested."""
    out, words = recorded(1000, irq_entry="it must be so")
    done = run_bench(out, "--gate", *words, CMDLINE="bench.only=irq_entry")
    assert done.returncode == 0, done.stdout
    assert re.search(r"^better than recorded: irq_entry; .* --record$", done.stdout, re.MULTILINE)


def test_part_is_not_recorded(recorded):
    """With bench.only most figures are missing: nothing is recorded."""
    out, words = recorded(1000)
    before = (out / "reached.json").read_text()
    done = run_bench(out, "--record", *words, CMDLINE="bench.only=irq_entry")
    assert done.returncode == qemu.USAGE
    assert (out / "reached.json").read_text() == before
