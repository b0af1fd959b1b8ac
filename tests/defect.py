# SPDX-License-Identifier: MIT
"""Seeded defects: tests of the tests. tests/defects/NAME.patch says in its head what it makes
wrong and what must find it; `image()` is the tests' image with that patch in it.

The tree and its build folder are copied, so that only what the patch touches is compiled again.
"""

import pathlib
import shutil
import subprocess

from tree import OUT, TOP, clean_environment, how_built

PATCHES = TOP / "tests/defects"


def names(prefix=""):
    """The names of all patches that begin so."""
    return sorted(patch.stem for patch in PATCHES.glob(f"{prefix}*.patch"))


def head(name):
    """{word: text} of the lines `Word: text` before the patch itself."""
    before = (PATCHES / f"{name}.patch").read_text().split("\n--- ")[0]
    return dict(line.split(": ", 1) for line in before.splitlines() if ": " in line)


def image(name, folder):
    """Copy the tree to folder, patch it, build it there; return the tests' image."""
    tree = pathlib.Path(folder) / name
    tree.mkdir(parents=True)
    for part in ("Makefile", "arch", "boot", "kernel", "lib", "tests", "tools", "user"):
        copy = shutil.copytree if (TOP / part).is_dir() else shutil.copy2
        copy(TOP / part, tree / part)
    out = tree / OUT.name
    for objects in ("obj", "obj-tests"):
        shutil.copytree(OUT / objects, out / objects)
    for stamp in OUT.glob("flags-*"):
        shutil.copy2(stamp, out)
    subprocess.run(["git", "apply", PATCHES / f"{name}.patch"], cwd=tree, check=True)
    elf = f"{out.name}/halves-tests.elf"
    words = [f"{word}={value}" for word, value in how_built().items()]
    subprocess.run(["make", f"O={out.name}", *words, elf], cwd=tree, check=True,
                   env=clean_environment(), stdin=subprocess.DEVNULL, capture_output=True)
    return tree / elf
