# SPDX-License-Identifier: MIT
"""The small tools on files made up for them: lint, format, kallsyms, bench, iso."""

import importlib.machinery
import importlib.util
import shutil
import subprocess
import sys

import pytest
from conftest import TOP


def tool(name):
    """A tool of tools/ as a module."""
    loader = importlib.machinery.SourceFileLoader(f"tool_{name}", str(TOP / "tools" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


SPDX = "// SPDX-License-Identifier: MIT\n"


@pytest.fixture
def lint(tmp_path, environment):
    """lint({path: text}) → what tools/lint says about such a tree, its blanks as given"""
    def run(files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        (tmp_path / ".clang-format").write_text((TOP / ".clang-format").read_text())
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        done = subprocess.run([sys.executable, TOP / "tools/lint"], cwd=tmp_path, text=True,
                              env=environment, stdout=subprocess.PIPE, check=False)
        assert (done.returncode == 0) == ("all as the rules say" in done.stdout)
        return done.stdout
    return run


@pytest.mark.parametrize("path, text, said", [
    pytest.param("kernel/a/a.c", "int a;\n", ":1: no licence line", id="licence"),
    pytest.param("kernel/a/a.c", SPDX + "int a; \n", ":2: blanks at the end", id="blanks"),
    pytest.param("kernel/a/a.c", SPDX + "int f(void)\n{\n        return 1;\n}\n", ":4: indented",
                 id="tabs"),
    pytest.param("kernel/a/a.c", SPDX + "/* " + "x" * 100 + " */\n", ":2: 106 columns",
                 id="columns"),
    pytest.param("kernel/a/a.c", SPDX + "int a   = 1;\nint  f( void );\n", "make format",
                 id="format"),
    pytest.param("tools/x.py", "# SPDX-License-Identifier: MIT\nP = '/" + "home/me/x'\n",
                 ":2: a path of one machine", id="path"),
    pytest.param("kernel/a/a.c", SPDX + '#include "../b/internal.h"\n', ":2: ", id="other room"),
    pytest.param("kernel/a/a.c", SPDX + "int f(void)\n{\n\treturn rdtsc();\n}\n", "'rdtsc' names",
                 id="x86"),
    pytest.param("kernel/a/a.c", SPDX + "void f(void)\n{\n\tsmp_mb();\n}\n", ":4: a memory barrier",
                 id="barrier"),
    pytest.param("lib/a.c", SPDX + "#include <linux/sched.h>\n", "lib/ sees only", id="lib"),
    pytest.param("user/bin/a.c", SPDX + "#include <linux/sched.h>\n", "ring 3 sees uapi",
                 id="user"),
    pytest.param("tests/book/a/a.c", SPDX + "#include <halves/edu.h>\n",
                 "the book does not know it", id="book"),
    pytest.param("kernel/drivers/a.c", SPDX + "#include <asm/page.h>\n", "drivers see",
                 id="driver"),
    pytest.param("kernel/a/a.c", SPDX + "#include <kunit/test.h>\n", "test API", id="kunit"),
    pytest.param("kernel/include/linux/a.h", SPDX + "struct a { int b; };\n", "alone or twice",
                 id="no guard"),
    pytest.param("kernel/include/linux/a.h", SPDX + "extern u32 a;\n", "alone or twice",
                 id="not alone"),
    pytest.param("tests/defects/a.patch", "What: it.\n\n--- a/kernel/a.c\n+++ b/kernel/a.c\n"
                 "@@ -1 +1 @@\n-int a;\n+int b;\n", "make the change anew", id="patch"),
])
def test_lint_finds_it(lint, path, text, said):
    """Each rule that is broken is named, with file and line."""
    if said == "make format" and "version 14" not in subprocess.run(
            ["clang-format", "--version"], capture_output=True, text=True, check=False).stdout:
        pytest.skip("the format is checked by clang-format 14 only")
    told = lint({path: text})
    assert any(line.startswith(path) and said in line for line in told.splitlines()), told


def test_lint_is_content(lint):
    """A tree that keeps the rules passes."""
    told = lint({"kernel/a/a.c": SPDX + '#include "internal.h"\n#include <linux/a.h>\n',
                 "kernel/a/internal.h": "/* SPDX-License-Identifier: MIT */\n",
                 "kernel/include/linux/a.h": "/* SPDX-License-Identifier: MIT */\n#ifndef A\n"
                                             "#define A\nstruct a {\n\tint b;\n};\n#endif\n",
                 "kernel/drivers/a.c": SPDX + "#include <asm/io.h>\n/* rdtsc in a comment */\n"})
    assert "all as the rules say" in told, told


@pytest.mark.skipif(not shutil.which("clang-format"), reason="no clang-format")
def test_format_leaves_columns_macros_and_assembly_alone(tmp_path):
    """What people align stays; what is only untidy does not."""
    text = (SPDX + "#define A\t\t1\n#define LONGER\t\t2\n\nstruct s {\n\tint a;\t\t/* one */\n"
            "\tlong b;\t\t/* two */\n};\n\nstatic void f(void)\n{\n"
            '\tasm volatile("nop"\n\t\t     : :\n\t\t     : "memory");\n}\n')
    (tmp_path / ".clang-format").write_text((TOP / ".clang-format").read_text())
    (tmp_path / "a.c").write_text(text)
    (tmp_path / "b.c").write_text("int f( int a ){ return a ; }\n")
    for name in ("a.c", "b.c"):
        subprocess.run([sys.executable, TOP / "tools/format", name], cwd=tmp_path, check=True)
    assert (tmp_path / "a.c").read_text() == text
    assert (tmp_path / "b.c").read_text() == "int f(int a)\n{\n\treturn a;\n}\n"


def test_table_of_symbols():
    """kallsyms: a count, a row of the index for each 32nd, steps to the next function, names."""
    functions = [(0x100 + 0x10 * number, f"f{number:02}") for number in range(33)]
    text = tool("kallsyms").table(functions, {}, 0x342)
    assert "kallsyms_count: dd 33" in text
    assert "kallsyms_blocks:\n\tdd 0x00000100, 0\n\tdd 0x00000300, " in text
    assert text.count("\tdw 0x0010\n") == 32 and "\tdw 0x0042\n" in text


def test_names_are_packed():
    """kallsyms: pairs that are met often become one byte; what they stand for gives the names."""
    names = ["tasklet_kill", "tasklet_init", "kill", "aaaa", "x"] * 3
    packed, pairs = tool("kallsyms").pack(names)

    def unpack(code):
        return "".join(map(unpack, pairs[code])) if code in pairs else chr(code)

    assert ["".join(map(unpack, row)) for row in packed] == names
    assert sum(map(len, packed)) < sum(map(len, names)) / 2
    assert all(0 not in row for row in packed) and all(second for _, second in pairs.values())
    assert tool("kallsyms").pack([]) == ([], {})


def test_table_of_exports():
    """kallsyms: a function's step says that it is exported; data have rows of their own."""
    text = tool("kallsyms").table([(0x100, "start"), (0x200, "end")],
                                  {"end": True, "jiffies": False}, 0x300)
    assert "\tdw 0x0100\n\tdw 0x8100\n" in text
    assert "extern jiffies" in text and "kallsyms_data_count: dd 1" in text
    assert "\tdd jiffies, 10\n" in text
    assert f"\tdb {','.join(str(ord(c)) for c in 'jiffies')},0\n" in text


TARGETS = [{"key": "cost", "unit": "ns", "linux": 100, "pic": 50, "apic": 40},
           {"key": "rate", "unit": "1/s", "linux": 10, "pic": 20, "apic": 30, "higher": True},
           {"key": "item", "unit": "ns", "linux": {"256": 9}, "pic": 8, "apic": 8},
           {"key": "later", "unit": "ns", "linux": None, "pic": 1, "apic": 1}]


def spread(value):
    """A figure that is the same in all its parts."""
    return {"min": value, "median": value, "p99": value, "max": value}


def test_figures_get_their_targets():
    """bench: target and Linux's figure stand beside ours; a key without subject is left out."""
    merged = tool("bench").merge(
        {"irqchip": "pic", "cost": spread(60), "rate": 25,
         "item": {"1": spread(3), "256": spread(9)}}, TARGETS, "pic")
    assert merged["cost"] == {**spread(60), "target": 50, "linux": 100}
    assert merged["rate"] == {**spread(25), "target": 20, "linux": 10}
    assert merged["item"]["1"]["target"] is None and merged["item"]["256"]["target"] == 8
    assert "later" not in merged


def test_ratio_is_one_at_the_target():
    """For costs ours to the target, for rates the target to ours."""
    bench = tool("bench")
    merged = bench.merge({"cost": spread(60), "rate": spread(25)}, TARGETS, "pic")
    assert [round(figure.ratio, 2) for figure in bench.table(merged, TARGETS)] == [1.2, 0.8]


def test_words_for_grub():
    """iso: each word of the command line is one quoted word of the menu."""
    assert tool("iso").quoted("run=a;b x='y' $z") == "'run=a;b' 'x='\\''y'\\''' '$z'"
