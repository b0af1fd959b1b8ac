# SPDX-License-Identifier: MIT
"""Ring 3 does what it says, under Linux on the host: the same numbers, so the same programs run.

The programs are those of the build folder (`make user`). A table of scripts runs in our shell, and
in dash where that is installed and means the same. What only Halves can do (load a module, power
off) is not done here: only how such a program answers a wrong use.
"""

import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import time

import pytest
from tree import OUT, TOP

BIN = OUT / "user/bin"
TESTS = OUT / "user/tests"
PROGRAMS = sorted(path.stem for path in (TOP / "user/bin").glob("*.c")) + ["sh"]
ENVIRONMENT = {"PATH": str(BIN), "HOME": "/"}


@pytest.fixture(scope="module", autouse=True)
def built():
    """All of this needs the programs, and a machine that runs them."""
    if not (BIN / "sh").exists():
        pytest.fail(f"{BIN}/sh is not there: make user")
    try:
        subprocess.run([BIN / "true"], check=True)
    except OSError as error:
        pytest.skip(f"this machine runs no 32-bit programs: {error}")


def run(*command, stdin="", cwd=None, timeout=60, **options):
    """(status, output, errors) of a program; its PATH has only ours."""
    done = subprocess.run([str(word) for word in command], input=stdin, text=True, cwd=cwd,
                          capture_output=True, timeout=timeout, check=False,
                          env={**ENVIRONMENT, **options})
    return done.returncode, done.stdout, done.stderr


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


@pytest.fixture
def folder(tmp_path):
    """A folder with a few files."""
    (tmp_path / "a").write_text("one\ntwo words\n")
    (tmp_path / "b").write_text("")
    (tmp_path / "dir").mkdir()
    (tmp_path / "dir/c").write_text("one\nthree\n"[:5] + "\n")
    return tmp_path


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
    """By TERM, or the signal that is named."""
    for words, number in (([], 15), (["-9"], 9), (["-INT"], 2)):
        with subprocess.Popen([BIN / "sleep", "100"]) as process:
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


# ------------------------------------------------------------------------------------ the shell

