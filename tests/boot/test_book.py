# SPDX-License-Identifier: MIT
"""The drivers of tests/book/, written from Linux Device Drivers and the article alone.

Each is built out of the tree as its reader would, loaded, used by scripts, and unloaded, on one
processor and on four. Times are virtual: a wait is as long as it says, or a tick or two longer.
"""

import collections
import re
import shutil
import subprocess
import sys

import pytest
from tree import OUT, TOP, clean_environment, how_built

from halves import qemu

# The drivers are built by both compilers here, whichever built the kernel: once is enough.
pytestmark = pytest.mark.skipif("LLVM" in how_built(), reason="done with the kernel of gcc")

BOOK = sorted(path.name for path in (TOP / "tests/book").iterdir())
SMP = pytest.mark.parametrize("smp", ["1", "4"])
STAMP = re.compile(r"\[ *\d+\.\d{6}\] ")
KILLED = re.compile(r"sh: process \d+: ended by SIGTERM")


def make_module(folder, out, **variables):
    """make M=folder, with settings; what it printed."""
    words = [f"{name}={value}" for name, value in {"O": out, "WERROR": "1", **variables}.items()]
    done = subprocess.run(["make", f"M={folder}", *words], cwd=TOP, env=clean_environment(),
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """User land with /book/NAME.ko of each driver, and /book/NAME.tests.ko for the tests' image."""
    tmp = tmp_path_factory.mktemp("book")
    members = []
    for name in BOOK:
        shutil.copytree(TOP / "tests/book" / name, tmp / name,
                        ignore=lambda _, names: [n for n in names if not re.search(r"\.c$|^M", n)])
        make_module(tmp / name, tmp / "out", **how_built())
        members += [f"book/{name}.ko={tmp / name / name}.ko",
                    f"book/{name}.tests.ko={tmp / name / 'tests' / name}.ko"]
    subprocess.run([sys.executable, TOP / "tools/cpio", "-o", tmp / "more", *members], check=True)
    old = (OUT / "initramfs.cpio").read_bytes()
    end = old.rindex(b"070701", 0, old.rindex(b"TRAILER!!!"))
    (tmp / "both").write_bytes(old[:end] + (tmp / "more").read_bytes())
    return str(tmp / "both")


@pytest.fixture
def script(boot, archive):  # pylint: disable=redefined-outer-name
    """script(TEXT, fields of qemu.Machine…) → (what programs printed, what the kernel said)"""
    def run(text, words="", **fields):
        assert '"' not in text
        done = boot(f'init.cmd="cd /book; {text}" {words}', initrd=archive, **fields)
        assert done.status == qemu.SUCCESS, done.output
        assert not re.search(r"BUG:|WARNING:", done.output), done.output
        lines = [line for line in done.output.splitlines()[1:] if not KILLED.match(line)]
        return ([line for line in lines if not STAMP.match(line)],
                [STAMP.sub("", line) for line in lines if STAMP.match(line)])
    return run


def not_early(ticks, wanted, smp):
    """As long as it should be; a tick late at most, two where there are several processors."""
    return wanted <= ticks <= wanted + (1 if smp == "1" else 2)


@pytest.mark.parametrize("llvm", ["0", "1"])
@pytest.mark.parametrize("name", BOOK)
def test_builds_out_of_the_tree(tmp_path, name, llvm):
    """By make M= alone; no warning, whichever compiler; and no path but the public ones."""
    shutil.copy(TOP / "tests/book" / name / f"{name}.c", tmp_path)
    (tmp_path / "Makefile").write_text(f"obj-m := {name}.o\n")
    said = make_module(tmp_path, tmp_path / "out", LLVM=llvm, V="1")
    assert "warning" not in said and (tmp_path / f"{name}.ko").exists()
    paths = set(re.findall(r"-I *(\S+)", said))
    assert paths == {"kernel/include", "kernel/include/uapi", "arch/x86/include",
                     f"-I{tmp_path}"[2:]}
    includes = re.findall(r"#include [<\"](\w+)/", (tmp_path / f"{name}.c").read_text())
    assert set(includes) <= {"linux", "asm"} and "linux" in includes


# ---- jit -------------------------------------------------------------------------------------

@SMP
def test_jit_clocks(script, smp):
    """Low half of the 64-bit jiffies, which began 300 seconds before the wrap; time goes on."""
    lines, _ = script("insmod jit.ko; head -n 4 /proc/currentime; sleep 0.5; "
                      "head -n 1 /proc/currentime; rmmod jit", smp=smp)
    found = [re.fullmatch(r"0x(\w{8}) 0x(\w{16}) +(\d+)\.(\d{6})", line).groups()
             for line in lines]
    assert len(found) == 5
    jiffies = [int(low, 16) for low, _, _, _ in found]
    assert all(int(high, 16) & 0xffffffff == int(low, 16) for low, high, _, _ in found)
    assert all(2**32 - 300000 <= j < 2**32 for j in jiffies)
    micros = [int(sec) * 10**6 + int(usec) for _, _, sec, usec in found]
    assert micros == sorted(micros) and jiffies == sorted(jiffies)
    assert 500 <= jiffies[4] - jiffies[3] <= 510
    assert abs((micros[4] - micros[3]) - 1000 * (jiffies[4] - jiffies[3])) <= 2000


@SMP
def test_jit_delays(script, smp):
    """Each of the four waits for the ticks it was told, and the file goes on line after line."""
    files = ("jitbusy", "jitsched", "jitqueue", "jitschedto")
    lines, _ = script("insmod jit.ko delay=20; for f in " + " ".join(files) +
                      "; do head -n 3 /proc/$f; done; rmmod jit", smp=smp)
    times = [tuple(map(int, line.split())) for line in lines]
    assert len(times) == 3 * len(files)
    assert all(not_early(after - before, 20, smp) for before, after in times), times


def jit_lines(lines):
    """[(time, delta, inirq, pid, cpu, command)] below the title."""
    assert lines[0].split() == ["time", "delta", "inirq", "pid", "cpu", "command"]
    rows = [line.split() for line in lines[1:]]
    return [(*map(int, row[:5]), row[5]) for row in rows]


@SMP
def test_jit_timer(script, smp):
    """Five times by a timer, each its ticks later, in interrupt context, in whoever runs there."""
    lines, _ = script("insmod jit.ko tdelay=7; cat /proc/jitimer; rmmod jit", smp=smp)
    rows = jit_lines(lines)
    assert len(rows) == 6
    assert rows[0][1:3] == (0, 0) and rows[0][5] == "cat"
    for time, delta, inirq, pid, cpu, command in rows[1:]:
        assert inirq == 1 and not_early(delta, 7, smp)
        assert (pid, command) == (0, f"swapper/{cpu}")
        assert rows[0][0] < time
    assert len({row[4] for row in rows[1:]}) == 1, "a timer stays on its processor"


@SMP
@pytest.mark.parametrize("file", ["jitasklet", "jitasklethi"])
def test_jit_tasklet(script, smp, file):
    """Five times by a tasklet: no time passes, in interrupt context, where it was scheduled."""
    lines, _ = script(f"insmod jit.ko; cat /proc/{file}; cat /proc/tasklets; rmmod jit", smp=smp)
    end = next(i for i, line in enumerate(lines) if line.split()[0] == "scheduled")
    rows = jit_lines(lines[:end])
    assert len(rows) == 6 and rows[0][2] == 0 and rows[0][5] == "cat"
    assert all(row[2] == 1 for row in rows[1:])
    assert sum(row[1] for row in rows[1:]) <= 1
    assert {row[4] for row in rows} == {rows[0][4]}, "a tasklet runs where it was scheduled"
    runs, = (line.split() for line in lines[end:] if "jit_tasklet_fn [jit]" in line)
    assert sum(map(int, runs[3:-2])) == 5


# ---- jiq -------------------------------------------------------------------------------------

def jiq(script, file, smp, before="true"):  # pylint: disable=redefined-outer-name
    """The lines below the title and the reader's own: (time, delta, preempt, pid, cpu, command)."""
    lines, _ = script(f"insmod jiq.ko delay=3; {before}; cat /proc/{file}; wait; rmmod jiq",
                      smp=smp)
    title = next(i for i, line in enumerate(lines) if line.split()[-1] == "command")
    rows = [(*map(int, row[:5]), row[5]) for row in (line.split() for line in lines[title + 1:])]
    assert len(rows) > 60, "a page full"
    assert rows[0][1:3] == (0, 0) and rows[0][5] == "cat"
    return rows[1:]


@SMP
def test_jiq_work(script, smp):
    """In process context, by the worker of one processor, at once."""
    rows = jiq(script, "jiqwq", smp)
    assert {row[2] for row in rows} == {0}
    assert all(row[5] == f"events/{row[4]}" for row in rows)
    assert len({row[3] for row in rows}) == 1
    assert sum(row[1] for row in rows) <= 2


@SMP
def test_jiq_delayed_work(script, smp):
    """The same, each its ticks after the one before."""
    rows = jiq(script, "jiqwqdelay", smp)
    assert {row[2] for row in rows} == {0}
    assert all(row[5] == f"events/{row[4]}" for row in rows)
    assert all(not_early(row[1], 3, smp) for row in rows)


SOFTIRQ = 0x100     # the preempt count inside a softirq


@SMP
def test_jiq_timer(script, smp):
    """In softirq context: of the idle thread, where nothing else runs."""
    rows = jiq(script, "jiqtimer", smp)
    assert {row[2] for row in rows} == {SOFTIRQ}
    assert all(row[5] == f"swapper/{row[4]}" and row[3] == 0 for row in rows)
    assert all(not_early(row[1], 3, smp) for row in rows)


def test_jiq_timer_interrupts_whoever_runs(script):
    """The same, of a process that reads another file, which does not give the processor away."""
    rows = jiq(script, "jiqtimer", "1",
               before="insmod jit.ko delay=300; head -n 1 /proc/jitbusy > /dev/null & sleep 0.01")
    assert {row[2] for row in rows} == {SOFTIRQ}
    assert {"head", "swapper/0"} <= {row[5] for row in rows}
    assert all(row[1] >= 3 for row in rows)


@SMP
def test_jiq_tasklet(script, smp):
    """In softirq context, at once; so often that ksoftirqd takes over."""
    rows = jiq(script, "jiqtasklet", smp)
    assert {row[2] for row in rows} == {SOFTIRQ}
    assert sum(row[1] for row in rows) <= 2
    assert len({row[4] for row in rows}) == 1
    assert rows[-1][5] == f"ksoftirqd/{rows[-1][4]}"


@SMP
def test_jiq_readers_take_turns(script, smp):
    """Four at once, of different files: each gets a page of its own."""
    lines, _ = script("insmod jiq.ko; for f in wq wqdelay timer tasklet; "
                      "do cat /proc/jiq$f > /tmp/$f & done; wait; rmmod jiq; "
                      "cd /tmp; wc -l wq wqdelay timer tasklet; grep -c events wq wqdelay; "
                      "grep -v -c 256 timer; grep -v -c 256 tasklet", smp=smp)
    counts = dict(line.split()[::-1] for line in lines[:4])
    assert all(int(n) > 60 for n in counts.values())
    assert lines[5:7] == [f"{f}:{int(counts[f]) - 2}" for f in ("wq", "wqdelay")]
    assert lines[7:] == ["2", "2"], "the title, and the reader's line"


# ---- short -----------------------------------------------------------------------------------

MACHINES = pytest.mark.parametrize("words, smp", [("irqchip=pic", "1"), ("irqchip=apic", "1"),
                                                  ("irqchip=apic", "4")],
                                   ids=["pic", "apic", "smp4"])


def stamps(lines):
    """The times of interrupts, in µs."""
    found = [re.fullmatch(r"(\d{8})\.(\d{6})", line) for line in lines]
    return [int(f.group(1)) * 10**6 + int(f.group(2)) for f in found if f]


@MACHINES
@pytest.mark.parametrize("mode", ["", "wq=1", "tasklet=1"])
def test_short(script, words, smp, mode):
    """A byte is an interrupt is a line; the bottom half is the one that was asked for."""
    lines, log = script(f"insmod short.ko {mode}; cat /proc/workqueues; echo -n abc > /dev/short; "
                        "sleep 0.1; echo -n d > /dev/short; sleep 0.1; cat /proc/workqueues; "
                        "grep short /proc/tasklets /proc/interrupts; echo now; "
                        "cat /dev/short & sleep 0.1; kill $!; wait; rmmod short", words, smp=smp)
    now = lines.index("now")
    times = stamps(lines[now + 1:])
    assert len(times) == 4 and times == sorted(times)
    assert 100000 <= times[3] - times[2] < 120000
    assert "short: 4 interrupts, 0 lost" in log

    halves = [int(line.split()[2]) for line in lines[now + 1:] if line.startswith("bh after")]
    assert sum(halves) == (4 if mode else 0)
    assert len(times) + len(halves) == len(lines[now + 1:])
    tasklets = [line.split() for line in lines if "short_do_tasklet [short]" in line]
    ran = sum(int(n) for n in tasklets[0][4:-2]) if tasklets else 0
    assert ran == (len(halves) if mode == "tasklet=1" else 0)
    done = [int(line.split()[2]) for line in lines[:now] if " events/" in line]
    works = sum(done[len(done) // 2:]) - sum(done[:len(done) // 2])
    assert works >= len(halves) if mode == "wq=1" else not works
    count, = (line.split() for line in lines if line.startswith("/proc/interrupts"))
    assert sum(int(n) for n in count if n.isdigit()) == 4


@SMP
@pytest.mark.parametrize("mode", ["", "wq=1", "tasklet=1"])
def test_short_read_sleeps(script, smp, mode):
    """Until an interrupt comes; or not at all, where that was asked for; a signal ends it."""
    lines, _ = script(f"insmod short.ko {mode}; /tests/nonblock /dev/short read; "
                      "(sleep 0.2; echo before; echo -n x > /dev/short) & cat /dev/short & "
                      "sleep 0.4; kill $!; wait; cat /dev/short & sleep 0.1; kill $!; wait; "
                      "rmmod short; echo $?", smp=smp)
    assert lines[:2] == ["read: EAGAIN", "before"]
    assert len(stamps(lines)) == 1
    assert lines[-1] == "0"


@SMP
def test_short_counts_what_it_loses(script, smp):
    """A ring that nobody reads is full after 256 lines: these can be read, the rest is counted."""
    lines, log = script("insmod short.ko; x=0123456789; x=$x$x; x=$x$x; "
                        "for i in 1 2 3 4 5 6 7 8 9 10; do echo -n $x > /dev/short; done; "
                        "head -n 256 /dev/short; /tests/nonblock /dev/short read; rmmod short",
                        smp=smp)
    times = stamps(lines)
    assert len(times) == 256 and times == sorted(times)
    assert lines[-1] == "read: EAGAIN"
    assert "short: 400 interrupts, 144 lost" in log


def test_short_refuses(script):
    """Both bottom halves at once; a machine without the card; /dev/short is not there then."""
    text = "insmod short.ko {}; test -e /dev/short || echo none"
    assert script(text.format("wq=1 tasklet=1"))[0] == ["insmod: short.ko: EINVAL", "none"]
    assert script(text.format(""), edu=False)[0] == ["insmod: short.ko: ENODEV", "none"]


# ---- scullpipe -------------------------------------------------------------------------------

PIPES = "insmod scullpipe.ko major=200 {}; for i in 0 1 2 3 4; do mknod /dev/p$i c 200 $i; done; "


@SMP
def test_scullpipe_does_not_wait_when_asked_not_to(script, smp):
    """What poll() says is what then happens; one device knows nothing of another."""
    lines, log = script(PIPES.format("size=10") + "/tests/nonblock /dev/p0 poll read wait fill "
                        "poll wait read poll; /tests/nonblock /dev/p1 poll & /tests/nonblock "
                        "/dev/p4; wait; rmmod scullpipe; cat /dev/p0 || true", smp=smp)
    assert [line for line in lines if line not in ("open: ENODEV",)] == [
        "poll: out", "read: EAGAIN", "wait: nothing", "fill: 10 bytes, then EAGAIN",
        "poll: in", "wait: in", "read: 10 bytes", "poll: out", "poll: out", "cat: /dev/p0: ENXIO"]
    assert "open: ENODEV" in lines
    assert "scullpipe: 4 devices, major number 200" in log


@SMP
def test_scullpipe_finds_a_number(script, smp):
    """Without major= the kernel chooses one; one that is taken is refused."""
    lines, log = script("insmod scullpipe.ko devices=1; rmmod scullpipe; "
                        "insmod scullpipe.ko major=10; true", smp=smp)
    assert "scullpipe: 1 devices, major number 254" in log
    assert lines == ["insmod: scullpipe.ko: EBUSY"]


@SMP
def test_scullpipe_sleeps(script, smp):
    """A reader until there is something, a writer until there is room, poll() until either."""
    lines, _ = script(PIPES.format("size=10") +
                      "head -n 1 /dev/p0 & sleep 0.1; echo writes; echo 0123456789abcdef > /dev/p0;"
                      " wait; echo 0123456789abcdef > /dev/p1 & sleep 0.1; echo reads; "
                      "head -n 1 /dev/p1; wait; /tests/nonblock /dev/p2 wait read & sleep 0.1; "
                      "echo x > /dev/p2; wait; rmmod scullpipe", smp=smp)
    assert lines == ["writes", "0123456789abcdef", "reads", "0123456789abcdef",
                     "wait: in", "read: 2 bytes"]


@SMP
def test_scullpipe_loses_nothing(script, smp):
    """Three writers, three readers, a ring of 100 bytes: what goes in comes out, once."""
    lines, _ = script(
        PIPES.format("size=100") +
        "for c in a b c; do x=$c$c$c$c$c; x=$x$x$x$x; x=$x$x$x$x; x=$x$x; echo -n $x$x > /tmp/$c; "
        "done; for r in 1 2 3; do cat /dev/p0 > /tmp/$r & echo kill $! >> /tmp/end; done; "
        "sleep 0.1; for c in a b c; do cat /tmp/$c > /dev/p0 & echo wait $! >> /tmp/written; done; "
        ". /tmp/written; sleep 0.1; . /tmp/end; wait; "
        "rmmod scullpipe; cat /tmp/1 /tmp/2 /tmp/3", smp=smp)
    assert collections.Counter("".join(lines)) == {"a": 320, "b": 320, "c": 320}


# ---- all -------------------------------------------------------------------------------------

# A round of use, and what a driver makes that must be gone with it.
USE = {
    "article": ("claim=own", "true"),
    "jit": ("delay=2 tdelay=1", "cat /proc/jitimer /proc/jitasklet; head -n 1 /proc/jitqueue"),
    "jiq": ("", "cat /proc/jiqwq /proc/jiqtasklet"),
    "short": ("tasklet=1", "echo -n abc > /dev/short; head -n 2 /dev/short"),
    "scullpipe": ("major=200", "echo hello > /dev/p0; /tests/nonblock /dev/p0 fill read"),
}


@SMP
@pytest.mark.parametrize("image, end", [("halves", "ko"), ("halves-tests", "tests.ko")])
@pytest.mark.parametrize("name", BOOK)
def test_nothing_is_left(script, name, image, end, smp):
    """20 times loaded, used and unloaded: the same names, the same free memory, no complaint.

    Of the last few modules that are gone the kernel keeps the names: 20 times before that. And it
    keeps the stacks of as many threads as there ever were at once, which several processors may
    reach late: so there are more of them first than a round ever needs.
    """
    words, use = USE[name]
    lines, log = script(
        f"{' | '.join(['sleep 0.1'] * 8)}; mknod /dev/p0 c 200 0; free > /tmp/free1; "
        f"echo 'insmod {name}.{end} {words} && ({use}) > /tmp/use && rmmod {name}' > /tmp/round; "
        "echo 'for i in 1 2 3 4 5 6 7 8 9 10; do . /tmp/round || exit 1; done' > /tmp/ten; "
        "free > /tmp/free2; sh /tmp/ten && sh /tmp/ten && free > /tmp/free1; ls /proc /dev; "
        "sh /tmp/ten && sh /tmp/ten && free > /tmp/free2; echo twenty; ls /proc /dev; "
        "cat /tmp/free1 /tmp/free2 /proc/modules /proc/timer_list; lsmod", image=image, smp=smp)
    twenty, free = lines.index("twenty"), [line for line in lines if line.startswith("KiB")]
    names = [line for line in lines if not line.isdigit()]
    middle = names.index("twenty")
    assert names[:middle] == names[middle + 1:2 * middle + 1]
    assert free[0] == free[1]
    assert not any(f"[{name}]" in line or line.startswith(name) for line in lines[twenty:]), lines
    assert not any("still has of it" in line for line in log)


@SMP
def test_in_use(script, smp):
    """A driver whose file is open stays; without an open file it goes, and its /proc files do."""
    lines, _ = script(
        "insmod short.ko; " + PIPES.format("") + "rmmod short < /dev/short; echo $?; "
        "rmmod scullpipe < /dev/p0; echo $?; test -e /dev/short; echo $?; "
        "rmmod short scullpipe; echo $?; test -e /dev/short; echo $?; insmod jit.ko; "
        "insmod jiq.ko; cat /proc/currentime > /dev/null & rmmod jiq; echo $?; kill $!; wait; "
        "rmmod jit; echo $?; cat /proc/jitimer; lsmod", smp=smp)
    assert lines == ["rmmod: short: EBUSY", "1", "rmmod: scullpipe: EBUSY", "1", "0", "0", "1",
                     "0", "0", "cat: /proc/jitimer: ENOENT", lines[-1]]


@SMP
@pytest.mark.parametrize("file", ["jitimer", "jiqwqdelay", "jiqtimer"])
@pytest.mark.parametrize("signal", [False, True])
def test_unloaded_while_it_is_read(script, smp, file, signal):
    """Who is in a file of /proc is waited for; a signal ends what it has deferred, too."""
    kill = "kill $!; " if signal else ""
    lines, _ = script(f"insmod {file[:3]}.ko; cat /proc/{file} > /tmp/text & sleep 0.02; {kill}"
                      f"rmmod {file[:3]}; echo $?; wait; wc -l /tmp/text; cat /proc/timer_list",
                      smp=smp)
    assert lines[0] == "0"
    assert int(lines[1].split()[0]) == 0 if signal else int(lines[1].split()[0]) > 5
    assert not any(f"[{file[:3]}]" in line for line in lines)
