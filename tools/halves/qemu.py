# SPDX-License-Identifier: MIT
"""qemu.py - the one place that knows QEMU's command line and what QEMU's exit status means.

Callers: tools/run (all that `make` boots), tools/bench, and the tests, which boot through boot().

Idea: a figure or a verdict must be the same on every machine, so runs that nobody watches use
one recipe (RECIPE): one instruction is one virtual nanosecond, the clock is virtual, and no device
is there that the kernel did not ask for. The kernel ends QEMU itself, through isa-debug-exit: a
value v written to port 0xf4 makes QEMU exit with (v << 1) | 1. QEMU exits with 0 only when
somebody left it or, since -no-reboot is given, when the machine reset.

Files for the host leave the guest through port 0xe9 (-debugcon) in frames: `@begin NAME`, the
lines of the file, `@end NAME`.
"""

import dataclasses
import os
import re
import shlex
import subprocess
import time

QEMU = os.environ.get("QEMU") or "qemu-system-i386"
RECIPE = ["-accel", "tcg", "-icount", "shift=0,sleep=off", "-rtc", "base=2003-01-01,clock=vm"]

TRACE_PORT = 0x4e9      # what trace.port= is told

# Status of tools/run. The first three are the kernel's own verdicts.
SUCCESS, FAILED, PANIC, RESET = 0, 1, 2, 3
USAGE, NO_QEMU, UNKNOWN, TIMEOUT, INTERRUPTED = 64, 69, 70, 124, 130
VERDICTS = {33: SUCCESS, 35: FAILED, 37: PANIC}

MEANING = {
    SUCCESS: "all programs succeeded",
    FAILED: "a program failed",
    PANIC: "the kernel panicked",
    RESET: "the machine reset",
    NO_QEMU: "QEMU did not start",
    UNKNOWN: "QEMU ended in a way the kernel did not ask for",
    TIMEOUT: "no end after the time limit: the kernel hangs, or waits for input",
    INTERRUPTED: "interrupted",
}


@dataclasses.dataclass
class Machine:
    """One machine to boot. argv() is its command line."""
    kernel: str = ""            # an ELF for -kernel, or
    iso: str = ""               # an ISO to boot from
    initrd: str = ""            # a cpio archive: the files that user land finds
    cmdline: str = ""           # any bytes but NUL; one argument, whatever stands in it
    mem: str = "256M"
    smp: str = "1"
    cpu: str = "max"
    icount: bool = True         # the deterministic recipe
    interactive: bool = False   # a person's terminal: Ctrl-A X leaves
    display: str = ""           # a window: "gtk", "sdl" or "cocoa"
    edu: bool = True            # the card that interrupts
    serial: str = ""            # a QEMU character device instead of stdio; "none" for no port
    debugcon: str = ""          # file that port 0xe9 is written to
    trace: str = ""             # file that TRACE_PORT is written to: the event log (tools/trace)
    log: str = ""               # file for QEMU's own log of resets
    gdb: str = ""               # "tcp::1234": wait there for GDB before the first instruction
    more: tuple = ()            # further arguments, at the end

    def argv(self, shown=False):
        """The command line, a list of arguments; @shown: as a person would write it."""
        place = same_length if self.icount and not shown else str
        serial = self.serial or ("mon:stdio" if self.interactive else "stdio")
        line = [QEMU, "-m", self.mem, "-smp", self.smp, "-cpu", self.cpu]
        line += RECIPE if self.icount else ["-accel", "tcg"]
        line += ["-nodefaults", "-vga", "std" if self.display or self.interactive else "none"]
        line += ["-display", self.display or "none"]
        if self.edu:
            line += ["-device", "edu"]
        line += ["-serial", serial]
        line += ["-device", "isa-debug-exit,iobase=0xf4,iosize=4", "-no-reboot"]
        if self.debugcon:
            line += ["-debugcon", "file:" + self.debugcon.replace(",", ",,")]
        if self.trace:
            line += ["-chardev", "file,id=trace,path=" + self.trace.replace(",", ",,"),
                     "-device", f"isa-debugcon,iobase={TRACE_PORT:#x},chardev=trace"]
        if self.log:
            line += ["-d", "cpu_reset", "-D", self.log]
        if self.gdb:
            line += ["-S", "-gdb", self.gdb]
        if self.iso:
            line += ["-boot", "d", "-cdrom", self.iso.replace(",", ",,")]
        if self.kernel:
            line += ["-kernel", place(self.kernel)]
            if self.initrd:     # a comma would begin another Multiboot module
                line += ["-initrd", place(self.initrd).replace(",", ",,")]
            if self.cmdline:
                line += ["-append", self.cmdline]
        return line + list(self.more)

    def shell(self):
        """The command line for a shell, quoted."""
        return shlex.join(self.argv(shown=True))