# script, status, output; a third word: dash means something else
SCRIPTS = [
    # words
    ("echo a  b", 0, "a b\n"),
    ("A=1; echo $A ${A}b \"$A\" '$A' \\$A", 0, "1 1b 1 $A $A\n"),
    ("B='x  y'; echo $B; echo \"$B\"", 0, "x y\nx  y\n"),
    ("echo \"a\\\"b\\$\" 'e\"f' \"it's\"", 0, "a\"b$ e\"f it's\n"),
    ("echo a\\\nb \"c\\\nd\"", 0, "ab cd\n"),
    ("echo \"two\nlines\"", 0, "two\nlines\n"),
    ("echo '' \"\" | wc -c", 0, "2\n"),
    ("N=; set -- $N \"$N\"; echo $#", 0, "1\n"),
    ("echo ${U:-word $((1+1))} ${#}", 0, "word 2 2\n"),
    ("echo a#b # comment", 0, "a#b\n"),
    ("echo $", 0, "$\n"),
    ("A=a=b; echo $A", 0, "a=b\n"),
    ("echo A=1", 0, "A=1\n"),
    # names of files
    ("echo *", 0, "a b dir\n"), ("echo [ab] ? d*/c", 0, "a b a b dir/c\n"),
    ("echo *.none '*' \"*\" \\*", 0, "*.none * * *\n"), ("A='*'; echo $A \"$A\"", 0, "a b dir *\n"),
    ("echo .*x", 0, ".*x\n"), ("cd dir; echo ../[!b]", 0, "../a\n"),
    # parameters
    ("echo $# $1 \"$2\" $9 $0", 0, "2 x y z NAME\n"),
    ("for i in \"$@\"; do echo \"<$i>\"; done", 0, "<x>\n<y z>\n"),
    ("for i; do echo \"<$i>\"; done", 0, "<x>\n<y z>\n"),
    ("for i in $*; do echo \"<$i>\"; done; echo \"$*\"", 0, "<x>\n<y>\n<z>\nx y z\n"),
    ("shift; echo $1 $#; shift; echo $# \"$@\"", 0, "y z 1\n0\n"),
    ("set -- \"$@\" \"\"; echo $#", 0, "3\n"),
    ("f() { :; }", 2, "", "no functions"),
    ("false; echo $?; echo $?", 0, "1\n0\n"),
    ("test $$ -gt 1 && echo yes", 0, "yes\n"),
    # lists, conditions
    ("true && echo and; false || echo or; true || echo no; false && echo no", 1, "and\nor\n"),
    ("! true; echo $?; ! false && echo yes", 0, "1\nyes\n"),
    ("if true; then echo a; fi; if false; then echo b; fi; echo $?", 0, "a\n0\n"),
    ("if false; then echo a; elif true; then echo b; else echo c; fi", 0, "b\n"),
    ("if false\nthen echo a\nelse\necho c\nfi", 0, "c\n"),
    ("{ echo a; echo b; } | wc -l; (cd /; pwd); test \"$(pwd)\" != / && echo here", 0,
     "2\n/\nhere\n"),
    ("(exit 3); echo $?", 0, "3\n"),
    ("echo if then; echo fi", 0, "if then\nfi\n"),
    # loops
    ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done", 0, "1\n2\n3\n"),
    ("i=3; until [ $i = 0 ]; do i=$((i-1)); done; echo $i", 0, "0\n"),
    ("for i in a \"b c\" ''; do echo \"[$i]\"; done", 0, "[a]\n[b c]\n[]\n"),
    ("for i in; do echo no; done; echo $?", 0, "0\n"),
    ("for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done", 0, "1\n3\n"),
    ("for i in 1 2 3; do for j in 1 2; do [ $j = 2 ] && continue 2; [ $i = 3 ] && break 2; "
     "echo $i$j; done; done; echo end", 0, "11\n21\nend\n"),
    ("while true; do break; done; echo $?", 0, "0\n"),
    ("while read l; do echo \"<$l>\"; done < a; echo $l.", 0, "<one>\n<two words>\n.\n"),
    # pipes and files
    ("echo hi | cat | cat | wc -c", 0, "3\n"),
    ("true | false; echo $?; false | true; echo $?", 0, "1\n0\n"),
    ("echo x > n; echo y >> n; cat < n; cat n n | wc -l", 0, "x\ny\n4\n"),
    ("ls none 2> n; test -s n && echo yes; > n; test -s n || echo empty", 0, "yes\nempty\n"),
    ("{ echo out; echo err >&2; } > n 2>&1; cat n", 0, "out\nerr\n"),
    ("exec 3> n; echo three >&3; exec 3> /dev/null; cat n", 0, "three\n"),
    ("exec < a; read x; read y z; echo $x-$y-$z", 0, "one-two-words\n"),
    ("for i in 1 2; do echo $i; done > n; echo - ; cat n", 0, "-\n1\n2\n"),
    ("{ echo a > dir; } 2> n || echo failed; { cat > none/n; } 2> n; echo after", 0,
     "failed\nafter\n"),
    ("{ cat < none; } 2> n; echo $?", 0, "1\n", "dash's status is 2"),
    ("read x; echo <$x>", 2, ""),
    # substitution, arithmetic
    ("X=$(echo a; echo b); echo \"$X\"; echo $X `echo c`", 0, "a\nb\na b c\n"),
    ("echo \"$(echo \"in $(echo ner)\")\" '$(no)'", 0, "in ner $(no)\n"),
    ("echo $(echo ')' \"(\")x", 0, ") (x\n"),
    ("X=$(exit 4); echo $?; X=$(false) true; echo $?", 0, "4\n0\n"),
    ("echo $((2+3*4)) $(( (2+3)*4 )) $((7/2)) $((-7%3)) $((1<2&&3>2)) $((!0||0))", 0,
     "14 20 3 -1 1 1\n"),
    ("A=6; echo $((A*7)) $(($A-1)) $((0x10)) $((5-2-1))", 0, "42 5 16 2\n"),
    ("echo $((1/0))", 2, ""),
    # environment
    ("A=5 sh -c 'echo $A'; echo .$A", 0, "5\n.\n"),
    ("A=5; sh -c 'echo .$A'; export A; sh -c 'echo .$A'; unset A; sh -c 'echo .$A'", 0,
     ".\n.5\n.\n"),
    ("export B=x; sh -c 'echo $B'", 0, "x\n"),
    # processes
    ("sleep 0 & wait $!; echo $?; sh -c 'exit 7' & wait $!; echo $?", 0, "0\n7\n"),
    ("for i in 1 2 3; do echo $i >> n & done; wait; wc -l < n", 0, "3\n"),
    ("(sleep 0.2; echo late) & echo soon; wait", 0, "soon\nlate\n"),
    ("sleep 100 & kill $!; wait $! 2> n; echo $?", 0, "143\n", "told elsewhere"),
    ("none 2> n; echo $?; ./a 2> n; echo $?", 0, "127\n126\n"),
    ("echo 'echo script $1' > s; sh s x; . ./s; echo 'exit 9' > s; sh s; echo $?", 0,
     "script x\nscript x\n9\n"),
    ("exec echo gone; echo no", 0, "gone\n"),
    ("exit 5; echo no", 5, ""), ("false", 1, ""), ("", 0, ""), ("# nothing\n\n", 0, ""),
    # set
    ("set -e; true; if false; then :; fi; false || true; ! true; echo a; false; echo no", 1,
     "a\n"),
    ("set -e; (false); echo no", 1, ""), ("set -e; echo a | false; echo no", 1, ""),
    ("set -e; set +e; false; echo yes", 0, "yes\n"),
    ("set a b c; echo $# $3", 0, "3 c\n"),
    # mistakes
    ("if true; then echo a", 2, ""), ("echo a; fi", 2, ""), ("for 1 in a; do :; done", 2, ""),
    ("echo 'a", 2, ""), ("( echo a", 2, ""), ("echo a | | b", 2, ""), ("&& a", 2, ""),
    ("echo a >", 2, ""), ("while do done", 2, ""), ("if then fi", 2, ""),
    ("echo a; ; echo b", 2, ""),
    ("echo first\nfi\necho no", 2, "first\n"), ("if ( echo a } then fi", 2, ""), (";", 2, ""),
]


