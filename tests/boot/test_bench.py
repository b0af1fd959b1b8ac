# SPDX-License-Identifier: MIT
"""make bench: every figure with its target, the same on every run, none far over its target."""

import json
import re
import subprocess
import sys

import pytest
from conftest import OUT, TOP

from halves import qemu

TARGETS = json.loads((TOP / "tools/targets.json").read_text())
PARTS = {"min", "median", "p99", "max", "target", "linux"}
LATER = {"syscall_null", "pipe_roundtrip", "boot_insns"}    # their subjects may not exist yet


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """(what tools/bench printed, its bench.json): one run that gates at 1.5 times each target."""
    out = tmp_path_factory.mktemp("bench")
    (out / "halves.elf").symlink_to(OUT / "halves.elf")
    done = subprocess.run([sys.executable, TOP / "tools/bench", "--out", out, "--boots", "3",
                           "--gate", "--slack", "1.5"], text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout, json.loads((out / "bench.json").read_text())


@pytest.mark.xdist_group("bench")
def test_every_figure_is_there(bench):
    """Each key has its six parts; keys by the number of items have them for each number."""
    figures = dict(bench[1])
    assert figures.pop("irqchip") in ("pic", "apic")
    assert {row["key"] for row in TARGETS} - LATER <= set(figures)
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
    """4096 pending cost no more an item than 16."""
    for key, figure in bench[1].items():
        if key.endswith("_item"):
            assert figure["4096"]["median"] <= figure["16"]["median"] * 1.1, key


@pytest.mark.xdist_group("bench")
def test_figures_repeat_exactly(boot, bench):
    """Under the recipe another boot counts the same instructions."""
    run = boot("run=bench poweroff", timeout=250)
    assert run.status == qemu.SUCCESS, run.output
    for key, figure in json.loads(run.files["bench.json"]).items():
        if isinstance(figure, dict):
            ours = bench[1][key]
            for part in figure:
                assert figure[part] == ours[part] if "median" in figure else \
                    figure[part].items() <= ours[part].items(), f"{key} {part}"
