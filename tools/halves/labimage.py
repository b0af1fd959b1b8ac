# SPDX-License-Identifier: MIT
"""labimage.py - build a submission: the tests' image with a student's files and the lab's checks.

Callers: grading.py; tools/grade, predict, mutants and regrade, and the tests (built()).

Idea: the student's files take the place of the tree's, and the lab's own suites that of all
others (OVER= and SUITES= of the Makefile), in one build folder for all labs, so that only what is
the student's is compiled. The lock on .labs.lock, beside that folder, keeps two graders apart.
Nothing of a submission runs here. What reads the grader's files while it is compiled is refused: C
by what the preprocessor has read and the assembler was given, NASM by its list for make and by its
words. No compilation is without end.
"""

import contextlib
import fcntl
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile

from .labs import HostError, TOP, not_beside_another

ASKED = re.compile(r"\b(kunit_\w+|__kunit\w+|machine_poweroff|"
                   r"trace_(?:port|send|clear|set|first|kunit)\w*|__trace_begin|watch_set)\b")
# NASM's words that read a file, or the environment: what it has read it does not tell.
NASM_READS = re.compile(rb"%[ \t]*(?:include|use|depend|pathsearch|line)\b|%[{\[]?!", re.IGNORECASE)
# Where the preprocessor says which file it reads on in; of these it may: the headers, and itself.
MARKER = re.compile(rb'^#(?: line)? \d+ "((?:[^"\\\n]|\\.)*)"', re.MULTILINE)
HEADER = re.compile(rb"(?!kernel/include/kunit/)(?:kernel|arch|boot|lib)/[\w/-]+\.(?:h|inc)|"
                    rb"<(?:built-in|command[- ]line)>|/.*//")
# What makes the assembler read a file, or write such a word by itself.
ASSEMBLED = re.compile(rb"\bincbin\b|\.(?:include|macro|irpc?|altmacro)\b", re.IGNORECASE)
# One program of a compilation: seconds, bytes of memory, of a file; and the whole of it, seconds.
CPU_SECONDS, MEMORY, FILE, SECONDS = 60, 4 << 30, 64 << 20, 300
ONLY_HEADERS = "a submission includes the kernel's headers, and nothing else"


class BuildError(Exception):
    """The submission does not compile or link; the text is the compiler's."""


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
        for suffix in (".o", ".d", ".i", ".s"):
            self._object(place).with_suffix(suffix).unlink(missing_ok=True)

    def _object(self, place):
        stem = place[:-2] if place.endswith(".c") else place
        return self.out / "obj-tests" / f"{stem}.o"

    def build(self, lab, files, image):
        """Build the image of lab's checks and @files ({place: bytes}) at @image."""
        not_beside_another(lab)
        for place, text in files.items():
            joined = re.sub(rb"\\[ \t]*\r?\n", b"", text)
            found = place.endswith(".asm") and NASM_READS.search(joined)
            if found:
                raise BuildError(f"{place}: {found[0].decode()}: {ONLY_HEADERS}")
        self.out.parent.mkdir(parents=True, exist_ok=True)
        with open(self.out.parent / f".{self.out.name}.lock", "a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._prepare()
            over = self._lay_over(files)
            checks = lab.folder.relative_to(TOP) / "checks"
            suites = [str(checks), "tests/kernel/helpers.c", *lab.suites]
            elf = self.out / "halves-tests.elf"
            relative = [os.path.relpath(path, TOP) for path in (self.out, over, elf)]
            try:
                status, said = self._make(
                    ["make", f"O={relative[0]}", f"OVER={relative[1]}",
                     f"SUITES={' '.join(suites)}", *how_built(self.base), relative[2]])
            except BuildError:
                for place in files:     # half an object looks like a whole one
                    self._forget(place)
                raise
            known = [self._has_read_headers_only(place, relative[1]) for place in files]
            if status:
                raise BuildError(self._words(said, relative[1], all(known)))
            for place in files:
                self._look_for_cheats(place)
            shutil.copy2(elf, image)

    def _make(self, line):
        """(status, what was said) of a make; it comes to an end."""
        if shutil.disk_usage(self.out).free < 4 * FILE:
            raise HostError(f"{self.out}: the disk is full")

        def limits():
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
        with tempfile.TemporaryFile() as said, subprocess.Popen(
                line, cwd=TOP, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=said,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=limits) as child:
            try:
                status = child.wait(SECONDS)
            except subprocess.TimeoutExpired as error:
                os.killpg(child.pid, signal.SIGKILL)
                raise BuildError(f"it is compiled for more than {SECONDS} s") from error
            said.seek(0)
            text = said.read(1 << 20).decode(errors="replace")
        missing = re.search(r"^make: (.* is missing: run 'make setup')", text, re.MULTILINE)
        if status and missing:
            raise HostError(missing[1])
        return status, text

    def _has_read_headers_only(self, place, over):
        """Raise BuildError if another file was read; False: nobody knows, as it was not compiled.

        Of C the preprocessor's text says what was read, and the compiler's what the assembler was
        given; of NASM the list for make does.
        """
        def left_behind(suffix):
            path = self._object(place).with_suffix(suffix)
            return path.read_bytes() if path.exists() else b""
        text, assembled = left_behind(".i"), left_behind(".s")
        names = {found[1] for found in MARKER.finditer(text)}
        if place.endswith(".asm"):
            text = left_behind(".d").replace(b"\\\n", b"")
            names = set(text.partition(b"\n")[0].partition(b" : ")[2].split())
        found = [name.decode(errors="replace") for name in sorted(names)
                 if not HEADER.fullmatch(name) and name != f"{over}/{place}".encode()] + \
            [word.decode() for word in ASSEMBLED.findall(assembled)]
        if found:
            raise BuildError(f"{place}: it reads a file ({found[0]}): {ONLY_HEADERS}")
        return bool(text)

    @staticmethod
    def _words(text, over, whole):
        """The compiler's words, the student's names in them; not @whole: without other files'."""
        lines = [line for line in text.splitlines()
                 if not re.match(r"(CC|AS|LD) ", line) and (whole or line.startswith(f"{over}/"))]
        return "\n".join(lines[:40]).replace(f"{over}/", "") or "it stopped before these files"

    def _look_for_cheats(self, place):
        words = [subprocess.run([shutil.which(tool) or f"llvm-{tool}", how, self._object(place)],
                                capture_output=True, text=True, check=True).stdout
                 for tool, how in (("nm", "-u"), ("readelf", "-SW"))]
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
    """Of our environment what a compilation needs: no secret of the grader's, no make's words."""
    return {name: value for name, value in os.environ.items()
            if name in ("PATH", "HOME", "LANG", "TMPDIR", "CC", "LD", "NASM", "PYTHON", "HZ", "OPT",
                        "CCACHE", "CCACHE_DIR")}


@contextlib.contextmanager
def built(lab, files, builder=None):
    """The image of a submission, for as long as the block runs; raise BuildError."""
    with tempfile.TemporaryDirectory() as folder:
        image = pathlib.Path(folder, "halves-tests.elf")
        (builder or Builder()).build(lab, files, image)
        yield image
