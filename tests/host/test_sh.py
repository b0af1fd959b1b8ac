# SPDX-License-Identifier: MIT
"""Our shell: a table of scripts, in dash too where that means the same; and at a terminal."""

import os
import pty
import select
import shutil
import signal
import time

import pytest
from userland import BIN, ENVIRONMENT, TESTS, built, folder, run  # noqa: F401  (fixtures too)

# script, status, output; a third word: dash means something else
SCRIPTS = [
    # words
    ("echo a  b", 0, "a b\n"),
    ("A=1; echo $A ${A}b \"$A\" '$A' \\$A", 0, "1 1b 1 $A $A\n"),
    ("B='x  y'; echo $B; echo \"$B\"", 0, "x y\nx  y\n"),
    ("echo \"a\\\"b\\$\" 'e\"f' \"it's\"", 0, "a\"b$ e\"f it's\n"),
    ("echo a\\\nb \"c\\\nd\"", 0, "ab cd\n"),
    ("echo \"two\nlines\"", 0, "two\nlines\n"),
    ("echo '' \"\" | wc -c", 0, "2\n"),
    ("N=; set -- $N \"$N\"; echo $#", 0, "1\n"),
    ("echo ${U:-word $((1+1))} ${#}", 0, "word 2 2\n"),
    ("echo a#b # comment", 0, "a#b\n"),
    ("echo $", 0, "$\n"),
    ("A=a=b; echo $A", 0, "a=b\n"),
    ("echo A=1", 0, "A=1\n"),
    # names of files
    ("echo *", 0, "a b dir\n"), ("echo [ab] ? d*/c", 0, "a b a b dir/c\n"),
    ("echo *.none '*' \"*\" \\*", 0, "*.none * * *\n"), ("A='*'; echo $A \"$A\"", 0, "a b dir *\n"),
    ("echo .*x", 0, ".*x\n"), ("cd dir; echo ../[!b]", 0, "../a\n"),
    # parameters
    ("echo $# $1 \"$2\" $9 $0", 0, "2 x y z NAME\n"),
    ("for i in \"$@\"; do echo \"<$i>\"; done", 0, "<x>\n<y z>\n"),
    ("for i; do echo \"<$i>\"; done", 0, "<x>\n<y z>\n"),
    ("for i in $*; do echo \"<$i>\"; done; echo \"$*\"", 0, "<x>\n<y>\n<z>\nx y z\n"),
    ("shift; echo $1 $#; shift; echo $# \"$@\"", 0, "y z 1\n0\n"),
    ("set -- \"$@\" \"\"; echo $#", 0, "3\n"),
    ("f() { :; }", 2, "", "no functions"),
    ("false; echo $?; echo $?", 0, "1\n0\n"),
    ("test $$ -gt 1 && echo yes", 0, "yes\n"),
    # lists, conditions
    ("true && echo and; false || echo or; true || echo no; false && echo no", 1, "and\nor\n"),
    ("! true; echo $?; ! false && echo yes", 0, "1\nyes\n"),
    ("if true; then echo a; fi; if false; then echo b; fi; echo $?", 0, "a\n0\n"),
    ("if false; then echo a; elif true; then echo b; else echo c; fi", 0, "b\n"),
    ("if false\nthen echo a\nelse\necho c\nfi", 0, "c\n"),
    ("{ echo a; echo b; } | wc -l; (cd /; pwd); test \"$(pwd)\" != / && echo here", 0,
     "2\n/\nhere\n"),
    ("(exit 3); echo $?", 0, "3\n"),
    ("echo if then; echo fi", 0, "if then\nfi\n"),
    # loops
    ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done", 0, "1\n2\n3\n"),
    ("i=3; until [ $i = 0 ]; do i=$((i-1)); done; echo $i", 0, "0\n"),
    ("for i in a \"b c\" ''; do echo \"[$i]\"; done", 0, "[a]\n[b c]\n[]\n"),
    ("for i in; do echo no; done; echo $?", 0, "0\n"),
    ("for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done", 0, "1\n3\n"),
    ("for i in 1 2 3; do for j in 1 2; do [ $j = 2 ] && continue 2; [ $i = 3 ] && break 2; "
     "echo $i$j; done; done; echo end", 0, "11\n21\nend\n"),
    ("while true; do break; done; echo $?", 0, "0\n"),
    ("while read l; do echo \"<$l>\"; done < a; echo $l.", 0, "<one>\n<two words>\n.\n"),
    # pipes and files
    ("echo hi | cat | cat | wc -c", 0, "3\n"),
    ("true | false; echo $?; false | true; echo $?", 0, "1\n0\n"),
    ("echo x > n; echo y >> n; cat < n; cat n n | wc -l", 0, "x\ny\n4\n"),
    ("ls none 2> n; test -s n && echo yes; > n; test -s n || echo empty", 0, "yes\nempty\n"),
    ("{ echo out; echo err >&2; } > n 2>&1; cat n", 0, "out\nerr\n"),
    ("exec 3> n; echo three >&3; exec 3> /dev/null; cat n", 0, "three\n"),
    ("exec < a; read x; read y z; echo $x-$y-$z", 0, "one-two-words\n"),
    ("for i in 1 2; do echo $i; done > n; echo - ; cat n", 0, "-\n1\n2\n"),
    ("{ echo a > dir; } 2> n || echo failed; { cat > none/n; } 2> n; echo after", 0,
     "failed\nafter\n"),
    ("{ cat < none; } 2> n; echo $?", 0, "1\n", "dash's status is 2"),
    ("read x; echo <$x>", 2, ""),
    # substitution, arithmetic
    ("X=$(echo a; echo b); echo \"$X\"; echo $X `echo c`", 0, "a\nb\na b c\n"),
    ("echo \"$(echo \"in $(echo ner)\")\" '$(no)'", 0, "in ner $(no)\n"),
    ("echo $(echo ')' \"(\")x", 0, ") (x\n"),
    ("X=$(exit 4); echo $?; X=$(false) true; echo $?", 0, "4\n0\n"),
    ("echo $((2+3*4)) $(( (2+3)*4 )) $((7/2)) $((-7%3)) $((1<2&&3>2)) $((!0||0))", 0,
     "14 20 3 -1 1 1\n"),
    ("A=6; echo $((A*7)) $(($A-1)) $((0x10)) $((5-2-1))", 0, "42 5 16 2\n"),
    ("echo $((1/0))", 2, ""),
    # environment
    ("A=5 sh -c 'echo $A'; echo .$A", 0, "5\n.\n"),
    ("A=5; sh -c 'echo .$A'; export A; sh -c 'echo .$A'; unset A; sh -c 'echo .$A'", 0,
     ".\n.5\n.\n"),
    ("export B=x; sh -c 'echo $B'", 0, "x\n"),
    # processes
    ("sleep 0 & wait $!; echo $?; sh -c 'exit 7' & wait $!; echo $?", 0, "0\n7\n"),
    ("for i in 1 2 3; do echo $i >> n & done; wait; wc -l < n", 0, "3\n"),
    ("(sleep 0.2; echo late) & echo soon; wait", 0, "soon\nlate\n"),
    ("sleep 100 & kill $!; wait $! 2> n; echo $?", 0, "143\n", "told elsewhere"),
    ("none 2> n; echo $?; ./a 2> n; echo $?", 0, "127\n126\n"),
    ("echo 'echo script $1' > s; sh s x; . ./s; echo 'exit 9' > s; sh s; echo $?", 0,
     "script x\nscript x\n9\n"),
    ("exec echo gone; echo no", 0, "gone\n"),
    ("exit 5; echo no", 5, ""), ("false", 1, ""), ("", 0, ""), ("# nothing\n\n", 0, ""),
    # set
    ("set -e; true; if false; then :; fi; false || true; ! true; echo a; false; echo no", 1,
     "a\n"),
    ("set -e; (false); echo no", 1, ""), ("set -e; echo a | false; echo no", 1, ""),
    ("set -e; set +e; false; echo yes", 0, "yes\n"),
    ("set a b c; echo $# $3", 0, "3 c\n"),
    # mistakes
    ("if true; then echo a", 2, ""), ("echo a; fi", 2, ""), ("for 1 in a; do :; done", 2, ""),
    ("echo 'a", 2, ""), ("( echo a", 2, ""), ("echo a | | b", 2, ""), ("&& a", 2, ""),
    ("echo a >", 2, ""), ("while do done", 2, ""), ("if then fi", 2, ""),
    ("echo a; ; echo b", 2, ""),
    ("echo first\nfi\necho no", 2, "first\n"), ("if ( echo a } then fi", 2, ""), (";", 2, ""),
]