def same_length(path):
    """The path with slashes in front, so that most have one length.

    QEMU hands the names of files to the kernel, which reads them: a longer one takes longer, and
    with several processors a few instructions at the start decide who meets whom later.
    """
    path = os.path.abspath(path)
    return path.rjust((len(path) // 128 + 1) * 128, "/")


def verdict(status, left=False):
    """Map QEMU's exit status; @left: a person could have left it, so that 0 is no reset."""
    if status in VERDICTS:
        return VERDICTS[status]
    if status == 0:
        return SUCCESS if left else RESET
    return NO_QEMU if status == 1 else UNKNOWN


def triple_fault(log):
    """Whether QEMU's log says that the machine reset for want of a working exception handler."""
    try:
        with open(log, encoding="utf-8", errors="replace") as file:
            return "Triple fault" in file.read()
    except OSError:
        return False


class BadFrame(Exception):
    """The stream of port 0xe9 holds a frame that is not whole, or a name that is not one."""


def frames(text):
    """The files in a stream of port 0xe9: {name: text}. Raises BadFrame."""
    files, name, body = {}, None, []
    for line in text.splitlines(keepends=True):
        word, _, argument = line.strip().partition(" ")
        if name is None and word == "@begin":
            name, body = argument, []
            if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", name):
                raise BadFrame(f"the kernel sent a file with a bad name: {name!r}")
        elif name is not None and word == "@end" and argument == name:
            files[name] = "".join(body)
            name = None
        elif name is not None:
            body.append(line)
    if name is not None:
        raise BadFrame(f"the kernel sent only the beginning of {name}")
    return files


def save_frames(debugcon, folder):
    """Write each whole file from the stream into @folder, atomically; return their names."""
    try:
        with open(debugcon, encoding="utf-8", errors="replace") as file:
            files = frames(file.read())
    except FileNotFoundError:
        return []
    for name, text in files.items():
        part = os.path.join(folder, f".{name}.{os.getpid()}")
        with open(part, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(part, os.path.join(folder, name))
    return list(files)


@dataclasses.dataclass
class Boot:
    """How a boot ended: verdict, QEMU's own status, what serial printed, files, host seconds."""
    status: int
    exit: int
    output: str
    files: dict
    seconds: float
    machine: Machine


def boot(machine, folder, timeout=60):
    """Boot @machine with nobody watching, its serial line caught; return a Boot. For tests."""
    machine = dataclasses.replace(machine, debugcon=machine.debugcon or f"{folder}/debugcon.log",
                                  log=machine.log or f"{folder}/qemu.log")
    began = time.monotonic()
    try:
        done = subprocess.run(machine.argv(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=timeout, check=False)
        status, output, code = verdict(done.returncode), done.stdout, done.returncode
    except subprocess.TimeoutExpired as hang:
        status, output, code = TIMEOUT, hang.stdout or b"", -1
    seconds = time.monotonic() - began
    try:
        with open(machine.debugcon, encoding="utf-8", errors="replace") as file:
            files = frames(file.read())
    except (BadFrame, OSError):
        files = {}
    text = output.decode("utf-8", "replace").replace("\r\n", "\n")
    return Boot(status, code, text, files, seconds, machine)
