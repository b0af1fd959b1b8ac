# SPDX-License-Identifier: MIT
"""grading.py - build a submission, boot it, and say for each check what became of it.

Callers: tools/grade, tools/mutants, tools/regrade.

Idea: the student's files take the place of the tree's, and the lab's own suites that of all
others, in one build folder for all labs. One boot runs all checks on one machine with one seed;
a boot that ends within a case is that case's failure, and the rest is run in another. Runs are
deterministic, and what is left out of later seeds depends on results alone: the same submission
gives the same verdict, however busy the host is.

The event log of a check must obey the rules that the lab names for it, and of a failure it shows
where the submission parts from the solution.

What is believed: only lines on a port that is drawn anew for each boot, which begin with a word
that is drawn as well (kernel/kunit/channel.c). What stands on the serial line is shown, and
nothing else. Student code runs in QEMU and nowhere else.
"""

import concurrent.futures
import contextlib
import ctypes
import dataclasses
import fcntl
import importlib.util
import os
import pathlib
import re
import resource
import secrets
import shutil
import signal
import subprocess
import tempfile

from . import ktap, qemu, rules, trace
from .labs import TOP, LabError

BOOT_SECONDS = 300          # of the host's: a far safety net, virtual time has its own limit
OUTPUT_MAX = 2 << 20        # bytes of serial output
LOG_MAX = 8000              # events of a log
LOGGED = 1                  # the first seeds, at which the rules are held against the event log
SHOWN = "irq*,softirq*,tasklet*,workqueue*,timer*,kunit*"
PR_SET_PDEATHSIG = 1        # prctl(2)
ROUNDS = (1, 3)             # seeds of the first rounds; what has failed is left out of the next
ASKED = re.compile(r"\b(kunit_\w+|__kunit\w+|machine_poweroff|outs?[bwl]?_channel|"
                   r"trace_(?:port|send|clear|set|first)\w*|watch_set)\b")
# What would read files of the grader's host while it compiles.
READS_HOST = re.compile(rb"incbin|__has_embed|^\s*#\s*(?:include|embed|include_next)\s+"
                        rb"(?!<[\w/-]+\.h>|\"[\w-]+\.h\")[^\n]*", re.MULTILINE)
PASSED, FAILED, UNJUDGED = "passed", "failed", "not judged"


class BuildError(Exception):
    """The submission does not compile or link; the text is the compiler's."""


@dataclasses.dataclass
class Result:
    """What became of one check."""
    check: object
    verdict: str = PASSED
    happened: str = ""      # what was seen instead
    machine: str = ""
    seed: int = 0
    names: tuple = ()       # of the checks of that boot: for the same boot again
    ran: int = 0            # boots in which it passed
    event: int = 0          # of the event log: where it differs, or breaks a rule
    differs: str = ""       # in words


# ------------------------------------------------------------------------------- the image

