# SPDX-License-Identifier: MIT
"""The same tree gives the same bytes: in another folder, built otherwise, on another day."""

import os
import shutil
import subprocess

import pytest
from conftest import OUT, TOP, how_built

# An object of the tests' image holds the names of its files too: asserts and checks name them.
MADE = ["halves.elf", "obj-tests/kernel/debug/report.o"]


@pytest.fixture
def copy(tmp_path):
    """A copy of the tree: what git keeps, or would keep."""
    folder = tmp_path / "another" / "folder"
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=TOP, text=True,
                           capture_output=True, check=True).stdout.splitlines()
    for name in names:
        if (TOP / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((TOP / name).read_bytes())
            (folder / name).chmod((TOP / name).stat().st_mode)
    return folder


def test_another_folder(copy, tmp_path, environment):
    """A copy of the tree, built into another O and one file at a time, reached by a link."""
    (tmp_path / "link").symlink_to(copy)
    env = {**environment, **how_built(), "PWD": str(tmp_path / "link"), "CCACHE": ""}
    done = subprocess.run(["make", "-j1", f"O={tmp_path}/out",
                           *(f"{tmp_path}/out/{name}" for name in MADE)],
                          cwd=tmp_path / "link", env=env, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in MADE:
        made = (tmp_path / "out" / name).read_bytes()
        same = made == (OUT / name).read_bytes()
        assert same, f"{name}: of another build, or not the same"
        assert os.fsencode(tmp_path) not in made and os.fsencode(TOP) not in made


def test_cache(copy, tmp_path, environment):
    """What ccache hands out for another folder are the bytes that the compiler made there."""
    env = {**environment, **how_built(), "CCACHE": "ccache", "CCACHE_DIR": str(tmp_path / "cache")}
    for tree, out in ((TOP, tmp_path / "first"), (copy, tmp_path / "second")):
        subprocess.run(["make", f"O={out}", f"{out}/{MADE[1]}"], cwd=tree, env=env, check=True)
        assert (out / MADE[1]).read_bytes() == (OUT / MADE[1]).read_bytes()
    said = subprocess.run(["ccache", "--print-stats"], env=env, capture_output=True, text=True,
                          check=True).stdout
    counts = dict(line.split("\t") for line in said.splitlines())
    assert (counts["direct_cache_hit"], counts["cache_miss"]) == ("1", "1")


def test_iso(tmp_path, environment):
    """The same images and menu give the same ISO, though their files are of another day."""
    isos = []
    for day in (1, 2):
        image = tmp_path / "halves.elf"
        image.write_bytes((OUT / "halves.elf").read_bytes())
        os.utime(image, (day * 86400, day * 86400))
        iso = tmp_path / f"{day}.iso"
        env = {**environment, "TZ": f"UTC{day}"}
        subprocess.run([TOP / "tools/iso", "-o", iso, TOP / "boot/grub.cfg.in", image], env=env,
                       check=True)
        isos.append(iso.read_bytes())
    assert isos[0] == isos[1]


def test_run_of_another_folder(boot, tmp_path):
    """Where the image lies makes no difference to a run on four processors, to the byte."""
    there = tmp_path / "a folder with a long name" / "halves.elf"
    there.parent.mkdir()
    there.write_bytes((OUT / "halves.elf").read_bytes())
    words = {"cmdline": "run=compare compare.count=100 poweroff", "smp": "4"}
    assert boot(image=there, **words).output == boot(**words).output


def test_name_of_the_folder(boot, tmp_path):
    """The kernel reads the name of its file; whatever that is, the run is the same to the byte."""
    runs = []
    for name in ("aaaaaaaaaaaaaaaa", ".e.el.ELF.elf.el", "a b c d e f g hi"):
        (tmp_path / name).mkdir()
        shutil.copy(OUT / "halves.elf", tmp_path / name)
        runs.append(boot("run=compare poweroff", image=tmp_path / name / "halves.elf", smp="4"))
    assert runs[0].output == runs[1].output == runs[2].output
