# SPDX-License-Identifier: MIT
"""docs/first.md, followed to the letter in a fresh copy of the tree; and how long that takes.

Its one command is run as it stands. Then each line that the page shows behind the prompt `# ` is
typed, key by key, each after the last one's echo, as a person would; what the page shows below must
come. Numbers of keys must agree to the digit, others (interrupts, which the port also raises when
it has sent, process numbers, addresses) in kind. ICOUNT=1 in the environment keeps a busy host out:
no tick is lost, so the kernel has nothing to say in the middle of a line.
"""

import re
import shutil
import subprocess
import time

import pexpect
import pytest
from conftest import TOP
from tree import clean_environment

TEXT = (TOP / "docs/first.md").read_text(encoding="utf-8")
COMMAND, = re.findall(r"^```sh\n(.*?)\n```$", TEXT, flags=re.M | re.S)
BLOCKS = re.findall(r"^```text\n(.*?)^```$", TEXT, flags=re.M | re.S)
PROMPT = "# "


def shape(line):
    """A line without its numbers; those of the tasklet count."""
    return re.sub(r"\s+", " ", line if "  tty_bottom_half" in line else
                  re.sub(r"(?:0x|=c0)[0-9a-f]+|\d+", "0", line)).strip()


@pytest.fixture(name="fresh")
def copy(tmp_path):
    """The tree as somebody gets it who clones it."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=TOP, text=True,
                           capture_output=True, check=False)
    if files.returncode:
        pytest.skip("not a git tree")
    for name in files.stdout.splitlines():
        if (TOP / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, tmp_path / name)
    return tmp_path


def press(child, line):
    """Type a line, each key after the echo of the one before."""
    for key in line:
        child.send(key)
        child.expect_exact(key)
    child.send("\r")
    child.expect("\r\n")


@pytest.mark.timeout(1200)
def test_page(fresh, capsys):
    """Each command and key of the page, in order; what it says comes, within half an hour."""
    begin = time.monotonic()
    child = pexpect.spawn("/bin/sh", ["-c", COMMAND], cwd=str(fresh), timeout=900, encoding="utf-8",
                          env={**clean_environment(), "ICOUNT": "1"}, dimensions=(50, 200))
    child.expect_exact(f"\n{PROMPT}")
    booted = time.monotonic()
    child.timeout = 60
    for block in BLOCKS:
        lines = block.splitlines()
        for number, line in enumerate(lines):
            if line.startswith("#") and "[<0>]" not in line:
                press(child, line[len(PROMPT):])
                if number + 1 == len(lines) or lines[number + 1].startswith("#"):
                    child.expect_exact(PROMPT)
                continue
            if not line:                # Enter alone, as an answer
                child.send("\r")
                child.expect("\r\n")
                continue
            while True:
                child.expect("\r\n")
                if shape(child.before) == shape(line):
                    break
        if "&" not in lines[0]:
            child.expect_exact(PROMPT)
    child.send("\x01x")
    child.expect(pexpect.EOF)
    took = time.monotonic() - begin
    with capsys.disabled():
        print(f"\ndocs/first.md: {booted - begin:.0f} s to the prompt, {took:.0f} s in all")
    assert took < 1800


def test_functions_are_where_the_page_says():
    """Each function of the table is in the file beside it."""
    rows = re.findall(r"^\| `(\w+)` \| `([\w/.]+)` \|", TEXT, flags=re.M)
    assert len(rows) == 3
    for name, path in rows:
        assert re.search(rf"\b{name}\(", (TOP / path).read_text(encoding="utf-8")), name
