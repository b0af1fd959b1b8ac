# SPDX-License-Identifier: MIT
"""Each program of ring 3 does what it says (the shell: test_sh.py)."""

import os
import re
import shutil
import signal
import subprocess

import pytest
from tree import TOP
from userland import (  # noqa: F401  (fixtures too)
    BIN, ENVIRONMENT, PROGRAMS, TESTS, built, folder, run)

# --------------------------------------------------------------------------------- all programs

@pytest.mark.parametrize("name", PROGRAMS)
def test_help(name):
    """--help begins with the usage, on standard output, and is no error."""
    status, out, err = run(BIN / name, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"usage: {name}")
    assert all(len(line) <= 90 for line in out.splitlines())


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name not in (
    "echo", "test", "kill", "compare")])
def test_bad_option(name):
    """An option that is not there: status 2, a message that says which, nothing on stdout."""
    status, out, err = run(BIN / name, "-@")
    assert (status, out) == (2, "")
    assert err == f"{name}: -@: no such option\n{name}: --help shows how to call it\n"


@pytest.mark.parametrize("command, said", [
    ("kill", "whom?"), ("kill -@ 1", "@: not a number"), ("compare --speed 1", "no such option"),
    ("compare --count", "--count: its value is missing"), ("compare --work 0", "at least 1"),
    ("compare --count x", "x: not a number"), ("sleep", "something is missing"),
    ("sleep 1x", "1x: not a number"), ("sleep 0.x", "0.x: not a number"), ("rmdir", "missing"),
    ("mkdir", "missing"), ("cp a", "missing"), ("mv a", "missing"), ("rm", "missing"),
    ("touch", "missing"), ("grep", "missing"), ("cmp a", "missing"), ("insmod", "missing"),
    ("rmmod", "missing"), ("mknod a c 1", "missing"), ("mknod a b 1 2", "b: only c"),
    ("mknod a c 4096 0", "4096: too large"), ("head -n", "-n: its argument is missing"),
    ("pwd a", "too many words"),
    ("uname a", "too many words"), ("cp a b c", "c: several files can only be copied into"),
    ("mv a b c", "c: several files can only be moved into"), ("poweroff 64", "64: too large"),
    ("irqtop -n x", "x: not a number"), ("sysfuzz -c reboot", "reboot: no such call"),
    ("head -n 99999999999999", "too large"), ("sh -c", "which commands?"),
])
def test_wrong_use(command, said, tmp_path):
    """Status 2, and a message that says what is wrong."""
    name, *words = command.split()
    status, out, err = run(BIN / name, *words, cwd=tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith(f"{name}: ") and said in err


@pytest.mark.parametrize("command, said", [
    ("cat none", "cat: none: ENOENT"), ("ls none", "ls: none: ENOENT"), ("rm .", "rm: .: E"),
    ("rmdir none", "rmdir: none: ENOENT"), ("mkdir a/b/c", "mkdir: a/b/c: ENOENT"),
    ("cp none a", "cp: none: ENOENT"), ("mv none a", "mv: none: ENOENT"),
    ("head none", "head: none: ENOENT"), ("wc none", "wc: none: ENOENT"),
    ("touch none/a", "touch: none/a: ENOENT"), ("insmod none.ko", "insmod: none.ko: ENOENT"),
    ("mknod none/a c 1 3", "mknod: none/a: ENOENT"),
    ("hexdump none", "hexdump: none: ENOENT"), ("sysfuzz", "not Halves: only with -c"),
    ("latency", "latency: /proc/latency: ENOENT"), ("compare", "compare: /proc/compare: ENOENT"),
])
def test_refused(command, said, tmp_path):
    """What the system refuses: status 1, and the error's name."""
    name, *words = command.split()
    status, out, err = run(BIN / name, *words, cwd=tmp_path)
    assert (status, out) == (1, "")
    assert said in err


# --------------------------------------------------------------------------------- each program

# command, what it prints; in a folder with a (two lines), b (empty), dir/c
COMMANDS = [
    ("true", 0, ""), ("false", 1, ""), ("echo a  b", 0, "a b\n"), ("echo -n a", 0, "a"),
    ("echo", 0, "\n"), ("echo -x --help", 0, "-x --help\n"),
    ("cat a", 0, "one\ntwo words\n"), ("cat a b a", 0, "one\ntwo words\n" * 2),
    ("ls", 0, "a\nb\ndir\n"), ("ls dir a", 0, "dir:\nc\na\n"), ("ls -a dir", 0, ".\n..\nc\n"),
    ("wc a", 0, "2 3 14 a\n"), ("wc -l a b", 0, "2 a\n0 b\n2 total\n"), ("wc -c b", 0, "0 b\n"),
    ("head -n 1 a", 0, "one\n"), ("head -n1 a a", 0, "one\none\n"), ("head -n 0 a", 0, ""),
    ("grep wo a", 0, "two words\n"), ("grep -n wo a", 0, "2:two words\n"),
    ("grep -v wo a", 0, "one\n"), ("grep -c o a", 0, "2\n"), ("grep x a", 1, ""),
    ("grep -q o a", 0, ""), ("grep o a a", 0, "a:one\na:two words\n" * 2), ("grep . a", 1, ""),
    ("grep -c o a b", 0, "a:2\nb:0\n"), ("cmp a a", 0, ""), ("cmp -s a b", 1, ""),
    ("cmp a b", 1, "b ends after 0 bytes\n"),
    ("cmp a dir/c", 1, "a dir/c differ: byte 6, line 2\n"),
    ("hexdump -n 4 a", 0, "00000000  6f 6e 65 0a"), ("test -f a", 0, ""), ("test -d a", 1, ""),
    ("test -s b", 1, ""), ("test 1 -lt 2", 0, ""), ("test a = b", 1, ""), ("test", 1, ""),
    ("test -n", 0, ""), ("test ! a", 1, ""), ("test a -a", 2, ""), ("test 1 -eq x", 2, ""),
    ("test ( = (", 0, ""), ("test -f a -a -d a", 1, ""), ("test -f a -o -d a", 0, ""),
    ("test ! -f a -a b", 1, ""), ("uname", 0, "Linux\n"), ("clear", 0, "\033[H\033[2J"),
    ("sleep 0", 0, ""), ("sleep 0.01", 0, ""),
]


@pytest.mark.parametrize("command, status, out", COMMANDS)
def test_program(command, status, out, folder):
    """What it prints, and its status."""
    name, *words = command.split()
    got = run(BIN / name, *words, cwd=folder)
    assert got[0] == status, got
    assert got[1] == out or (name == "hexdump" and got[1].startswith(out))


def test_ls_long(folder):
    """Kind, permissions, size."""
    os.chmod(folder / "a", 0o640)
    os.mkfifo(folder / "p", 0o600)
    _, out, _ = run(BIN / "ls", "-l", cwd=folder)
    assert re.search(r"^-rw-r-----  1 +14 a$", out, re.M)
    assert re.search(r"^d\S{9} +\d+ +\d+ dir$", out, re.M)
    assert re.search(r"^prw-------", out, re.M)
    assert re.search(r"^crw-rw-rw- +1 +1, +3 /dev/null$", run(BIN / "ls", "-l", "/dev/null")[1])


def test_files_are_made_copied_moved_removed(folder):
    """touch mkdir cp mv rm rmdir leave what they should."""
    def ok(*command):
        assert run(BIN / command[0], *command[1:], cwd=folder) == (0, "", "")
    ok("touch", "new", "a")
    assert (folder / "new").read_text() == "" and (folder / "a").read_text().startswith("one")
    ok("mkdir", "-p", "x/y/z", "x/y")
    ok("cp", "a", "new")
    ok("cp", "a", "b", "x/y")
    assert (folder / "new").read_bytes() == (folder / "x/y/a").read_bytes() == \
        (folder / "a").read_bytes()
    assert run(BIN / "cp", "a", "./a", cwd=folder)[0] == 1
    assert (folder / "a").read_text().startswith("one")
    ok("mv", "new", "newer")
    ok("mv", "newer", "b", "x")
    assert sorted(os.listdir(folder / "x")) == ["b", "newer", "y"]
    assert run(BIN / "rmdir", "x", cwd=folder)[2] == "rmdir: x: ENOTEMPTY\n"
    assert run(BIN / "rm", "x", cwd=folder)[2] == "rm: x: EISDIR\n"
    ok("rm", "-f", "none")
    ok("rm", "-r", "x")
    ok("mkdir", "y")
    ok("rmdir", "y")
    assert sorted(os.listdir(folder)) == ["a", "dir"]


def test_cp_keeps_permissions_and_large_files(folder):
    """More than one buffer, byte for byte; what can be executed still can."""
    data = os.urandom(10007)
    (folder / "large").write_bytes(data)
    os.chmod(folder / "large", 0o755)
    assert run(BIN / "cp", "large", "copy", cwd=folder)[0] == 0
    assert (folder / "copy").read_bytes() == data
    assert os.stat(folder / "copy").st_mode & 0o777 == 0o755


def test_kill_ends_a_process():
    """By TERM, or the signal that is named; one that whoever runs the tests ignores, too."""
    def heed():
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    for words, number in (([], 15), (["-9"], 9), (["-INT"], 2)):
        with subprocess.Popen([BIN / "sleep", "100"], preexec_fn=heed) as process:
            assert run(BIN / "kill", *words, process.pid)[0] == 0
            assert process.wait(10) == -number


def test_writing_to_a_full_disk_is_an_error():
    """Whatever is printed: if it cannot be written, the status says so."""
    with open("/dev/full", "w", encoding="ascii") as full:
        for command in (["echo", "a"], ["cat", "/etc/passwd"], ["sh", "-c", "echo a"]):
            done = subprocess.run([BIN / command[0], *command[1:]], stdout=full, text=True,
                                  stderr=subprocess.PIPE, env=ENVIRONMENT, check=False)
            assert done.returncode == 1 and "ENOSPC" in done.stderr


def test_irqtop_counts(tmp_path):
    """Without a terminal: one table, which has the processors and something that runs."""
    if not os.access("/proc/interrupts", os.R_OK):
        pytest.skip("/proc/interrupts is not to be read here")
    status, out, _ = run(BIN / "irqtop", "-a", "-n", "1", "-d", "0")
    assert status == 0
    assert re.match(r"\d+\.\d{3} s, a second: +CPU0", out)
    assert "interrupts\n" in out


FOUR_FILES = {
    "interrupts": "           CPU0      CPU1 \n  4:       1{0}0         5    XT-PIC  serial\n"
                  " 10:          0         0    XT-PIC  edu\n"
                  "LOC:        1{0}       2{0}   Local timer\n",
    "softirqs": "                    CPU0      CPU1 \n          HI:          0          0\n"
                "       TIMER:         {0}         0\n",
    "tasklets": "scheduled disabled running       CPU0       CPU1\n"
                "        0        0       0          0         2{0}  edu_tasklet\n",
    "workqueues": "queued  timed       done  worker           running\n"
                  "     0      0         3{0}  events/1         vmstat_update\n",
}


def test_irqtop_shows_differences(tmp_path):
    """Of all four files: what came between two readings, by processor. -a: also what did not.

    The files are pipes: so irqtop reads each text just when it is there.
    """
    for name in FOUR_FILES:
        os.mkfifo(tmp_path / name)
    with subprocess.Popen([BIN / "irqtop", "-a", "-n", "1", "-d", "0", "-p", tmp_path], text=True,
                          stdout=subprocess.PIPE) as process:
        for digit in (0, 5):
            for name, text in FOUR_FILES.items():
                (tmp_path / name).write_text(text.format(digit))
        out = process.communicate(timeout=20)[0]
    lines = [line.split() for line in out.splitlines()]
    ms = int(lines[0][0].replace(".", ""))
    five, fifty = str((5000 + ms // 2) // ms), str((50000 + ms // 2) // ms)
    assert lines[0][1:] == ["s,", "a", "second:", "CPU0", "CPU1"]
    assert lines[1:] == [
        ["interrupts"], ["4", fifty, "0", "XT-PIC", "serial"], ["10", "0", "0", "XT-PIC", "edu"],
        ["LOC", five, five, "Local", "timer"], ["softirqs"], ["HI", "0", "0"],
        ["TIMER", five, "0"], ["tasklets"], ["edu_tasklet", "0", five], ["workqueues"],
        ["events/1", "0", five, "vmstat_update"]]


def test_irqtop_leaves_out_what_does_not_run(tmp_path):
    """Without -a the same files twice are a table without lines; without files there is none."""
    folder = tmp_path / ("a" * 100)     # the name of a folder may be long
    folder.mkdir()
    for name, text in FOUR_FILES.items():
        (folder / name).write_text(text.format(0))
    out = run(BIN / "irqtop", "-n", "1", "-d", "0", "-p", folder)[1]
    assert len(out.splitlines()) == 1
    assert run(BIN / "irqtop", "-p", tmp_path / "none")[::2] == (
        1, f"irqtop: {tmp_path}/none: nothing to count there\n")


def test_latency_draws(tmp_path):
    """A bar for each bucket from the first to the last that is not empty; the longest has 50."""
    counts = ["0"] * 32
    counts[9:13] = ["1", "0", "100", "50"]
    (tmp_path / "l").write_text("tracing 1\nbuckets 32\nsoftirq TIMER " + " ".join(counts) +
                                "\nworkqueue my queue " + " ".join(["0"] * 31 + ["2"]) +
                                "\ntasklet none " + " ".join(["0"] * 32) + "\n")
    status, out, _ = run(BIN / "latency", "-p", tmp_path / "l")
    assert status == 0
    assert out.splitlines() == [
        "softirq TIMER: 151 times", "  from  512 ns        1 #", "  from    1 us        0 ",
        "  from    2 us      100 " + "#" * 50, "  from    4 us       50 " + "#" * 25,
        "workqueue my queue: 2 times", "  from     2 s        2 " + "#" * 50]
    assert run(BIN / "latency", "-p", tmp_path / "l", "queue")[1].startswith("workqueue my queue")
    assert run(BIN / "latency", "-p", tmp_path / "l", "none")[1] == "tasklet none: 0 times\n"
    (tmp_path / "l").write_text("tracing 0\nbuckets 32\n")
    assert "counting is off" in run(BIN / "latency", "-p", tmp_path / "l")[1]


def test_ps():
    """It lists itself, running, and its parent."""
    status, out, _ = run(BIN / "ps")
    assert status == 0 and out.startswith("  PID  PPID S     TIME NAME\n")
    assert re.search(rf"^ *\d+ +{os.getpid()} R +0\.\d\d ps$", out, re.M)
    assert re.search(rf"^ *{os.getpid()} ", out, re.M)


@pytest.mark.parametrize("call", "stat dup pipe brk uname poll getcwd fork exit read".split())
def test_sysfuzz(call):
    """Each call is counted once, whatever became of it; the same seed gives the same."""
    status, out, _ = run(BIN / "sysfuzz", "-n", "3", "-s", "7", "-c", call)
    assert status == 0
    counts = [int(word) for word in re.search(rf"^{call} +(.*)$", out, re.M)[1].split()]
    assert sum(counts) == (3 if call == "exit" else sum(counts))
    assert f"seed 7: {sum(counts)} calls by 3 children" in out
    if call in ("uname", "stat", "dup"):
        assert sum(counts) == 120 and run(BIN / "sysfuzz", "-n3", "-s7", "-c", call)[1] == out


# -------------------------------------------------------------------------------- test programs

def test_forktest():
    """200 at once."""
    assert run(TESTS / "forktest") == (0, "forktest: 200 processes at once, each ended once\n", "")


def test_memory():
    """malloc() under load."""
    assert run(TESTS / "memory")[0] == 0


def test_library():
    """What the C library does."""
    assert run(TESTS / "library") == (0, "library: as C says\n", "")


@pytest.mark.parametrize("header", sorted(str(path.relative_to(TOP / "user/include"))
                                          for path in (TOP / "user/include").rglob("*.h")))
def test_header_compiles_alone_and_twice(header):
    """Each header of ring 3."""
    if not shutil.which("gcc"):
        pytest.skip("gcc is not installed")
    done = subprocess.run(
        ["gcc", "-m32", "-march=i686", "-std=gnu11", "-ffreestanding", "-nostdinc", "-Wall",
         "-Wextra", "-Werror", "-fsyntax-only", "-Iuser/include", "-Ikernel/include/uapi",
         "-Ikernel/include", "-x", "c", "-"], cwd=TOP, text=True, capture_output=True,
        input=f"#include <{header}>\n#include <{header}>\n", check=False)
    assert done.returncode == 0, done.stderr


def test_args():
    """What execve() was given comes out; the status is the number of words."""
    done = subprocess.run([TESTS / "args", "a b", ""], env={"X": "1", "Y": ""}, text=True,
                          stdout=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stdout.splitlines()[1:] == [
        'argv[1] = "a b"', 'argv[2] = ""', 'envp[0] = "X=1"', 'envp[1] = "Y="',
        "argv[3] = NULL, envp[2] = NULL"]


@pytest.mark.parametrize("crime, number", [
    ("null", signal.SIGSEGV), ("divide", signal.SIGFPE), ("privileged", signal.SIGSEGV),
    ("port", signal.SIGSEGV), ("undefined", signal.SIGILL), ("stack", signal.SIGSEGV),
    ("read_kernel", signal.SIGSEGV), ("jump_kernel", signal.SIGSEGV), ("text", signal.SIGSEGV)])
def test_crash(crime, number):
    """Each crime ends its program by the signal; the shell says so and gives 128 + its number."""
    assert subprocess.run([TESTS / "crash", crime], check=False).returncode == -number
    status, out, err = run(BIN / "sh", "-c", f"{TESTS}/crash {crime}; echo $?")
    assert (status, out) == (0, f"{128 + number}\n")
    assert f"ended by {number.name} ({int(number)})" in err


def test_every_crime_is_known():
    """Without a word it lists them: those above, and fpu, which Linux allows."""
    listed = run(TESTS / "crash")[1].split()
    assert sorted(listed) == sorted([*(mark.args[1][i][0] for mark in test_crash.pytestmark
                                       if mark.name == "parametrize"
                                       for i in range(len(mark.args[1]))), "fpu"])
