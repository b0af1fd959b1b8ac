# SPDX-License-Identifier: MIT
"""lib/ does what it says, on the host: each CHECK() of tests/host/lib/*_check.c is a case here.

Every check runs in up to four builds: by gcc and by clang, each as a 64-bit program under the
address and undefined-behaviour sanitizers, and as a 32-bit program with the kernel's own flags,
which holds the very code that the kernel runs (tests/host/lib/host.h says how).
"""

import functools
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
HERE = TOP / "tests/host/lib"
SOURCES = sorted((TOP / "lib").glob("*.c"))
CHECKS = sorted(HERE.glob("*_check.c"))
COMPILERS = ["gcc", "clang"]
BUILDS = COMPILERS + [compiler + "-32" for compiler in COMPILERS]
HOOK = {"symbol_name"}  # the one thing that lib/ asks of the kernel

SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
HOST_FLAGS = ["-std=gnu11", "-ffreestanding", "-nostdinc", "-fno-strict-aliasing", "-fno-common",
              "-fno-omit-frame-pointer", "-O1", "-g", "-DHAVE_LIBC", "-Ikernel/include",
              "-Ikernel/include/uapi",
              *SANITIZERS]


def need(*tools):
    """Skip the test if a tool is missing."""
    for tool in tools:
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")


def run(*command, **options):
    """Run a command in the tree's top folder; what it prints is part of the failure."""
    done = subprocess.run([str(word) for word in command], cwd=options.pop("cwd", TOP), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, **options)
    assert done.returncode == 0, f"{shlex.join(done.args)}: status {done.returncode}\n{done.stdout}"
    return done.stdout


def cases():
    """(suite, case, builds that have it) of every CHECK: string_check.c has the suite string."""
    for path in CHECKS:
        for libc, name in re.findall(r"^CHECK(_LIBC)?\((\w+)\)$", path.read_text(), re.M):
            builds = [build for build in BUILDS if not (libc and build.endswith("-32"))]
            yield path.name.removesuffix("_check.c"), name, builds


@functools.cache
def kernel_command(compiler):
    """How the Makefile compiles lib/, taken from what it would do: a command, without files."""
    with tempfile.TemporaryDirectory() as out:
        environment = {name: value for name, value in os.environ.items()
                       if name in ("PATH", "HOME", "TMPDIR")}
        text = run("make", "-n", "V=1", f"LLVM={'1' if compiler == 'clang' else ''}", f"O={out}",
                   f"{out}/obj/lib/string.o", env=environment)
    line, = (line for line in text.splitlines() if " -c " in line and "lib/string.c" in line)
    words = shlex.split(line)
    assert words[0] == compiler
    return absolute(word for word in words[:words.index("-c")] if not word.startswith("-M"))


def host_command(compiler):
    """The same for a 64-bit program with sanitizers."""
    return absolute([compiler, *HOST_FLAGS])


def absolute(words):
    """A command that means the same in another folder."""
    return [f"-I{TOP / word[2:]}" if word.startswith("-I") else word for word in words]


def symbols(path, *options):
    """What nm lists of an object file: {name: letter}."""
    lines = run("nm", "-P", *options, path).splitlines()
    return {line.split()[0]: line.split()[1] for line in lines if len(line.split()) > 1}


@functools.cache
def folder():
    """Where this run's programs are built."""
    return pathlib.Path(tempfile.mkdtemp(prefix="halves-lib-"))


@pytest.fixture(scope="module", autouse=True)
def remove_folder():
    """Leave nothing behind."""
    yield
    if folder.cache_info().currsize:
        shutil.rmtree(folder())
    for cached in (folder, objects, program, kernel_command):
        cached.cache_clear()


@functools.cache
def objects(build):
    """lib/ compiled for a build: its object files."""
    out = folder() / build
    out.mkdir()
    compiler = build.removesuffix("-32")
    command = (kernel_command if build.endswith("-32") else host_command)(compiler)
    run(*command, "-Werror", "-c", *SOURCES, cwd=out)
    return command, [out / f"{path.stem}.o" for path in SOURCES]


@functools.cache
def program(build):
    """All checks in one program."""
    command, library = objects(build)
    out = library[0].parent
    binary = out / "checks"
    if build.endswith("-32"):
        sources = [*CHECKS, HERE / "bare.c"]
        # No -W: the checks hand to printf what a compiler would complain about.
        run(*command, "-w", "-c", *sources, cwd=out)
        run("ld", "-m", "elf_i386", "-static", "-z", "noexecstack", "-o", binary, *library,
            *(out / f"{path.stem}.o" for path in sources))
        return binary
    run(*command, "-w", "-c", *CHECKS, cwd=out)
    names = {name for path in library for name in symbols(path, "-g", "--defined-only")}
    renames = out / "renames"
    renames.write_text("".join(f"{name} halves_{name}\n" for name in sorted(names)
                               if not name.startswith("__")))
    mine = library + [out / f"{path.stem}.o" for path in CHECKS]
    for path in mine:
        run("objcopy", f"--redefine-syms={renames}", path, out / f"renamed-{path.name}")
    run(command[0], "-g", "-Wall", "-fno-builtin", *SANITIZERS, "-o", binary, HERE / "host.c",
        *(out / f"renamed-{path.name}" for path in mine))
    return binary


