# SPDX-License-Identifier: MIT
"""ktap.py - read what the tests' image printed, and believe none of it without proof.

The kernel prints KTAP as Linux's KUnit does: a version line, a plan, and for each suite an
indented block of its own. A run proves something only if every plan is fulfilled, every verdict
agrees with what stands below it, the kernel booted exactly once, nothing complained that was not
expected, and QEMU's exit status says the same. Silence, a reboot and a hang are failures.

parse() reads the text, judge() adds what the exit status says, verdicts() gives one verdict for
each case. A complaint (BUG:, panic) fails the case that it was printed in: a test that provokes
one captures it (<halves/report.h>), and then it is not printed.
"""

import dataclasses
import re

from . import qemu

BANNER = re.compile(r"Halves \S+ \(.*\)$")
STAMP = re.compile(r"\[ *\d+\.\d{6}\] ")
RESULT = re.compile(r"(not ok|ok) (\d+) ([A-Za-z0-9_.\-]+)(?: # SKIP ?(.*))?$")
PARAMETER = re.compile(r"(not ok|ok) (\d+) .+$")
LOOKS_LIKE_RESULT = re.compile(r"\bok \d+ ")
PLAN = re.compile(r"1\.\.(\d+)$")
COMPLAINT = re.compile(r"BUG:|Kernel panic - not syncing")
LISTED = re.compile(r"[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+$")
PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclasses.dataclass
class Case:
    """One test case; log is what the kernel printed while it ran."""
    suite: str
    name: str
    verdict: str
    reason: str = ""
    log: str = ""
    complaints: tuple = ()


class Parser:
    """Reads one boot's serial output line by line; after close() cases and problems are final."""

    def __init__(self):
        self.cases, self.problems = [], []
        self.banners = 0
        self.plan = self.suites_done = None     # of suites; None before the plan
        self.suite = self.suite_plan = None     # the open suite, None between two
        self.open_cases = []                    # of the open suite
        self.parameters, self.parameter_plan = [], None     # of the open case: verdicts
        self.version = self.suite_version = False
        self.log, self.complaints = [], []

    def problem(self, text):
        self.problems.append(text)

    def line(self, line):
        """Take one line."""
        if BANNER.match(line):
            self.banners += 1
            if self.banners > 1:
                self.problem("a second boot banner: the kernel rebooted")
        elif STAMP.match(line):
            self.other(line)
        elif not self.running():
            if self.version and (RESULT.match(line.strip()) or PLAN.match(line.strip())):
                self.problem(f"behind the last planned suite: {line.strip()!r}")
            self.other(line)
        elif line.startswith("    ") and not line.startswith("     "):
            self.nested(line[4:], line)
        elif line.startswith(" " * 8) and PARAMETER.match(line[8:]):
            self.parameter(*PARAMETER.match(line[8:]).groups())
            self.log.append(line)
        elif line.startswith(" " * 8) and PLAN.match(line[8:]):
            self.parameter_plan = int(PLAN.match(line[8:]).group(1))
        elif line.startswith(" "):
            self.other(line)
        else:
            self.top(line)

    def running(self):
        """Between the first plan and the last suite's verdict (or about to be)."""
        return self.version and (self.plan is None or self.suites_done < self.plan)

    def other(self, line):
        """A line that is no KTAP: a message, a detail, something before or after the tests."""
        if line == "KTAP version 1":
            if self.version:
                self.problem("a second KTAP block")
            self.version = True
            return
        self.log.append(line)
        if COMPLAINT.search(line):
            self.complaints.append(f"the kernel complained: {STAMP.sub('', line).strip()}")
        elif self.running() and LOOKS_LIKE_RESULT.search(line):
            self.problem(f"a result that is not on a line of its own: {line.strip()!r}")

    def nested(self, text, line):
        """A line of a suite's block."""
        result, plan = RESULT.match(text), PLAN.match(text)
        if text == "KTAP version 1":
            if self.suite_version:
                self.problem(f"suite {self.suite}: its block begins twice, or without an end")
            self.suite_version = True
        elif text.startswith("# Subtest: "):
            if self.suite is not None:
                self.problem(f"suite {self.suite}: no verdict before the next suite")
            if not self.suite_version:
                self.problem(f"{text}: no KTAP version line before it")
            self.suite, self.open_cases, self.log = text[len("# Subtest: "):], [], []
        elif plan:
            if self.suite is None or self.suite_plan is not None:
                self.problem(f"a plan out of place: {text}")
            self.suite_plan = int(plan.group(1))
        elif result:
            self.case(*result.groups())
        else:
            self.other(line)

    def parameter(self, verdict, number):
        """The verdict of one parameter of the case that runs; their plan comes behind them."""
        self.parameters.append(verdict)
        if int(number) != len(self.parameters):
            self.problem(f"parameter {number} where {len(self.parameters)} was due")

    def parameters_done(self, case, verdict):
        """The verdict of a case must agree with those of its parameters, if it has any."""
        if self.parameters or self.parameter_plan is not None:
            if self.parameter_plan != len(self.parameters):
                self.problem(f"{case}: {len(self.parameters)} parameters, planned: "
                             f"{self.parameter_plan}")
            if ("not ok" in self.parameters) != (verdict == "not ok"):
                self.problem(f"{case}: says {verdict}, its parameters say otherwise")
        self.parameters, self.parameter_plan = [], None

    def case(self, verdict, number, name, skip):
        """The verdict of one case."""
        if self.suite is None or self.suite_plan is None:
            self.problem(f"case {name}: its suite has no name or no plan")
            return
        full = f"{self.suite}.{name}"
        if int(number) != len(self.open_cases) + 1:
            self.problem(f"{full}: number {number} where {len(self.open_cases) + 1} was due")
        if len(self.open_cases) >= self.suite_plan:
            self.problem(f"{full}: more cases than the {self.suite_plan} that were planned")
        if any(case.name == name for case in self.open_cases):
            self.problem(f"{full}: reported twice")
        self.parameters_done(full, verdict)
        verdict = FAILED if verdict == "not ok" else PASSED if skip is None else SKIPPED
        self.open_cases.append(Case(self.suite, name, verdict, skip or "", "\n".join(self.log),
                                    tuple(self.complaints)))
        self.log, self.complaints = [], []

    def top(self, line):
        """A line at the margin, while the tests run."""
        result, plan = RESULT.match(line), PLAN.match(line)
        if plan and self.plan is None:
            self.plan, self.suites_done = int(plan.group(1)), 0
        elif result and self.plan is not None:
            self.suite_verdict(*result.groups())
        else:
            self.other(line)

    def suite_verdict(self, verdict, number, name, _skip):
        """The verdict of a suite, which must agree with its cases."""
        if name != self.suite:
            self.problem(f"suite {name}: a verdict, but the open suite is {self.suite}")
        if int(number) != self.suites_done + 1:
            self.problem(f"suite {name}: number {number} where {self.suites_done + 1} was due")
        if len(self.open_cases) < (self.suite_plan or 0):
            self.problem(f"suite {name}: {len(self.open_cases)} of {self.suite_plan} cases ran")
        failed = any(case.verdict == FAILED for case in self.open_cases)
        if failed and verdict == "ok":
            self.problem(f"suite {name}: says ok, though a case failed")
        if not failed and verdict == "not ok":
            self.problem(f"suite {name}: says not ok, though no case failed")
        self.cases += self.open_cases
        self.suites_done += 1
        self.suite = self.suite_plan = None
        self.suite_version, self.open_cases, self.log = False, [], []

    def close(self):
        """The end of the text."""
        if self.banners == 0:
            self.problem("no boot banner: the kernel did not start" if not self.log else
                         "no boot banner")
        if not self.version:
            self.problem("no KTAP: the tests did not start")
        elif self.plan is None:
            self.problem("no plan: the tests did not start")
        elif self.suites_done < self.plan:
            self.problem(f"the output ends after {self.suites_done} of {self.plan} suites"
                         + (f", inside suite {self.suite}" if self.suite else ""))
        self.cases += self.open_cases
        self.problems += self.complaints


