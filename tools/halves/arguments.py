# SPDX-License-Identifier: MIT
"""arguments.py - argparse as all tools use it: a line that is not understood ends with 64.

argparse ends with 2 then, which here means a panic, or a submission that does not build.
"""

import argparse
import sys

USAGE = 64


class Parser(argparse.ArgumentParser):
    """--help is the tool's own text, as it stands."""

    def __init__(self, **how):
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, **how)

    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}; --help says more\n")