class Builder:
    """Builds tests' images of submissions in a folder of the build folder."""

    def __init__(self, out=None):
        base = pathlib.Path(out or os.environ.get("O") or "build")
        self.base = base if base.is_absolute() else TOP / base
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        self.out = self.base / ("labs" + (f"-{worker}" if worker else ""))

    def _prepare(self):
        """Begin with the objects that make has built already."""
        self.out.mkdir(parents=True, exist_ok=True)
        objects = self.base / "obj-tests"
        if (self.out / "obj-tests").exists() or not (objects / "kernel").exists():
            return
        shutil.copytree(objects, self.out / "obj-tests", ignore=lambda at, names: [
            name for name in names if name == "extra" or at.endswith("tests/kernel")])
        for stamp in self.base.glob("flags-*"):
            shutil.copy2(stamp, self.out)
        old, new = (os.path.relpath(path, TOP) for path in (self.base, self.out))
        for path in (self.out / "obj-tests").rglob("*.d"):
            times = path.stat()
            path.write_text(path.read_text().replace(f"{old}/obj-tests", f"{new}/obj-tests"))
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _lay_over(self, files):
        """Put the files where OVER= looks for them; forget what another lab left."""
        over = self.out / "over"
        there = {str(path.relative_to(over)) for path in over.rglob("*") if path.is_file()}
        for place in there - set(files):
            (over / place).unlink()
            self._forget(place)
        for place, text in files.items():
            path = over / place
            if place not in there:
                self._forget(place)
            if place not in there or path.read_bytes() != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text)
                self._forget(place)
        return over

    def _forget(self, place):
        """Have it built anew; what it was built from may not be there any more."""
        for path in (self._object(place), self._object(place).with_suffix(".d")):
            path.unlink(missing_ok=True)

    def _object(self, place):
        stem = place[:-2] if place.endswith(".c") else place
        return self.out / "obj-tests" / f"{stem}.o"

    def build(self, lab, files, image):
        """Build the image of lab's checks and @files ({place: bytes}) at @image."""
        for place, text in files.items():
            found = READS_HOST.search(re.sub(rb"\\\r?\n", b"", text))
            if found:
                raise BuildError(f"{place}: {found[0].decode(errors='replace').strip()}: a "
                                 "submission includes the kernel's headers, and nothing else")
        self.out.parent.mkdir(parents=True, exist_ok=True)
        with open(self.out.parent / f".{self.out.name}.lock", "a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._prepare()
            over = self._lay_over(files)
            checks = lab.folder.relative_to(TOP) / "checks"
            suites = [str(checks), "tests/kernel/helpers.c", *lab.suites]
            elf = self.out / "halves-tests.elf"
            relative = [os.path.relpath(path, TOP) for path in (self.out, over, elf)]
            done = subprocess.run(
                ["make", f"O={relative[0]}", f"OVER={relative[1]}", f"SUITES={' '.join(suites)}",
                 *how_built(self.base), relative[2]],
                cwd=TOP, env=clean_environment(), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                check=False)
            if done.returncode:
                raise BuildError(self._words(done.stdout, relative[1]))
            for place in files:
                self._look_for_cheats(place)
            shutil.copy2(elf, image)

    @staticmethod
    def _words(text, over):
        """The compiler's words, the student's names in them."""
        lines = [line for line in text.splitlines() if not re.match(r"(CC|AS|LD) ", line)]
        return "\n".join(lines[:40]).replace(f"{over}/", "")

    def _look_for_cheats(self, place):
        done = subprocess.run(["nm", "-u", self._object(place)], capture_output=True, text=True,
                              check=False)
        found = sorted(set(ASKED.findall(done.stdout)))
        if found:
            raise BuildError(f"{place} calls {', '.join(found)}: that is the grader's, not a "
                             "submission's")


def how_built(base):
    """The words that build as @base was built, so that nothing is compiled anew."""
    stamp = base / "flags-c"
    text = stamp.read_text() if stamp.exists() else ""
    words = ["LLVM=1"] if text.startswith("clang") or os.environ.get("LLVM") == "1" else []
    return words + (["WERROR=1"] if "-Werror" in text.split() else [])


def clean_environment():
    """Our environment without what make handed down."""
    return {name: value for name, value in os.environ.items()
            if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "CMDLINE", "MEM",
                            "SMP", "CPU", "GUI", "ICOUNT", "EXTRA", "T", "P", "TIME", "SEED",
                            "SEEDS", "O", "OVER", "SUITES", "LLVM")}


# ---------------------------------------------------------------------------------- a boot

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

    def case_events(self, name):
        """The event log of one case."""
        return trace.cases(self.events).get(name, [])

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
        run = _believe(said, channel.word, status, output)
        if log:
            try:
                run.events = trace.read(os.path.join(folder, "log"), image)[0]
            except (OSError, ValueError, trace.BadLog) as error:
                run.unreadable = str(error)
    return run


def _run(box, serial):
    def limits():
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)   # not to outlive its grader
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_MAX, OUTPUT_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(serial, "wb") as file, \
            subprocess.Popen(box.argv(), stdin=subprocess.DEVNULL, stdout=file,
                             stderr=subprocess.STDOUT, preexec_fn=limits) as child:
        try:
            status = qemu.verdict(child.wait(BOOT_SECONDS))
        except subprocess.TimeoutExpired:
            child.kill()
            status = qemu.TIMEOUT
    with open(serial, encoding="latin-1", newline="") as file:
        return status, file.read(OUTPUT_MAX)


def _believe(said, word, status, output):
    """A Run of the lines that begin with the word, and are numbered as they come."""
    run = Run({}, "", False, status, output.replace("\r\n", "\n"), len(output) >= OUTPUT_MAX)
    number = 0
    for line in said.splitlines():
        parts = line.split(" ")
        if len(parts) < 3 or parts[0] != word or parts[1] != str(number + 1):
            continue
        number += 1
        what, name = parts[2], parts[3] if len(parts) > 3 else ""
        if what == "begin":
            run.open = name
        elif what == "end":
            run.ended = True
        elif name == run.open:
            run.verdicts[name], run.open = what, ""
    return run


# ------------------------------------------------------------------------------ all checks

def broken_rule(run, check):
    """(what the event log of a check says against it, the number of the event) or None."""
    if run.unreadable:
        return f"its event log cannot be read: {run.unreadable}", 0
    events = run.case_events(check.name)
    if len(run.events) >= LOG_MAX:      # another check has used it up
        return None
    for missing in rules.missing(events, check.rules):
        return (f"its event log has no {missing}: the points of the log belong to the contract",
                0)
    # What runs in this case may have been raised before it.
    early = rules.WANT_BEGINNING & set(check.rules)
    found = rules.check(events, set(check.rules) - early) + rules.check(run.events, early)
    numbers = {event.number: event for event in events}
    found = sorted((one for one in found if one.number in numbers), key=lambda one: one.number)
    if not found:
        return None
    event = numbers[found[0].number]
    return (f"the event log breaks the rule {found[0].rule}: expected {found[0].text}; "
            f"instead, event #{event.number}:\n{event.line().strip()}", event.number)


