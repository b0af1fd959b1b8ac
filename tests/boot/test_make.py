# SPDX-License-Identifier: MIT
"""The Makefile as a person meets it: help, errors, what is made again, set-up."""

import json
import os
import re
import subprocess

import pytest
from conftest import OUT, TOP

GOALS = ("all iso run compare bench path soak torture failslab race test kunit debug lint format "
         "clean setup help").split()
FOLDERS = "boot arch kernel lib".split()
VARIABLES = ("O CMDLINE MEM SMP CPU HZ OPT GUI ICOUNT EXTRA T P TIME SEED SEEDS LLVM WERROR "
             "V").split()


def make(*words, env, check=False):
    """make in the tree's top folder, without a terminal."""
    return subprocess.run(["make", *words], cwd=TOP, env=env, text=True, check=check,
                          stdin=subprocess.DEVNULL, capture_output=True)


def test_help_lists_every_goal_and_variable(environment):
    """make help names each, with a word about it."""
    done = make("help", env=environment)
    assert done.returncode == 0
    for goal in GOALS:
        assert re.search(rf"^ +{goal}  +\S", done.stdout, re.MULTILINE), goal
    for variable in VARIABLES:
        assert re.search(rf"^ +{variable}=.*  +\S", done.stdout, re.MULTILINE), variable
    starts = {line.index(re.search(r"\S  +(\S)", line).group(1), 20)
              for line in done.stdout.splitlines() if line.startswith("  ")}
    assert len(starts) == 1, "the list is not aligned"


@pytest.mark.parametrize("words, said", [
    (["HZ=50"], "HZ=50"), (["HZ=abc"], "HZ=abc"), (["OPT=-O9"], "OPT=-O9"),
    (["OPT=-O0 -O2"], "OPT=-O0 -O2"), (["O=a b"], "O=a b"), (["O="], "O="),
    (["EXTRA=/no/such.c"], "/no/such.c"), (["EXTRA=README.md"], "README.md"),
    (["LLVM=yes"], "LLVM=yes"), (["GUI=2"], "GUI=2")])
def test_bad_value_gives_one_clear_line(environment, words, said):
    """A bad value stops make with one line that names it."""
    done = make(*words, env=environment)
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr


def test_nothing_is_made_twice(environment):
    """What is up to date stays as it is."""
    done = make(f"O={OUT}", env=environment)
    assert done.returncode == 0, done.stderr
    assert "CC " not in done.stdout and "LD " not in done.stdout


@pytest.mark.parametrize("words", [["HZ=100"], ["HZ=250"], ["OPT=-Og"], ["CC=other-gcc"]])
def test_other_flags_compile_everything_again(environment, words):
    """HZ, OPT, LLVM, WERROR and the like reach every object."""
    sources = [p for folder in FOLDERS for p in (TOP / folder).rglob("*.c")]
    done = make("-n", f"O={OUT}", *words, env=environment)
    for source in sources:
        assert f" {source.relative_to(TOP)}" in done.stdout, source


def test_extra_file_belongs_to_the_tests_image_only(environment, tmp_path):
    """EXTRA compiles into halves-tests.elf; the same name twice does not collide."""
    names = [tmp_path / "a.c", tmp_path / "sub" / "a.c"]
    names[1].parent.mkdir()
    for name in names:
        name.write_text("")
    relative = os.path.relpath(names[1], TOP)
    done = make("-n", f"O={OUT}", f"EXTRA={names[0]} {relative}", env=environment)
    objects = set(re.findall(r"-o (\S+) /\S*/a\.c", done.stdout))
    assert len(objects) == 2 and all("/obj-tests/" in name for name in objects)
    assert "halves.elf" not in re.sub(r"halves-tests\.elf", "", " ".join(
        line for line in done.stdout.splitlines() if "extra" in line))


def test_compile_commands(environment):
    """Editors get one entry for each source file, with a compiler and its flags."""
    make(f"O={OUT}", env=environment, check=True)
    entries = json.loads((OUT / "compile_commands.json").read_text())
    files = [entry["file"] for entry in entries]
    assert len(files) == len(set(files))
    wanted = {str(p.relative_to(TOP)) for folder in FOLDERS for p in (TOP / folder).rglob("*.c")}
    assert wanted <= set(files)
    assert all("-ffreestanding" in entry["arguments"] for entry in entries)


def test_clean_removes_what_was_built_and_nothing_else(environment, tmp_path):
    """make clean leaves a stranger's file in the build folder alone."""
    (tmp_path / "obj").mkdir()
    (tmp_path / "halves.elf").write_text("")
    (tmp_path / "mine.txt").write_text("")
    assert make("clean", f"O={tmp_path}", env=environment).returncode == 0
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_missing_compiler_is_one_clear_line(environment, tmp_path):
    """Without a compiler make says what to do."""
    done = make(f"O={tmp_path}/new", "CC=no-such-compiler", env=environment)
    assert done.returncode != 0
    assert "no-such-compiler is missing: run 'make setup'" in done.stderr


@pytest.fixture
def bare_machine(tmp_path, environment):
    """bare_machine(SYSTEM, apt=True): an environment with a shell and hardly any program."""
    def build(system, apt=True):
        folder = tmp_path / "bin"
        folder.mkdir()
        scripts = {"uname": f"[ \"$1\" = -m ] && echo x86_64 || echo {system}", "id": "echo 0"}
        if apt:
            scripts["apt-get"] = "echo REALLY RUN; exit 1"
        for name, body in scripts.items():
            (folder / name).write_text(f"#!/bin/sh\n{body}\n")
            (folder / name).chmod(0o755)
        return {**environment, "PATH": str(folder)}
    return build


def installer(env, *words):
    """tools/setup; its output."""
    done = subprocess.run(["/bin/sh", TOP / "tools/setup", *words], env=env, text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_setup_names_what_it_installs(bare_machine):
    """On Debian the missing packages are listed, and apt-get is called for them."""
    said = installer(bare_machine("Linux"), "--dry-run")
    for package in "gcc clang lld nasm qemu-system-x86 gdb grub-common xorriso mtools".split():
        assert re.search(rf"setup: installing:.* {package}\b", said), package
    assert "apt-get -qq update" in said and "apt-get install -y" in said
    assert "REALLY RUN" not in said


def test_setup_does_nothing_when_nothing_is_missing(environment):
    """Where the tests run everything is there."""
    assert "nothing to install" in installer(environment)


def test_setup_on_macos_prints_names_only(bare_machine):
    """macOS: Homebrew's names and LLVM=1."""
    said = installer(bare_machine("Darwin"))
    assert "brew install" in said and "qemu" in said and "LLVM=1" in said


def test_setup_elsewhere_prints_the_list(bare_machine):
    """Without apt: the list of programs."""
    said = installer(bare_machine("Linux", apt=False))
    assert "qemu-system-i386" in said and "nasm" in said
