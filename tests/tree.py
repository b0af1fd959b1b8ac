# SPDX-License-Identifier: MIT
"""tree.py - where the tree is, where it was built, and how; for programs, so without pytest."""

import os
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tools"))

OUT = pathlib.Path(os.environ.get("O") or "build")
OUT = OUT if OUT.is_absolute() else TOP / OUT


def clean_environment():
    """Our environment without what make handed down: a child's make must start afresh."""
    ours = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "CMDLINE", "MEM", "SMP", "CPU",
            "GUI", "ICOUNT", "EXTRA", "T", "P", "TIME", "SEED", "SEEDS", "O"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def how_built():
    """LLVM, HZ, OPT and WERROR as they were for OUT: a make with the same compiles nothing anew."""
    flags = OUT / "flags-c"
    text = flags.read_text() if flags.exists() else ""
    found = {"LLVM": "1"} if text.startswith("clang") else {}
    for word in text.split():
        if word.startswith("-DCONFIG_HZ="):
            found["HZ"] = word.split("=")[1]
        elif re.fullmatch(r"-O\w+", word):
            found["OPT"] = word
    if "-Werror" in text.split():
        found["WERROR"] = "1"
    return found
