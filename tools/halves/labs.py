# SPDX-License-Identifier: MIT
"""labs.py - what a lab's folder says: labs/NN-name/grade.toml, its files, its wrong solutions.

Callers: tools/lab (handing out), tools/grade, tools/mutants, tools/regrade, tools/predict.

A lab's files have two names: the student's ("softirq.c") and their place in the tree
("kernel/bottomhalf/softirq.c"). Where the kernel has a file of its own there, that is the
solution; what the kernel has not stands in the lab's solution/. `make start` puts the starter in
the solution's place and keeps the solution in .solution/.
"""

import dataclasses
import pathlib
import re
import subprocess
import tempfile
import tomllib

from . import rules

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
NAME = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")


class LabError(Exception):
    """A lab, or a submission, is not as it must be; the text says what is wrong."""


class HostError(OSError):
    """This machine cannot build or boot even what is right: no submission's fault."""


@dataclasses.dataclass(frozen=True)
class Machine:
    """A machine that checks run on."""
    name: str
    words: str = ""
    smp: int = 1
    seeds: int = 0          # only the first so many, for a machine that boots slowly; 0: all


@dataclasses.dataclass(frozen=True)
class Check:
    """One property that gives points."""
    name: str               # suite.case, or host.name
    points: int
    property: str
    hint: str = ""
    needs: tuple = ()       # names of checks that must have passed, or this one is not judged
    hidden: bool = False
    on: tuple = ()          # names of machines; none: all
    panics: str = ""        # the boot must end in a panic with this text
    host: bool = False      # a function of checks/host.py looks at the image
    rules: tuple = ()       # rules that the event log of the case must obey
    quiet: bool = False     # thousands of interrupts: left out where the event log is on


@dataclasses.dataclass(frozen=True)
class Mutant:
    """A wrong solution, and which check must catch it."""
    name: str
    patch: pathlib.Path
    wrong: str
    like: str
    caught_by: str
    also: tuple