def run_script(shell, script, folder, way="-c"):
    """A script by -c, as a file, or on standard input; $1 is x, $2 "y z", $0 NAME."""
    if way == "-c":
        return run(shell, "-c", script, "NAME", "x", "y z", cwd=folder)
    if way == "file":
        (folder / ".script").write_text(script)
        return run(shell, ".script", "x", "y z", cwd=folder)
    return run(shell, cwd=folder, stdin=script)


@pytest.mark.parametrize("way", ["-c", "file"])
@pytest.mark.parametrize("script, status, out", [case[:3] for case in SCRIPTS])
def test_script(script, status, out, way, folder):
    """Output and status, by -c and from a file."""
    got = run_script(BIN / "sh", script, folder, way)
    assert got[:2] == (status, out if way == "-c" else out.replace("NAME", ".script")), got[2]
    assert bool(got[2]) == (status == 2), got[2]


@pytest.mark.parametrize("script, status, out", [case for case in SCRIPTS if len(case) == 3])
def test_dash_agrees(script, status, out, folder):
    """Another shell gives the same: what is in the table is not only our opinion."""
    dash = shutil.which("dash")
    if not dash:
        pytest.skip("dash is not installed")
    assert run_script(dash, script, folder)[:2] == (status, out)


@pytest.mark.parametrize("script, said", [
    ("echo a\necho b; fi", "line 2: syntax error at fi"),
    ("if true\nthen\n  echo a", "line 3: syntax error at the end of the text"),
    ("\n\necho 'a\nb", "line 3: ' has no '"),
    ("echo \"a $(echo b\"", "line 1: \" has no \""),
    ("echo a |\n\n| b", "line 3: syntax error at |"),
    ("for x in a\necho $x", "line 2: syntax error at echo"),
    ("echo >\n", "line 1: syntax error at the end of the line"),
    ("echo )", "line 1: syntax error at )"),
    ("none", "none: not found"), ("./a", "./a: EACCES"), ("./dir", "./dir: EACCES"),
    ("cat < none", "none: ENOENT"), ("echo a >&9", "1>&9: EBADF"), ("echo >&x", ">&x: a digit"),
    ("cd none", "cd: none: ENOENT"), ("break", "break: we are in no loop"),
    ("shift 9", "shift: not"),
    ("exit x", "exit: x: not a number"), ("[ a", "[: the ] is missing"),
    ("export 1=2", "export: a name has"), ("wait 1", "wait: 1: no process that was started here"),
    ("set -z", "set: only -e and -x"), (". none", "none: not found"), ("read", "read: into which"),
    ("echo ${A%x}", "${A%x}: only ${NAME}"), ("echo $((1+))", "$((1+)): a number is missing"),
    ("echo $((1 2))", "$((1 2)): an operator is missing"),
    ("echo $((1%0))", "$((1%0)): division by zero"),
])
def test_a_mistake_is_told(script, said, folder):
    """With line and token, or name and reason."""
    status, _, err = run_script(BIN / "sh", script, folder)
    assert status
    assert err.startswith(f"NAME: {said}")