def run_script(shell, script, folder, way="-c"):
    """A script by -c, as a file, or on standard input; $1 is x, $2 "y z", $0 NAME."""
    if way == "-c":
        return run(shell, "-c", script, "NAME", "x", "y z", cwd=folder)
    if way == "file":
        (folder / ".script").write_text(script)
        return run(shell, ".script", "x", "y z", cwd=folder)
    return run(shell, cwd=folder, stdin=script)


@pytest.mark.parametrize("way", ["-c", "file"])
@pytest.mark.parametrize("script, status, out", [case[:3] for case in SCRIPTS])
def test_script(script, status, out, way, folder):
    """Output and status, by -c and from a file."""
    got = run_script(BIN / "sh", script, folder, way)
    assert got[:2] == (status, out if way == "-c" else out.replace("NAME", ".script")), got[2]
    assert bool(got[2]) == (status == 2), got[2]


@pytest.mark.parametrize("script, status, out", [case for case in SCRIPTS if len(case) == 3])
def test_dash_agrees(script, status, out, folder):
    """Another shell gives the same: what is in the table is not only our opinion."""
    dash = shutil.which("dash")
    if not dash:
        pytest.skip("dash is not installed")
    assert run_script(dash, script, folder)[:2] == (status, out)


@pytest.mark.parametrize("script, said", [
    ("echo a\necho b; fi", "line 2: syntax error at fi"),
    ("if true\nthen\n  echo a", "line 3: syntax error at the end of the text"),
    ("\n\necho 'a\nb", "line 3: ' has no '"),
    ("echo \"a $(echo b\"", "line 1: \" has no \""),
    ("echo a |\n\n| b", "line 3: syntax error at |"),
    ("for x in a\necho $x", "line 2: syntax error at echo"),
    ("echo >\n", "line 1: syntax error at the end of the line"),
    ("echo )", "line 1: syntax error at )"),
    ("none", "none: not found"), ("./a", "./a: EACCES"), ("./dir", "./dir: EACCES"),
    ("cat < none", "none: ENOENT"), ("echo a >&9", "1>&9: EBADF"), ("echo >&x", ">&x: a digit"),
    ("cd none", "cd: none: ENOENT"), ("break", "break: we are in no loop"),
    ("shift 9", "shift: not"),
    ("exit x", "exit: x: not a number"), ("[ a", "[: the ] is missing"),
    ("export 1=2", "export: a name has"), ("wait 1", "wait: 1: no process that was started here"),
    ("set -z", "set: only -e and -x"), (". none", "none: not found"), ("read", "read: into which"),
    ("echo ${A%x}", "${A%x}: only ${NAME}"), ("echo $((1+))", "$((1+)): a number is missing"),
    ("echo $((1 2))", "$((1 2)): an operator is missing"),
    ("echo $((1%0))", "$((1%0)): division by zero"),
])
def test_a_mistake_is_told(script, said, folder):
    """With line and token, or name and reason."""
    status, _, err = run_script(BIN / "sh", script, folder)
    assert status
    assert err.startswith(f"NAME: {said}")