@dataclasses.dataclass(frozen=True)
class Lab:
    """One lab."""
    folder: pathlib.Path
    number: int
    title: str
    files: dict             # the student's name → the place in the tree
    machines: tuple
    checks: tuple
    floor: int = 0
    suites: tuple = ()      # further C files for the image
    limit: int = 300        # virtual milliseconds that a case may keep the processor busy
    timeout: int = 5        # virtual seconds that a case may take, asleep or not

    @property
    def points(self):
        return sum(check.points for check in self.checks)

    def check(self, name):
        """The check of that name."""
        return next((check for check in self.checks if check.name == name), None)

    def source(self, name):
        """Where the solution of one file is."""
        kept = self.folder / ".solution" / name
        own = self.folder / "solution" / name
        return next((path for path in (kept, own) if path.exists()), TOP / self.files[name])

    def solution(self):
        """{place: bytes} of the solution."""
        return self._read(self.source)

    def _read(self, where):
        try:
            return {place: where(name).read_bytes() for name, place in self.files.items()}
        except OSError as error:
            raise LabError(f"lab {self.number}: {error.filename}: {error.strerror}") from error

    def starter(self):
        """{place: bytes} of what is handed out."""
        return self._read(lambda name: self.folder / "start" / name)

    def alternatives(self):
        """{name: {place: bytes}} of correct solutions that are written otherwise."""
        folders = [self.folder / "alternative", *sorted(self.folder.glob("alternative-*"))]
        return {folder.name: self._read(lambda name, at=folder: at / name
                                        if (at / name).exists() else self.source(name))
                for folder in folders if folder.is_dir()}

    def submission(self, work=None):
        """{place: bytes} of what a student hands in: files in @work, or in place."""
        if work is None:
            return self._read(lambda name: TOP / self.files[name])
        work = pathlib.Path(work)
        if not work.is_dir():
            raise LabError(f"{work}: no such folder")
        found = {}
        for name, place in self.files.items():
            choices = [path for path in (work / name, work / pathlib.Path(place).name, work / place)
                       if path.is_file()]
            if not choices:
                raise LabError(f"{work}: {name} is missing; lab {self.number} wants "
                               f"{', '.join(self.files)}")
            if work.resolve() not in choices[0].resolve().parents:
                raise LabError(f"{choices[0]}: a link to somewhere else")
            if choices[0].stat().st_size > 1 << 20:
                raise LabError(f"{choices[0]}: over 1 MiB, which no solution is")
            found[place] = choices[0].read_bytes()
        return found

    def needed_by(self, name):
        """The names of the checks that a check needs, and those that they need."""
        out, more = set(), {name}
        while more:
            more = {need for check in self.checks if check.name in more
                    for need in check.needs} - out
            out |= more
        return out

    def mutants(self):
        """The wrong solutions."""
        return [_mutant(self, patch) for patch in sorted((self.folder / "mutants").glob("*.patch"))]

    def mutated(self, mutant):
        """{place: bytes} of a wrong solution."""
        with tempfile.TemporaryDirectory() as folder:
            for place, text in self.solution().items():
                path = pathlib.Path(folder, place)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text)
            done = subprocess.run(["patch", "-p1", "-s", "-f", "--fuzz=0", "-i", mutant.patch],
                                  cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                raise LabError(f"{mutant.patch}: does not apply: {done.stdout}{done.stderr}")
            return {place: pathlib.Path(folder, place).read_bytes()
                    for place in self.files.values()}


def _mutant(lab, patch):
    head = dict(re.findall(r"^([A-Z][a-z-]+): +(.*)$",
                           re.split(r"^(?:---|diff) ", patch.read_text(), maxsplit=1,
                                    flags=re.MULTILINE)[0], re.MULTILINE))
    try:
        mutant = Mutant(patch.stem, patch, head["Wrong"], head["Like"], head["Caught-by"],
                        tuple(head.get("Also", "").split()))
    except KeyError as error:
        raise LabError(f"{patch}: its head has no line {error.args[0]}:") from error
    for name in (mutant.caught_by, *mutant.also):
        if not lab.check(name):
            raise LabError(f"{patch}: lab {lab.number} has no check {name}")
    return mutant


def _table(cls, values, where):
    """An object of @cls from a table of grade.toml; what it does not know is an error."""
    known = {field.name for field in dataclasses.fields(cls)}
    unknown = set(values) - known
    if unknown:
        raise LabError(f"{where}: {', '.join(sorted(unknown))}: not known; there are "
                       f"{', '.join(sorted(known))}")
    try:
        return cls(**{key: tuple(value) if isinstance(value, list) else value
                      for key, value in values.items()})
    except TypeError as error:
        raise LabError(f"{where}: {error}") from error


def load(folder):
    """Read one lab; raise LabError."""
    path = folder / "grade.toml"
    try:
        data = tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LabError(f"{path}: {error}") from error
    data["machine"] = [_table(Machine, one, f"{path}: machine") for one in data.get("machine", [])]
    data["check"] = [_table(Check, one, f"{path}: check") for one in data.get("check", [])]
    for old, new in (("machine", "machines"), ("check", "checks")):
        data[new] = data.pop(old)
    data.pop("folder", None)
    lab = _table(Lab, {"folder": folder, **data}, str(path))
    names = [check.name for check in lab.checks]
    machines = {machine.name for machine in lab.machines}
    for check in lab.checks:
        if not NAME.fullmatch(check.name):
            raise LabError(f"{path}: {check.name}: a check is called suite.case")
        for need in set(check.needs) - set(names):
            raise LabError(f"{path}: {check.name}: needs {need}, which is no check")
        for name in set(check.rules) - set(rules.RULES):
            raise LabError(f"{path}: {check.name}: no rule is called {name}; there are "
                           f"{', '.join(rules.RULES)}")
        for name in set(check.on) - machines:
            raise LabError(f"{path}: {check.name}: on {name}, which is no machine")
    if len(set(names)) != len(names):
        raise LabError(f"{path}: a check stands there twice")
    for check in lab.checks:
        if check.name in lab.needed_by(check.name):
            raise LabError(f"{path}: {check.name}: needs itself")
    if not (names and machines and lab.files):
        raise LabError(f"{path}: files, machines and checks are needed")
    return lab


def folders():
    """The labs' folders, in order."""
    return sorted(path.parent for path in (TOP / "labs").glob("[0-9]*/grade.toml"))


def not_beside_another(lab):
    """Raise LabError where another lab's starters are in the tree: they would be built, too."""
    for folder in folders():
        if folder != lab.folder and (folder / ".solution").is_dir():
            raise LabError(f"{folder.name} is started in this tree: what is missing there would be "
                           f"missing here; first: make solution LAB={folder.name[:2]}")


def plain(text):
    """A text without what a terminal would obey, and XML refuse."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def find(text):
    """The lab of a number or a name: 6, 06, 06-softirqs; raise LabError."""
    for folder in folders():
        number, _, name = folder.name.partition("-")
        if text in (folder.name, name) or (text.isdigit() and int(text) == int(number)):
            return load(folder)
    raise LabError(f"LAB={text}: there is no such lab; there are: "
                   f"{', '.join(folder.name for folder in folders()) or 'none'}")