def test_trace(folder):
    """-x shows each command before it runs."""
    assert run(BIN / "sh", "-xc", "A=1; echo $A; true", cwd=folder)[1:] == (
        "1\n", "+ echo 1\n+ true\n")


def test_standard_input_is_shared(folder):
    """A script on standard input: a command of it reads the lines behind itself."""
    assert run_script(BIN / "sh", "read x\nline\necho <$x>\n".replace("<$x>", "\"<$x>\""), folder,
                      "stdin")[:2] == (0, "<line>\n")
    assert run_script(BIN / "sh", "cat\nall of\nthis\n", folder, "stdin")[1] == "all of\nthis\n"


# -------------------------------------------------------------------------------- at a terminal

class Terminal:
    """Our shell at a terminal of its own."""

    def __init__(self, cwd):
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.chdir(cwd)
            os.execve(BIN / "sh", ["sh"], {**ENVIRONMENT, "PATH": f"{BIN}:{TESTS}"})
        self.seen = ""

    def expect(self, text, timeout=20):
        """Read until the text has come; what came before it is the answer."""
        end = time.monotonic() + timeout
        while text not in self.seen:
            assert select.select([self.fd], [], [], max(0, end - time.monotonic()))[0], \
                f"{text!r} did not come: {self.seen!r}"
            self.seen += os.read(self.fd, 1000).decode()
        before, _, self.seen = self.seen.partition(text)
        return before

    def type(self, text):
        """As a person does."""
        os.write(self.fd, text.encode())

    def close(self):
        """Its status."""
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def terminal(folder):
    """A shell that waits for its first command."""
    it = Terminal(folder)
    it.expect("# ")
    yield it
    try:
        os.kill(it.pid, signal.SIGKILL)
        it.close()
    except OSError:
        pass    # the test has closed it


def test_prompts(terminal):
    """# for a command, > for its further lines."""
    terminal.type("if true\n")
    terminal.expect("> ")
    terminal.type("then echo 4$((2))\nfi\n")
    terminal.expect("42\r\n")
    terminal.expect("# ")


def test_a_mistake_ends_the_line_only(terminal):
    """The rest of the line is dropped, the shell goes on."""
    terminal.type("fi; echo no$((1))\n")
    assert "syntax error at fi" in terminal.expect("# ")
    terminal.type("echo st$((1))ll $?\n")
    terminal.expect("st1ll 2\r\n")


def test_interrupt_ends_what_runs(terminal):
    """^C ends the program and the rest of the line, but not the shell."""
    terminal.type("for i in 1 2 3; do sh -c 'echo ro$0nd; exec sleep 100' $i; done; "
                  "echo no$((1))\n")
    terminal.expect("ro1nd\r\n")
    terminal.type("\x03")
    assert "no1" not in terminal.expect("# ")
    terminal.type("echo st$((1))ll $?\n")
    assert "ro2nd" not in terminal.expect("st1ll 130\r\n")


def test_background_is_not_interrupted(terminal):
    """^C does not reach what runs with &."""
    terminal.type("mkdir -p go; (while [ -d go ]; do sleep 0.01; done; echo la$((1))e) &\n")
    terminal.expect("# ")
    terminal.type("sh -c 'echo ru$((1))s; exec sleep 100'\n")
    terminal.expect("ru1s\r\n")
    terminal.type("\x03")
    terminal.expect("# ")
    terminal.type("rmdir go\n")
    terminal.expect("la1e\r\n")