def boots(lab, image, machine, names, seed, log=""):
    """Run these checks, in as many boots as it takes; {name: (verdict, happened, names, event)}.

    @log: these events are logged, and the log of each check must obey its rules.
    """
    found, left = {}, list(names)
    while left:
        run = boot(lab, image, machine, left, seed, log)
        now = tuple(left)
        for name in [name for name in left if name in run.verdicts]:
            words = run.log(name) if run.verdicts[name] == "fail" else ""
            found[name] = (run.verdicts[name], tidy(words), now, 0)
            broken = log and run.verdicts[name] == "ok" and broken_rule(run, lab.check(name))
            if broken:
                found[name] = ("fail", broken[0], now, broken[1])
        blamed = run.open or (next(reversed(run.verdicts), "") if run.status not in
                              (qemu.SUCCESS, qemu.FAILED) else "")
        if blamed in left:
            said = run.log(blamed) if "EXPECTATION FAILED" in run.log(blamed) else ""
            found[blamed] = ("fail", "\n".join(filter(None, (run.ending(), tidy(said)))), now, 0)
        rest = [name for name in left if name not in found]
        if not blamed and rest:         # it never came to the tests
            why = (f"the kernel did not come to this check: {run.ending()}" if not run.ended else
                   "there is no such case in the image")
            found.update({name: ("fail", why, now, 0) for name in rest})
        left = [name for name in left if name not in found]
    return found


def must_panic(lab, image, machine, check, seed):
    """A boot that must end in a panic with the check's text."""
    run = boot(lab, image, machine, [check.name], seed)
    panics = [line for line in run.output.splitlines() if "Kernel panic" in line]
    if run.status == qemu.PANIC and run.open == check.name and check.panics in "\n".join(panics):
        return "ok", "", (check.name,), 0
    return "fail", f"expected a panic with \"{check.panics}\"; instead: {run.ending()}", \
        (check.name,), 0


def tidy(log):
    """What a student must see of a case's log: what was expected, and what the kernel said."""
    lines = [re.sub(r"^ *(# )?", "", line) for line in log.splitlines()]
    lines = [re.sub(r"^\w+: (EXPECTATION|ASSERTION) FAILED at ", "at ", line) for line in lines]
    return "\n".join(line for line in lines if line and not line.startswith(
        ("KTAP version", "Subtest:", "1..", "ok ", "not ok ")))[:2000]


def host_checks(lab, image):
    """The checks that look at the image itself: {check: sentence or None}."""
    wanted = [check for check in lab.checks if check.host]
    if not wanted:
        return {}
    spec = importlib.util.spec_from_file_location("host", lab.folder / "checks/host.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {check: getattr(module, f"check_{check.name.split('.')[1]}")(str(image))
            for check in wanted}


def _rounds(seeds):
    """The seeds in rounds: one, some more, the rest."""
    at = 0
    for size in (*ROUNDS, len(seeds)):
        if seeds[at:at + size]:
            yield seeds[at:at + size]
        at += size


def judge(lab, image, seeds, until=None, workers=None, say=lambda done, total: None):
    """Run all checks of @lab on @image with each seed; return {name: Result} in the lab's order.

    @until: the name of a check: when it has failed, the rounds that are left are not run.
    """
    results = {check.name: Result(check) for check in lab.checks}
    for check, wrong in host_checks(lab, image).items():
        results[check.name].ran += 1
        if wrong:
            results[check.name].verdict, results[check.name].happened = FAILED, wrong
            results[check.name].machine = "host"
    done = 0
    with concurrent.futures.ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        for batch in _rounds(seeds):
            going = [check for check in lab.checks
                     if not check.host and results[check.name].verdict == PASSED]
            if not going or (until and results[until].verdict == FAILED):
                break
            jobs = []
            for seed in batch:
                for machine in lab.machines:
                    if machine.seeds and seed > machine.seeds:
                        continue
                    here = [check for check in going if not check.on or machine.name in check.on]
                    names = [check.name for check in here if not check.panics]
                    ruled = any(check.rules for check in here) and seed in seeds[:LOGGED]
                    logged = loggable(lab, names) if ruled else []
                    plain = [name for name in names if name not in logged]
                    for some, log in ((logged, SHOWN), (plain, "")):
                        if some:
                            jobs.append((machine, seed, pool.submit(boots, lab, image, machine,
                                                                    some, seed, log)))
                    for check in here:
                        if check.panics:
                            jobs.append((machine, seed, pool.submit(
                                lambda *what: {what[3].name: must_panic(*what)}, lab, image,
                                machine, check, seed)))
            for machine, seed, job in jobs:
                for name, found in job.result().items():
                    _note(results[name], machine, seed, *found)
                done += 1
                say(done, len(seeds) * len(lab.machines))
    _explain(lab, results)
    return results