def test_trace(folder):
    """-x shows each command before it runs."""
    assert run(BIN / "sh", "-xc", "A=1; echo $A; true", cwd=folder)[1:] == (
        "1\n", "+ echo 1\n+ true\n")


def test_standard_input_is_shared(folder):
    """A script on standard input: a command of it reads the lines behind itself."""
    assert run_script(BIN / "sh", "read x\nline\necho <$x>\n".replace("<$x>", "\"<$x>\""), folder,
                      "stdin")[:2] == (0, "<line>\n")
    assert run_script(BIN / "sh", "cat\nall of\nthis\n", folder, "stdin")[1] == "all of\nthis\n"


# -------------------------------------------------------------------------------- at a terminal

class Terminal:
    """Our shell at a terminal of its own."""

    def __init__(self, cwd):
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.chdir(cwd)
            os.execve(BIN / "sh", ["sh"], {**ENVIRONMENT, "PATH": f"{BIN}:{TESTS}"})
        self.seen = ""

    def expect(self, text, timeout=20):
        """Read until the text has come; what came before it is the answer."""
        end = time.monotonic() + timeout
        while text not in self.seen:
            assert select.select([self.fd], [], [], max(0, end - time.monotonic()))[0], \
                f"{text!r} did not come: {self.seen!r}"
            self.seen += os.read(self.fd, 1000).decode()
        before, _, self.seen = self.seen.partition(text)
        return before

    def type(self, text):
        """As a person does."""
        os.write(self.fd, text.encode())

    def close(self):
        """Its status, once it has ended: with its terminal closed it would be hung up."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        return status


@pytest.fixture
def terminal(folder):
    """A shell that waits for its first command."""
    it = Terminal(folder)
    it.expect("# ")
    yield it
    try:
        os.kill(it.pid, signal.SIGKILL)
        it.close()
    except OSError:
        pass    # the test has closed it


def test_prompts(terminal):
    """# for a command, > for its further lines."""
    terminal.type("if true\n")
    terminal.expect("> ")
    terminal.type("then echo 4$((2))\nfi\n")
    terminal.expect("42\r\n")
    terminal.expect("# ")


