# SPDX-License-Identifier: MIT
"""grading.py - judge a submission: say for each check what became of it.

Callers: tools/grade, tools/mutants, tools/regrade.

Idea: one boot (labrun.py) of one image (labimage.py) runs all checks on one machine with one seed;
a boot that ends within a case is that case's failure, and the rest is run in another. Runs are
deterministic, and what is left out of later seeds depends on results alone: the same submission
gives the same verdict, however busy the host is. The event log of a check must obey the rules that
the lab names for it, and of a failure it shows where the submission parts from the solution.
"""

import concurrent.futures
import contextlib
import dataclasses
import importlib.util
import os
import re

from . import qemu, rules
from .labimage import BuildError, built
from .labrun import LOG_MAX, SHOWN, boot, loggable
from .labs import HostError, plain

LOGGED = 1                  # the first seeds, at which the rules are held against the event log
ROUNDS = (1, 3)             # seeds of the first rounds; what has failed is left out of the next
PASSED, FAILED, UNJUDGED = "passed", "failed", "not judged"


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


# ------------------------------------------------------------------------------ all checks

def broken_rule(run, check):
    """(what the event log of a check says against it, the number of the event) or None."""
    if not check.rules:
        return None
    if run.unreadable:
        return f"its event log cannot be read: {run.unreadable}", 0
    events = run.case_events(check.name)
    if not run.log_holds(check.name):
        return f"its events are too many for the log, which holds {LOG_MAX}", 0
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


def not_judged(lab, bad):
    """The checks that have failed, and all that need one of them."""
    return {check.name for check in lab.checks
            if ({check.name} | lab.needed_by(check.name)) & set(bad)}


def boots(lab, image, machine, names, seed, log=""):
    """Run these checks, in as many boots as it takes; {name: (verdict, happened, names, event)}.

    @log: these events are logged, and the log of each check must obey its rules.
    """
    found, left, alone = {}, list(names), False
    while left:
        # After a boot that ended early those go first that need no other; what hangs on one that
        # has failed will not be judged, so it need not run.
        now = tuple(name for name in left if not found
                    or not set(lab.check(name).needs) & set(left))
        now = now[:1] if alone else now
        run = boot(lab, image, machine, now, seed, log)
        blamed = run.open or ("" if run.ended and run.status in (qemu.SUCCESS, qemu.FAILED) else
                              next(reversed(run.verdicts), ""))
        # What the others left no room for in the log has a boot of its own.
        cut = {name for name in now if log and len(now) > 1 and lab.check(name).rules and
               run.verdicts.get(name) == "ok" and name != blamed and not run.log_holds(name)}
        alone = bool(cut)
        for name in [name for name in now if name in run.verdicts and name not in cut]:
            words = run.log(name) if run.verdicts[name] == "fail" else ""
            found[name] = (run.verdicts[name], tidy(words), now, 0)
            broken = log and run.verdicts[name] == "ok" and broken_rule(run, lab.check(name))
            if broken:
                found[name] = ("fail", broken[0], now, broken[1])
        if blamed in now:
            said = run.log(blamed) if "EXPECTATION FAILED" in run.log(blamed) else ""
            found[blamed] = ("fail", "\n".join(filter(None, (run.ending(), tidy(said)))), now, 0)
        rest = [name for name in now if name not in found and name not in cut]
        if rest and blamed not in now:  # it never came to the tests
            why = (f"the kernel did not come to this check: {run.ending()}" if not run.ended else
                   "there is no such case in the image")
            found.update({name: ("fail", why, now, 0) for name in rest})
        out = not_judged(lab, {name for name, (verdict, *_) in found.items() if verdict == "fail"})
        left = [name for name in left if name not in found and name not in out]
    return found


def must_panic(lab, image, machine, check, seed):
    """A boot that must end in a panic with the check's text."""
    run = boot(lab, image, machine, [check.name], seed)
    if run.status == qemu.PANIC and run.open == check.name and check.panics in run.panic:
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
            out = not_judged(lab, failed(results))
            going = [check for check in lab.checks if not check.host and check.name not in out]
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
        result.verdict, result.happened = FAILED, plain(happened)
        result.machine, result.seed, result.names = machine.name, seed, names
        result.event = event


def _explain(lab, results):
    """What never ran did not pass; what hangs on a check that failed is not judged."""
    for result in results.values():
        if result.verdict == PASSED and not result.ran:
            result.verdict, result.happened = FAILED, "it was skipped on every machine"
    out = not_judged(lab, failed(results))
    for check in lab.checks:
        result = results[check.name]
        broken = [need for need in check.needs if need in out]
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
                result.differs, result.event = plain(found[0]), result.event or found[1]


def grade(lab, files, seeds, explain=False, **how):
    """Build and judge a submission: (results, "") or (results, the compiler's words).

    @explain: say of each failure at which event it parts from the solution.
    """
    with contextlib.ExitStack() as stack:
        try:
            image = stack.enter_context(built(lab, files))
        except BuildError as error:
            return nothing(lab, "it does not build"), plain(str(error))
        results = judge(lab, image, seeds, **how)
        if explain:
            differences(lab, files, image, results)
        return results, ""


def nothing(lab, why):
    """The results of a submission that there is nothing to judge of."""
    return {check.name: Result(check, FAILED, why) for check in lab.checks}


def host_is_able(lab):
    """Raise HostError where the course's own solution does not build, or does not pass."""
    if (lab.folder / ".handout").exists():
        return      # there is none
    results, words = grade(lab, lab.solution(), [1])
    if words or failed(results):
        raise HostError(f"the solution of lab {lab.number} fails: "
                        f"{words or ', '.join(sorted(failed(results)))}")