def _note(result, machine, seed, verdict, happened, names, event):
    if verdict == "ok":
        result.ran += 1
    elif verdict == "fail" and result.verdict == PASSED:
        result.verdict, result.happened = FAILED, happened
        result.machine, result.seed, result.names = machine.name, seed, names
        result.event = event


def _explain(lab, results):
    """What never ran did not pass; what hangs on a check that failed is not judged."""
    for check in lab.checks:
        result = results[check.name]
        if result.verdict == PASSED and not result.ran:
            result.verdict, result.happened = FAILED, "it was skipped on every machine"
        broken = [need for need in check.needs if results[need].verdict != PASSED]
        if broken:
            result.verdict = UNJUDGED
            result.happened = f"it needs {', '.join(broken)}, which must pass first"


def score(results):
    """The points of what has passed."""
    return sum(result.check.points for result in results.values() if result.verdict == PASSED)


def failed(results):
    """The names of what has failed by itself."""
    return {name for name, result in results.items() if result.verdict == FAILED}


def behaves_like(lab, results):
    """The wrong solutions that fail just so."""
    seen = failed(results)
    return [mutant for mutant in lab.mutants()
            if seen and mutant.caught_by in seen and seen <= {mutant.caught_by, *mutant.also}]


# ------------------------------------------------------------- the first differing event

# What comes when it comes: the tick, and what hangs on it.
BESIDE = re.compile(r"(irq_handler_\w+: irq=0 |softirq_\w+: vec=[16] |timer_|sched_)")


def story(run, name):
    """[(what, event)…] of a case until it failed, without what differs from boot to boot."""
    for event in run.case_events(name):
        if event.name == "kunit_failed":
            break
        text = f"{event.name}: {event.text}"
        if not BESIDE.match(text):
            yield re.sub(r"(tasklet|work struct)[= ][0-9a-f]+|\bid=\d+|ret=\w+", "", text), event


def first_difference(theirs, ours):
    """(in words, the number of the event of theirs) or None; both are lists of story()."""
    for number in range(max(len(theirs), len(ours))):
        his = theirs[number] if number < len(theirs) else ("", None)
        our = ours[number] if number < len(ours) else ("", None)
        if his[0] != our[0]:
            lines = [f"{event.name}: {event.text}" if event else "nothing more before it fails"
                     for _, event in (his, our)]
            last = his[1] or (theirs[-1][1] if theirs else None)
            return (f"{lines[0]}\nthe solution has, there: "
                    f"{lines[1] if our[1] else 'nothing more'}", last.number if last else 0)
    return None


def differences(lab, files, image, results):
    """Boot each failure again, and the solution, with the event log on; say where they part."""
    wrong = [result for result in results.values() if result.verdict == FAILED and
             result.check.name in loggable(lab, result.names) and not result.check.panics]
    if not wrong or not (lab.folder / "mutants").is_dir() or files == lab.solution():
        return
    with built(lab, lab.solution()) as solution, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        jobs = []
        for result in wrong:
            machine = next(one for one in lab.machines if one.name == result.machine)
            names = loggable(lab, result.names)
            jobs.append((result, [pool.submit(boot, lab, one, machine, names, result.seed, SHOWN)
                                  for one in (image, solution)]))
        for result, pair in jobs:
            stories = [list(story(job.result(), result.check.name)) for job in pair]
            found = all(stories) and first_difference(*stories)
            if found:
                result.differs, result.event = found[0], result.event or found[1]


@contextlib.contextmanager
def built(lab, files, builder=None):
    """The image of a submission, for as long as the block runs; raise BuildError."""
    with tempfile.TemporaryDirectory() as folder:
        image = pathlib.Path(folder, "halves-tests.elf")
        (builder or Builder()).build(lab, files, image)
        yield image


def grade(lab, files, seeds, explain=False, **how):
    """Build and judge a submission: (results, "") or (results, the compiler's words).

    @explain: say of each failure at which event it parts from the solution.
    """
    try:
        with built(lab, files) as image:
            results = judge(lab, image, seeds, **how)
            if explain:
                differences(lab, files, image, results)
            return results, ""
    except BuildError as error:
        results = {check.name: Result(check, FAILED, "it does not build") for check in lab.checks}
        return results, str(error)


__all__ = ["LabError", "BuildError", "Builder", "Result", "grade", "judge", "built", "score",
           "failed", "behaves_like"]