def test_end_of_file_ends_the_shell(terminal):
    """^D; the status is the last command's."""
    terminal.type("(exit 6)\n")
    terminal.expect("# ")
    terminal.type("\x04")
    terminal.expect("\n")
    assert terminal.close() == 6


# ------------------------------------------------------------------------------------- archive

def members(data):
    """[(name, mode, contents)] of an archive, in its order."""
    at, found = 0, []
    while True:
        assert data[at:at + 6] == b"070701"
        fields = [int(data[at + 6 + 8 * n:at + 14 + 8 * n], 16) for n in range(13)]
        name = data[at + 110:at + 110 + fields[11] - 1].decode()
        body = (at + 110 + fields[11] + 3) & ~3
        if name == "TRAILER!!!":
            return found
        found.append((name, fields[1], data[body:body + fields[6]], fields[5]))
        at = (body + fields[6] + 3) & ~3


def test_archive_of_the_build():
    """Folders, programs, nothing too large; names in order, times 0."""
    data = (OUT / "initramfs.cpio").read_bytes()
    found = members(data)
    names = [name for name, *_ in found]
    assert names == sorted(names)
    assert {"bin", "dev", "proc", "lib/modules", "tmp", "etc", "bin/sh"} <= set(names)
    assert {f"bin/{name}" for name in PROGRAMS} <= set(names)
    assert all(mtime == 0 for *_, mtime in found)
    assert all(mode in (0o040755, 0o100644, 0o100755) for _, mode, *_ in found)
    assert dict((name, body) for name, _, body, _ in found)["bin/sh"] == (BIN / "sh").read_bytes()
    assert len(data) < 352 * 1024 or any(name.startswith("lib/modules/") for name in names)


def test_programs_end_with_what_is_loaded():
    """No sections: a file is as long as the last part of it that is loaded; the rest is in elf/."""
    for path in [*BIN.iterdir(), *TESTS.iterdir()]:
        data = path.read_bytes()
        assert data[:4] == b"\x7fELF" and data[32:36] == bytes(4) and data[48:52] == bytes(4)
        parts = [struct.unpack_from("<8I", data, 52 + 32 * n) for n in range(data[44])]
        loaded = [part for part in parts if part[0] == 1]
        assert len(data) == max(part[1] + part[4] for part in loaded), path.name
        assert [part[6] for part in loaded] in ([5], [5, 6])    # none is written and executed
        assert loaded[0][2] == 0x08048000


def cpio(*words, cwd):
    """tools/cpio."""
    return subprocess.run([sys.executable, TOP / "tools/cpio", *words], cwd=cwd, text=True,
                          capture_output=True, check=False)


def test_cpio(folder):
    """What is named comes in, whatever the order, and the host's times do not."""
    words = ["x/y/b=b", "a=a", "empty/"]
    assert cpio("-o", "1", *words, cwd=folder).returncode == 0
    os.utime(folder / "a", (1, 1))
    assert cpio("-o", "2", *reversed(words), cwd=folder).returncode == 0
    assert (folder / "1").read_bytes() == (folder / "2").read_bytes()
    assert [(name, mode, body) for name, mode, body, _ in members((folder / "1").read_bytes())] == [
        ("a", 0o100644, b"one\ntwo words\n"), ("empty", 0o040755, b""), ("x", 0o040755, b""),
        ("x/y", 0o040755, b""), ("x/y/b", 0o100644, b"")]
    if shutil.which("cpio"):
        listed = subprocess.run(["cpio", "-t", "--quiet"], input=(folder / "1").read_bytes(),
                                stdout=subprocess.PIPE, check=True).stdout.decode().split()
        assert listed == ["a", "empty", "x", "x/y", "x/y/b"]


@pytest.mark.parametrize("words, said", [
    (["a"], "write NAME/ or NAME=FILE"), (["/a=a"], "without a slash in front"),
    (["a=none"], "No such file"), (["a=a", "a=b"], "a is there already"),
    (["a=a", "a/b=b"], "a is a file"), (["a/", "a=a"], "a is there already")])
def test_cpio_refuses(words, said, folder):
    """What makes no archive: status 2, and why."""
    done = cpio("-o", "archive", *words, cwd=folder)
    assert done.returncode == 2 and said in done.stderr
    assert not (folder / "archive").exists()