@functools.cache
def has_sanitizers(compiler):
    """Can it link them? clang's lie in a package of their own."""
    done = subprocess.run([compiler, *SANITIZERS, "-x", "c", "-", "-o", folder() / "nothing"],
                          input="int main(void) { return 0; }", text=True, check=False,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def checks(build):
    """The program of a build, or skip where it cannot be built or run."""
    need(build.removesuffix("-32"), "objcopy", "nm", "ld")
    if not build.endswith("-32") and not has_sanitizers(build):
        pytest.skip(f"{build}'s sanitizers are not installed (Debian: libclang-rt-dev)")
    binary = program(build)
    if build.endswith("-32"):
        try:
            subprocess.run([binary, "--list"], stdout=subprocess.DEVNULL, check=False)
        except OSError as error:
            pytest.skip(f"this machine runs no 32-bit programs: {error}")
    return binary


@pytest.mark.parametrize("suite, case, build", [(suite, case, build) for suite, case, builds
                                                in cases() for build in builds])
def test_check(suite, case, build):
    """One check in one build."""
    run(checks(build), f"{suite}.{case}", env={"ASAN_OPTIONS": "detect_leaks=0"})


@pytest.mark.parametrize("build", BUILDS)
def test_every_check_is_a_case(build):
    """The program has exactly the checks that were found in the sources."""
    listed = run(checks(build), "--list").split()
    assert sorted(listed) == sorted(f"{suite}.{case}" for suite, case, builds in cases()
                                    if build in builds)


@pytest.mark.parametrize("build", BUILDS)
def test_a_check_that_is_not_there_fails(build):
    """The program's status says so when it has run nothing."""
    binary = checks(build)
    assert subprocess.run([binary, "string.no_such_case"], check=False).returncode == 64
    assert subprocess.run([binary], check=False).returncode == 64


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("mistake", ["--fail", "--overrun"])
def test_a_mistake_is_found(mistake, build):
    """A check that fails, or writes one byte behind its block, ends with an error that says so."""
    done = subprocess.run([checks(build), mistake], text=True, stderr=subprocess.PIPE, check=False)
    assert done.returncode not in (0, 64)
    assert re.search("is -91|buffer-overflow|outside a block of 5 bytes", done.stderr)


@pytest.mark.parametrize("compiler", COMPILERS)
def test_no_helper_of_the_compiler(compiler):
    """Compiled for the kernel, lib/ needs nothing but itself and the hook: no libgcc."""
    need(compiler)
    _, library = objects(compiler + "-32")
    defined = {name for path in library for name in symbols(path, "--defined-only")}
    needed = {name for path in library for name in symbols(path, "-u")}
    assert needed - defined == HOOK


@pytest.mark.parametrize("compiler", COMPILERS)
def test_no_state(compiler):
    """lib/ has no variables: nothing writable in any object file."""
    need(compiler)
    _, library = objects(compiler + "-32")
    for path in library:
        writable = {name for name, kind in symbols(path).items() if kind in "BbDdCGgSs"}
        assert not writable, path.name


@pytest.mark.parametrize("compiler", COMPILERS)
def test_no_loop_became_a_call_to_itself(compiler):
    """No compiler took memcpy's loop for a memcpy, and made it call itself for ever."""
    need(compiler, "objdump")
    _, library = objects(compiler + "-32")
    for path in library:
        function = None
        for line in run("objdump", "-dr", path).splitlines():
            if match := re.match(r"[0-9a-f]+ <(\w+)>:$", line):
                function = match[1]
            elif re.search(rf"\bcall\b.*<{function}>$|R_386_\w+\s+{function}$", line):
                pytest.fail(f"{path.name}: {function} calls itself")


def test_lib_sees_only_stateless_headers():
    """No header that lib/ includes is the processor's, or brings in printk()."""
    need("gcc")
    for source in SOURCES:
        rule = run("gcc", *HOST_FLAGS, "-MM", source)
        headers = set(re.findall(r"kernel/include/(\S+)", rule))
        assert headers
        assert not {name for name in headers if name.startswith("asm/")}, source.name
        assert not headers & {"linux/printk.h", "linux/kernel.h", "linux/bug.h"}, source.name


def stateless_headers():
    """Every header of the kernel that lib/ or a check includes."""
    text = "".join(path.read_text() for path in [*SOURCES, *CHECKS, *HERE.glob("*.h")])
    return sorted(set(re.findall(r"#include <((?:linux|halves)/\w+\.h)>", text)))


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("header", stateless_headers())
def test_header_compiles_alone_and_twice(header, compiler, tmp_path):
    """For the kernel and for a 64-bit host."""
    need(compiler)
    source = tmp_path / "twice.c"
    source.write_text(f"#include <{header}>\n#include <{header}>\n")
    for command in (kernel_command(compiler), [*host_command(compiler), "-Wall", "-Wextra"]):
        run(*command, "-Werror", "-c", "-o", tmp_path / "twice.o", source)
