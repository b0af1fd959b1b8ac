# SPDX-License-Identifier: MIT
"""labrun.py - boot an image of a lab once, and know what may be believed of it.

Callers: grading.py; tools/grade and tools/predict for a boot of their own.

Idea: what is believed are lines on a port that is drawn anew for each boot, which begin with a word
that is drawn as well (kernel/kunit/channel.c). The event log leaves through a second such port.
What stands on the serial line is shown, and nothing else. Student code runs in QEMU and nowhere
else, which does not outlive its grader, nor write more than it may.
"""

import ctypes
import dataclasses
import os
import re
import resource
import secrets
import signal
import subprocess
import tempfile
import threading

from . import ktap, qemu, trace

BOOT_SECONDS = 300          # of the host's: a far safety net, virtual time has its own limit
OUTPUT_MAX = 2 << 20        # bytes of serial output
LOG_MAX = 8000              # events of a log
SHOWN = "irq*,softirq*,tasklet*,workqueue*,timer*,kunit*"
PR_SET_PDEATHSIG = 1        # prctl(2), Linux's
PRCTL = getattr(ctypes.CDLL(None), "prctl", None)


@dataclasses.dataclass
class Run:
    """One boot: what the channel said, how it ended, what it printed."""
    verdicts: dict          # name → "ok", "fail" or "skip"
    open: str               # the check that had begun and did not end
    ended: bool             # the kernel said that it had run all
    status: int
    output: str
    endless: bool = False   # more came than we take
    events: list = dataclasses.field(default_factory=list)
    unreadable: str = ""    # why there is no event log
    panic: str = ""         # what panic() told the grader

    def case_events(self, name):
        """The event log of one case."""
        return trace.cases(self.events).get(name, [])

    def log_holds(self, name):
        """Is the event log of one case whole?"""
        return len(self.events) < LOG_MAX or any(
            event.name == "kunit_case_end" and event.fields["case"] == name
            for event in self.events)

    def log(self, name):
        """What the case printed, in the serial output."""
        parser = ktap.parse(self.output)
        for case in parser.cases:
            if f"{case.suite}.{case.name}" == name:
                return case.log
        return "\n".join(parser.log)

    def ending(self):
        """How a boot that ended badly did, in a line or two."""
        if self.endless:
            return f"it printed without end: {OUTPUT_MAX >> 20} MiB"
        limit = re.search(r"kunit: time limit: .* has kept the processor busy for (\d+ ms)",
                          self.output)
        panic = re.search(r"Kernel panic - not syncing: (.*)", self.output)
        trace = re.findall(r"\]  \[<[0-9a-f]+>\] (\S+)", self.output)[:4]
        where = f" (in {', called by '.join(trace[:3])})" if trace else ""
        if limit:
            return f"it did not end within {limit[1]} of virtual processor time{where}"
        if panic:
            return f"the kernel panicked: {panic[1]}{where}"
        return qemu.MEANING[self.status]


def names_on(lab, machine):
    """The checks that one boot of the machine runs."""
    return [check.name for check in lab.checks if not check.host and not check.panics and
            (not check.on or machine.name in check.on)]


def loggable(lab, names):
    """Those of the checks that run where the event log is on."""
    return [name for name in names if not lab.check(name).quiet]


def glob_of(lab, names):
    """kunit.filter_glob for these checks: short where it can be."""
    whole = {}
    for check in lab.checks:
        if not check.host and not check.panics:
            whole.setdefault(check.name.split(".")[0], set()).add(check.name)
    globs = [[suite] if cases <= set(names) else sorted(cases & set(names))
             for suite, cases in sorted(whole.items())]
    return ",".join(sum(globs, [])) or ",".join(names)


class Channel:
    """Two ports and a word, drawn anew: for what the grader believes, and for the event log."""

    def __init__(self, log):
        self.word = secrets.token_hex(12)
        first, second = (f"0x{0x520 + at:x}" for at in
                         secrets.SystemRandom().sample(range(0, 0xd0), 2))
        self.ports = {"grader": first, **({"log": second} if log else {})}

    def words(self):
        """What the kernel takes off its command line before anybody has read it."""
        return f"kunit.channel={self.ports['grader']},{self.word}" + \
            (f",{self.ports['log']}" if "log" in self.ports else "")

    def devices(self, backend):
        """QEMU's words; @backend(name) is where a port's bytes go."""
        for name, port in self.ports.items():
            yield from ("-chardev", f"{backend(name)},id={name}",
                        "-device", f"isa-debugcon,iobase={port},chardev={name}")


def words_of(lab, machine, names, seed, log=""):
    """The kernel's command line of a boot, without what only the grader may know."""
    return (f"run=kunit kunit.filter_glob={glob_of(lab, names)} kunit.seed={seed} "
            f"kunit.limit={lab.limit} kunit.timeout={lab.timeout} "
            f"{f'trace={log} trace.most={LOG_MAX} ' if log else ''}{machine.words} "
            "poweroff panic=poweroff")


WATCHDOG = ("-device", "i6300esb", "-action", "watchdog=inject-nmi")


def boot(lab, image, machine, names, seed, log=""):
    """Boot @image, run these checks, return a Run; @log: with the log of these events."""
    channel = Channel(log)
    words = f"{words_of(lab, machine, names, seed, log)} {channel.words()}"
    with tempfile.TemporaryDirectory() as folder:
        box = qemu.Machine(kernel=str(image), cmdline=words, smp=str(machine.smp),
                           more=(*WATCHDOG, *channel.devices(
                               lambda name: f"file,path={folder}/{name}")))
        status, output = _run(box, os.path.join(folder, "serial"))
        try:
            with open(os.path.join(folder, "grader"), encoding="utf-8", errors="replace") as file:
                said = file.read()
        except OSError:
            said = ""
        run = believe(said, channel.word, status, output)
        if log:
            try:
                run.events = trace.read(os.path.join(folder, "log"), image)[0]
            except (OSError, ValueError, trace.BadLog) as error:
                run.unreadable = str(error)
    return run


def _run(box, serial):
    def limits():
        if PRCTL:
            PRCTL(PR_SET_PDEATHSIG, signal.SIGKILL)     # not to outlive its grader
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_MAX, OUTPUT_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(serial, "wb") as file, \
            subprocess.Popen(box.argv(), stdin=subprocess.DEVNULL, stdout=file,
                             stderr=subprocess.STDOUT, preexec_fn=limits) as child:
        late = []

        def kill():
            late.append(True)
            child.kill()
        alarm = threading.Timer(BOOT_SECONDS, kill)     # wait(timeout) looks each 50 ms only
        alarm.daemon = True
        alarm.start()
        status = qemu.verdict(child.wait())
        alarm.cancel()
    with open(serial, encoding="latin-1", newline="") as file:
        return qemu.TIMEOUT if late else status, file.read(OUTPUT_MAX)


def believe(said, word, status, output):
    """A Run of the lines that begin with the word, and are numbered as they come."""
    run = Run({}, "", False, status, output.replace("\r\n", "\n"), len(output) >= OUTPUT_MAX)
    number, twice = 0, False
    for line in said.splitlines():
        parts = line.split(" ")
        if len(parts) < 3 or parts[0] != word or parts[1] != str(number + 1):
            continue
        number += 1
        what, name = parts[2], parts[3] if len(parts) > 3 else ""
        if what == "begin":
            run.open, twice = name, name in run.verdicts
        elif what == "end":
            run.ended = True
        elif what == "panic":
            run.panic = " ".join(parts[3:])
        elif name == run.open:
            run.verdicts[name], run.open = "fail" if twice else what, ""
    return run
