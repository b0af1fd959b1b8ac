# SPDX-License-Identifier: MIT
"""Whole boots: by -kernel and from the ISO, on machines large, small, odd and broken."""

import re
import subprocess
import sys
import threading
import time

import pexpect
import pytest
from conftest import OUT, TOP

from halves import ktap, qemu

BANNER = re.compile(r"Halves \S+ \((gcc|clang)[^,]*, HZ=(100|250|1000)\)$")


def lines(boot):
    """What a boot printed, line by line."""
    return boot.output.split("\n")


def first_lines(machine, tmp_path, seconds=20):
    """What serial says until it falls silent: the kernel stops without ending QEMU.

    Ends a second after the first line, or when QEMU ends.
    """
    machine.log = str(tmp_path / "qemu.log")
    with subprocess.Popen(machine.argv(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT) as child:
        killer = threading.Timer(seconds, child.kill)
        killer.start()
        said = child.stdout.readline()
        threading.Timer(1, child.kill).start()
        said += child.stdout.read()
        killer.cancel()
    return [line for line in said.decode().replace("\r", "").split("\n") if line]


def test_banner_is_the_first_line(boot):
    """-kernel: the banner comes first, once, and `poweroff` ends QEMU with success."""
    run = boot("poweroff")
    assert BANNER.match(lines(run)[0])
    assert sum(1 for line in lines(run) if line.startswith("Halves ")) == 1
    assert run.status == qemu.SUCCESS, run.output


@pytest.mark.parametrize("fields", [
    pytest.param({"mem": "16M"}, id="16M"),
    pytest.param({"mem": "1G"}, id="1G"),
    pytest.param({"mem": "3G"}, id="3G"),
    pytest.param({"cpu": "qemu32"}, id="QEMU's own processor"),
    pytest.param({"cpu": "pentium2"}, id="an old processor"),
    pytest.param({"cpu": "max,-nx,-pge,-tsc-deadline"}, id="no NX"),
    pytest.param({"smp": "2"}, id="2 processors"),
    pytest.param({"edu": False}, id="no edu"),
    pytest.param({"icount": False}, id="real time"),
    pytest.param({"more": ("-vga", "std")}, id="VGA"),
])
def test_machines(boot, fields):
    """The comparison, in small, runs on each of these machines."""
    run = boot("run=compare compare.count=20 poweroff", **fields)
    assert run.status == qemu.SUCCESS, run.output
    assert "BUG:" not in run.output


def test_no_serial_port(boot):
    """Without a serial port nothing is said, but the verdict arrives."""
    run = boot("run=compare compare.count=20 poweroff", serial="none")
    assert run.status == qemu.SUCCESS
    assert run.output == ""
    assert "compare.json" in run.files


def test_iso_boots(tmp_path, environment):
    """GRUB boots the ISO, and the kernel gets the command line that the ISO was made with."""
    iso = tmp_path / "halves.iso"
    subprocess.run([TOP / "tools/iso", "-o", iso, TOP / "boot/grub.cfg.in", OUT / "halves.elf",
                    OUT / "halves-tests.elf"], check=True,
                   env={**environment, "CMDLINE": "run=compare compare.count=20 poweroff x=a;b"})
    run = qemu.boot(qemu.Machine(iso=str(iso)), str(tmp_path), timeout=120)
    assert BANNER.match(lines(run)[0]), run.output
    assert run.status == qemu.SUCCESS, run.output
    assert '"count": 20' in run.files["compare.json"]


@pytest.fixture(scope="module")
def loader(tmp_path_factory):
    """The boot loader that lies, assembled."""
    image = tmp_path_factory.mktemp("loader") / "loader.bin"
    subprocess.run(["nasm", "-f", "bin", "-o", image, TOP / "tests/boot/loader.asm"], check=True)
    return str(image)


def lied_to(loader, lie):
    """A machine whose boot loader tells the kernel this lie."""
    return qemu.Machine(kernel=loader, cmdline=lie, more=("-initrd", str(OUT / "halves.elf")))


def test_loader_that_tells_the_truth(loader, tmp_path):
    """The lying loader boots the kernel as long as it does not lie."""
    run = qemu.boot(lied_to(loader, "t"), str(tmp_path), timeout=60)
    assert BANNER.match(lines(run)[0]), run.output
    assert run.status == qemu.SUCCESS, run.output


def test_memory_with_holes(loader, tmp_path):
    """Regions that begin and end at odd addresses: whole pages of them are used, nothing else."""
    run = qemu.boot(lied_to(loader, "h"), str(tmp_path), timeout=60)
    assert run.status == qemu.SUCCESS, run.output
    # 1 MiB … 2.65 MiB, where the kernel and some descriptors lie, and 192 MiB from 3.27 MiB on
    assert re.search(r"memory: 194 MiB usable", run.output)
    free = int(re.search(r"memory: (\d+) KiB free", run.output).group(1))
    # The loader's module, the kernel with its symbols, stays where it is; and the kernel and the
    # descriptors take less than the first region.
    module = (OUT / "halves.elf").stat().st_size // 1024
    assert 192 * 1024 <= free + module <= 192 * 1024 + 600


def test_module_as_large_as_memory(loader, tmp_path):
    """When a boot module leaves too little memory, the kernel says so and stops."""
    told = first_lines(lied_to(loader, "b"), tmp_path)
    assert told[-1] == "Halves: not enough memory to boot: 8 MiB are needed"
    assert not qemu.triple_fault(tmp_path / "qemu.log")


@pytest.mark.parametrize("lie, said", [
    pytest.param("m", r"[Mm]ultiboot", id="no magic"),
    pytest.param("n", r"memory", id="no memory map"),
    pytest.param("z", r"memory", id="entry of size 0"),
    pytest.param("l", r"memory", id="endless map"),
    pytest.param("r", r"memory", id="no usable memory"),
])
def test_bad_boot_loader_gives_one_clear_line(loader, tmp_path, lie, said):
    """What the boot loader got wrong is said in one line, and then the kernel stops."""
    told = first_lines(lied_to(loader, lie), tmp_path)
    assert len(told) == 1, told
    assert re.search(said, told[0])
    assert not qemu.triple_fault(tmp_path / "qemu.log")


@pytest.mark.parametrize("cpu", ["486", "pentium", "max,-pae", "max,-cx8"])
def test_processor_that_lacks_something_gives_one_clear_line(tmp_path, cpu):
    """A processor without what the kernel needs is told so in one line, and then it stops."""
    machine = qemu.Machine(kernel=str(OUT / "halves.elf"), cmdline="poweroff", cpu=cpu, edu=False)
    told = first_lines(machine, tmp_path)
    assert len(told) == 1, told
    assert re.search(r"processor|CPU|PAE", told[0])
    assert not qemu.triple_fault(tmp_path / "qemu.log")


def test_unknown_program_is_a_clear_failure(boot):
    """run= with a name that is none: the list of those there are, and a failure."""
    run = boot("run=no_such_program poweroff")
    assert run.status == qemu.FAILED
    assert "no_such_program" in run.output and "compare" in run.output


def test_one_failed_program_fails_the_run(boot):
    """All programs run, and one failure is enough."""
    run = boot("run=no_such_program,compare compare.count=20 poweroff")
    assert run.status == qemu.FAILED
    assert "compare.json" in run.files


def test_list_of_programs(boot):
    """run=kunit,compare runs both."""
    run = boot("run=kunit,compare kunit.filter_glob=jiffies compare.count=20 poweroff",
               "halves-tests")
    assert run.status == qemu.SUCCESS, run.output
    assert "compare.json" in run.files and "KTAP version 1" in run.output


def test_banner_comes_quickly():
    """The first line is there 0.15 s after QEMU's start; loaded hosts get ten times that here."""
    times = []
    for _ in range(3):
        began = time.monotonic()
        machine = qemu.Machine(kernel=str(OUT / "halves.elf"), cmdline="poweroff")
        with subprocess.Popen(machine.argv(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE) as child:
            assert child.stdout.readline().startswith(b"Halves ")
            times.append(time.monotonic() - began)
            child.kill()
    print(f"banner after {min(times):.3f} s")
    assert min(times) < 1.5


def test_run_at_a_terminal(environment):
    """make run at a terminal says how to leave, boots to the shell, and Ctrl-A X leaves."""
    child = pexpect.spawn("make", ["run", f"O={OUT}"], cwd=str(TOP), encoding="utf-8", timeout=60,
                          env=environment)
    child.expect(r"Ctrl-A X leaves QEMU")
    child.expect(r"Halves \S+ \(")
    child.expect("# ")
    child.send("echo h > /proc/sysrq-trigger\r")
    child.expect(r"power off")
    child.send("\x01x")
    child.expect(r"run: left")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_piped_key_reaches_the_console(environment):
    """Without a terminal the shell reads serial too: poweroff ends the run well."""
    line = [sys.executable, TOP / "tools/run", "--cmdline", "loglevel=7", "--timeout", "60"]
    with subprocess.Popen(line, cwd=TOP, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          env={**environment, "O": str(OUT)}) as child:
        child.stdin.write("poweroff\n")
        child.stdin.flush()
        assert child.wait(timeout=60) == 0