def test_a_mistake_ends_the_line_only(terminal):
    """The rest of the line is dropped, the shell goes on."""
    terminal.type("fi; echo no$((1))\n")
    assert "syntax error at fi" in terminal.expect("# ")
    terminal.type("echo st$((1))ll $?\n")
    terminal.expect("st1ll 2\r\n")


def test_interrupt_ends_what_runs(terminal):
    """^C ends the program and the rest of the line, but not the shell."""
    terminal.type("for i in 1 2 3; do sh -c 'echo ro$0nd; exec sleep 100' $i; done; "
                  "echo no$((1))\n")
    terminal.expect("ro1nd\r\n")
    terminal.type("\x03")
    assert "no1" not in terminal.expect("# ")
    terminal.type("echo st$((1))ll $?\n")
    assert "ro2nd" not in terminal.expect("st1ll 130\r\n")


def test_background_is_not_interrupted(terminal):
    """^C does not reach what runs with &."""
    terminal.type("mkdir -p go; (while [ -d go ]; do sleep 0.01; done; echo la$((1))e) &\n")
    terminal.expect("# ")
    terminal.type("sh -c 'echo ru$((1))s; exec sleep 100'\n")
    terminal.expect("ru1s\r\n")
    terminal.type("\x03")
    terminal.expect("# ")
    terminal.type("rmdir go\n")
    terminal.expect("la1e\r\n")


def test_end_of_file_ends_the_shell(terminal):
    """^D; the status is the last command's."""
    terminal.type("(exit 6)\n")
    terminal.expect("# ")
    terminal.type("\x04")
    terminal.expect("\n")
    assert terminal.close() == 6
