# SPDX-License-Identifier: MIT
"""tools/run: the line it gives QEMU, which image and recipe it chooses, and how it ends."""

import json
import os
import shlex
import signal
import stat
import subprocess
import sys

import pexpect
import pytest
from conftest import OUT, TOP, how_built

RUN = [sys.executable, str(TOP / "tools/run")]
RECIPE = "-accel tcg -icount shift=0,sleep=off -rtc base=2003-01-01,clock=vm -nodefaults -vga none"
NASTY = "a=\"two words\" b='c' d;e,f,,g h&i|j <k> l\\m *?[n] #o `p` (q) {r} ~s !t %u 100%"


@pytest.fixture
def fake_qemu(tmp_path, environment):
    """An environment whose QEMU notes its arguments in argv.json and ends with $FAKE_STATUS."""
    script = tmp_path / "fake-qemu"
    script.write_text(f"#!{sys.executable}\nimport json, os, sys\n"
                      f"json.dump(sys.argv[1:], open({str(tmp_path / 'argv.json')!r}, 'w'))\n"
                      "print('fake output', flush=True)\n"
                      "sys.exit(int(os.environ.get('FAKE_STATUS', '33')))\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return {**environment, **how_built(), "QEMU": str(script), "O": str(OUT)}


def arguments(tmp_path):
    """What the fake QEMU was given."""
    return json.loads((tmp_path / "argv.json").read_text())


def after(line, option):
    """The argument behind an option."""
    return line[line.index(option) + 1]


def run(*words, env, **more):
    """tools/run with no terminal; its CompletedProcess."""
    return subprocess.run([*RUN, *words], env=env, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, cwd=TOP,
                          timeout=60, **more)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """The tiny kernel, assembled."""
    image = tmp_path_factory.mktemp("tiny") / "tiny.bin"
    subprocess.run(["nasm", "-f", "bin", "-o", image, TOP / "tests/boot/tiny.asm"], check=True)
    return str(image)


def test_dry_run_prints_the_recipe(environment):
    """Without a terminal the line is the proven recipe, and nothing needs to exist."""
    done = run("--dry-run", "--out", "nowhere", env=environment)
    assert done.returncode == 0
    assert RECIPE in done.stdout
    line = shlex.split(done.stdout)
    assert after(line, "-append") == "run=compare poweroff"
    assert after(line, "-kernel") == "nowhere/halves.elf"
    assert after(line, "-cpu") == "max"
    assert "-no-reboot" in line and "edu" in line
    assert after(line, "-serial") == "stdio"
    assert after(line, "-debugcon") == "file:nowhere/debugcon.log"
    assert "isa-debug-exit,iobase=0xf4,iosize=4" in line
    assert not os.path.exists(TOP / "nowhere")


def test_make_n_run_prints_the_line_and_builds_nothing(environment, tmp_path):
    """make -n run shows the QEMU line, quoted for a shell, and makes nothing."""
    done = subprocess.run(["make", "-n", "run", f"O={tmp_path}/new", f"CMDLINE={NASTY}"], cwd=TOP,
                          env=environment, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    line = shlex.split([x for x in done.stdout.splitlines() if x.startswith("qemu-system")][-1])
    assert after(line, "-append") == NASTY
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("cmdline", [NASTY, 'note="a;b,c" poweroff', "it's", "$$HOME $${x} $$(y)"])
def test_command_line_reaches_qemu_as_one_argument(fake_qemu, tmp_path, cmdline):
    """CMDLINE of make reaches QEMU byte for byte, with dollars as make writes them."""
    done = subprocess.run(["make", "run", f"O={OUT}", f"CMDLINE={cmdline}"], cwd=TOP, env=fake_qemu,
                          capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert after(arguments(tmp_path), "-append") == cmdline.replace("$$", "$")


@pytest.mark.parametrize("status, expected, said", [
    (33, 0, "all programs succeeded"), (35, 1, "a program failed"), (37, 2, "panicked"),
    (0, 3, "the machine reset"), (1, 69, "did not start"), (99, 70, "did not ask for")])
def test_exit_status_is_mapped(fake_qemu, status, expected, said):
    """QEMU's status becomes ours, with one line that says what happened."""
    done = run(env={**fake_qemu, "FAKE_STATUS": str(status)})
    assert done.returncode == expected
    last = (done.stdout + done.stderr).strip().splitlines()[-1]
    assert last.startswith("run: ") and said in last
    assert "fake output" in done.stdout


@pytest.mark.parametrize("letter, expected, said", [
    ("g", 0, "all programs succeeded"), ("f", 1, "a program failed"), ("p", 2, "panicked"),
    ("r", 3, "triple fault"), ("e", 1, "only the beginning of tiny.json")])
def test_real_ends(tiny, environment, tmp_path, letter, expected, said):
    """The same with a real QEMU and a kernel that ends as it is told."""
    done = run("--kernel", tiny, "--files", str(tmp_path), "--cmdline", letter, env=environment)
    assert done.returncode == expected, done.stdout + done.stderr
    assert "tiny says hello" in done.stdout
    assert said in done.stdout + done.stderr
    assert (tmp_path / "tiny.json").exists() == (letter != "e")


def test_time_limit(tiny, environment, tmp_path):
    """A kernel that never ends is ended, with a status of its own."""
    done = run("--kernel", tiny, "--files", str(tmp_path), "--cmdline", "h", "--timeout", "1",
               env=environment)
    assert done.returncode == 124
    assert "no end after the time limit" in done.stderr


def test_interrupt_ends_qemu(tiny, environment, tmp_path):
    """SIGINT to tools/run ends QEMU too, and the status says so."""
    with subprocess.Popen([*RUN, "--kernel", tiny, "--files", tmp_path, "--cmdline", "h"], cwd=TOP,
                          env=environment, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        while "hello" not in child.stdout.readline():
            assert child.poll() is None
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=20)
    assert child.returncode == 130
    assert "interrupted" in errors


def test_missing_qemu_and_missing_image(environment, tmp_path):
    """What is missing is named, with what to do."""
    done = run(env={**environment, "QEMU": "no-such-qemu", "O": str(OUT)})
    assert done.returncode == 69 and "make setup" in done.stderr
    done = run("--out", str(tmp_path), env=environment)
    assert done.returncode == 64 and "run make first" in done.stderr


@pytest.mark.parametrize("name, value", [("MEM", "5x"), ("MEM", "-1"), ("SMP", "0"),
                                         ("SMP", "two"), ("CPU", ""), ("ICOUNT", "7")])
def test_bad_values_are_named(environment, name, value):
    """A bad value gives one line that names it, and a status of usage."""
    done = run("--dry-run", f"--{name.lower()}={value}", env=environment)
    assert done.returncode in (2, 64)
    assert name in done.stderr.upper()


def test_terminal_gives_an_interactive_machine(environment):
    """At a terminal: real time, and Ctrl-A X; with poweroff, or ICOUNT=1, the recipe."""
    def line(*words):
        return pexpect.run(shlex.join([*RUN, "--dry-run", *words]), env=environment, cwd=str(TOP),
                           encoding="utf-8")
    assert "-serial mon:stdio" in line() and "-icount" not in line()
    assert "-append" not in line()
    assert RECIPE in line("--cmdline", "run=compare poweroff")
    assert "-icount shift=0,sleep=off" in line("--icount", "1")
    assert "-icount" not in line("--cmdline", "poweroff", "--icount", "0")


def test_icount_0_turns_the_recipe_off(environment):
    """ICOUNT=0 wins where there is no terminal."""
    assert "-icount" not in run("--dry-run", env={**environment, "ICOUNT": "0"}).stdout


@pytest.mark.parametrize("words, extra, image", [
    ("run=compare poweroff", "", "halves"), ("poweroff", "", "halves"),
    ("run=kunit poweroff", "", "halves-tests"), ("run=kunit,compare", "", "halves-tests"),
    ("run=no_such_program", "", "halves-tests"), ("run=compare", "x.c", "halves-tests")])
def test_choice_of_image(environment, words, extra, image):
    """The tests' image is booted where only it will do."""
    done = run("--dry-run", "--cmdline", words, "--extra", extra, "--out", str(OUT),
               env=environment)
    assert after(shlex.split(done.stdout), "-kernel") == f"{OUT}/{image}.elf"


def test_words_go_in_front(environment):
    """make compare keeps CMDLINE's words."""
    done = run("--dry-run", "--words", "run=compare poweroff", "--cmdline", "compare.count=10",
               env=environment)
    assert after(shlex.split(done.stdout), "-append") == "run=compare poweroff compare.count=10"


def test_window_falls_back(environment):
    """GUI=1 without a display says so and goes on."""
    env = {k: v for k, v in environment.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = run("--dry-run", "--gui", "1", env=env)
    assert "GUI=1" in done.stdout and "-display none" in done.stdout


def test_debug_line_waits_for_gdb(environment):
    """make debug: stopped before the first instruction, on a port of one's own."""
    done = run("--dry-run", "--debug", env=environment)
    line = shlex.split(done.stdout)
    assert "-S" in line and after(line, "-gdb").startswith("tcp:127.0.0.1:")
    assert "-append" not in line