def parse(text):
    """Read a whole boot; return the Parser, closed."""
    parser = Parser()
    for line in text.replace("\r", "").split("\n"):
        parser.line(line)
    parser.close()
    return parser


def judge(text, status):
    """parse() and compare with how the boot ended (a status of qemu.MEANING)."""
    parser = parse(text)
    failed = any(case.verdict == FAILED for case in parser.cases)
    if status not in (qemu.SUCCESS, qemu.FAILED):
        parser.problem(f"the boot ended badly: {qemu.MEANING[status]}")
    elif status == qemu.SUCCESS and failed:
        parser.problem("a case failed, but the exit status says success")
    elif status == qemu.FAILED and not failed:
        parser.problem("no case failed, but the exit status says failure")
    return parser


def verdicts(parser, planned):
    """One Case for each name of @planned, in order: the verdict of a run of one suite.

    What went wrong with the run as a whole is laid at the door of the case that was running; if
    every case had its verdict by then, no verdict of this run can be trusted.
    """
    seen = {case.name: case for case in parser.cases}
    reason = "\n".join(parser.problems)
    stray = [case.name for case in parser.cases if case.name not in planned]
    if stray:
        reason += f"\ncases that were not listed: {', '.join(stray)}"
    answer, blamed = [], False
    for name in planned:
        if name in seen and seen[name].complaints:
            answer.append(dataclasses.replace(seen[name], verdict=FAILED,
                                              reason="\n".join(seen[name].complaints)))
        elif name in seen and (not reason or any(n not in seen for n in planned)):
            answer.append(seen[name])
        elif name in seen:
            answer.append(dataclasses.replace(seen[name], verdict=FAILED, reason=reason))
        elif not blamed:
            blamed = True
            answer.append(Case("", name, FAILED, reason or "no verdict", "\n".join(parser.log)))
        else:
            answer.append(Case("", name, FAILED, "not run: the boot ended before it"))
    return answer


def listed(text, status):
    """{suite: [case…]} from a boot with kunit.action=list, and the problems with that boot."""
    suites, problems = {}, []
    lines = text.replace("\r", "").split("\n")
    for line in filter(LISTED.match, lines):
        suite, _, case = line.partition(".")
        if case in suites.setdefault(suite, []):
            problems.append(f"{line}: listed twice")
        else:
            suites[suite].append(case)
    banners = sum(1 for line in lines if BANNER.match(line))
    if banners != 1:
        problems.append(f"{banners} boot banners where there should be one")
    if status != qemu.SUCCESS:
        problems.append(f"the boot ended badly: {qemu.MEANING[status]}")
    if not suites:
        problems.append("no test is listed")
    return suites, problems
