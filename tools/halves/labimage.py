# SPDX-License-Identifier: MIT
"""labimage.py - build a submission: the tests' image with a student's files and the lab's checks.

Callers: grading.py; tools/grade, tools/predict and the tests for one image (built()).

Idea: the student's files take the place of the tree's, and the lab's own suites that of all
others (OVER= and SUITES= of the Makefile), in one build folder for all labs, so that only what is
the student's is compiled. A lock keeps two graders apart. Nothing of a submission runs here, and
what would read the grader's files while it is compiled is refused.
"""

import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from .labs import TOP

ASKED = re.compile(r"\b(kunit_\w+|__kunit\w+|machine_poweroff|"
                   r"trace_(?:port|send|clear|set|first|kunit)\w*|__trace_begin|watch_set)\b")
# What would read files of the grader's host while it compiles.
READS_HOST = re.compile(rb"incbin|__has_(?:embed|include)|\.include\b[^\n]*|"
                        rb"^\s*%\s*(?:include|use|depend|pathsearch)\b[^\n]*|"
                        rb"^\s*#\s*(?:import|embed|include(?:_next)?)\b"
                        rb"(?!\s+(?:<[\w/-]+\.h>|\"[\w-]+\.h\"))[^\n]*",
                        re.MULTILINE | re.IGNORECASE)


class BuildError(Exception):
    """The submission does not compile or link; the text is the compiler's."""


def reads_host(text):
    """The words with which a submission would read files of the grader's host, or None.

    As it stands, and as the compiler takes it: lines joined, literals joined, without comments.
    """
    joined = re.sub(rb'"\s*"', b"", re.sub(rb"\\\r?\n", b"", text).replace(b"%:", b"#"))
    bare = re.sub(rb"/\*.*?\*/", b" ", joined, flags=re.DOTALL)
    found = READS_HOST.search(joined) or READS_HOST.search(bare)
    return found and found[0].decode(errors="replace").strip()


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
            found = reads_host(text)
            if found:
                raise BuildError(f"{place}: {found}: a submission includes the kernel's headers, "
                                 "and nothing else")
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
        words = [subprocess.run([*tool, self._object(place)], capture_output=True, text=True,
                                check=True).stdout for tool in (("nm", "-u"), ("readelf", "-SW"))]
        found = sorted(set(ASKED.findall(words[0])))
        if found:
            raise BuildError(f"{place} calls {', '.join(found)}: that is the grader's, not a "
                             "submission's")
        if ".kunit" in words[1]:
            raise BuildError(f"{place} has a suite of its own: that is the grader's, not a "
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


@contextlib.contextmanager
def built(lab, files, builder=None):
    """The image of a submission, for as long as the block runs; raise BuildError."""
    with tempfile.TemporaryDirectory() as folder:
        image = pathlib.Path(folder, "halves-tests.elf")
        (builder or Builder()).build(lab, files, image)
        yield image
