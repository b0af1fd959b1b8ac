# SPDX-License-Identifier: MIT
"""halves.py - teach GDB the kernel: source this file, or let `make debug` do it.

  unwinder   `bt` goes through interrupts, exceptions and thread switches (hv/unwinder.py)
  commands   `hv ps`, `hv bt`, `hv ctx`, `hv pending`, `hv irqstep`; `help hv` lists them

Works with either image and at any moment, the very first instruction included. Sourcing it again
loads it afresh, and so does `file` with another image.
"""

import os
import sys

import gdb

# Not __file__: when another Python script sources this one, that is still the other's.
HERE = os.path.dirname(os.path.abspath((lambda: 0).__code__.co_filename))
sys.path[:] = [HERE] + [path for path in sys.path if path != HERE]
if "hv.unwinder" in sys.modules:
    sys.modules["hv.unwinder"].uninstall()
for name in [name for name in sys.modules if name.split(".")[0] == "hv"]:
    del sys.modules[name]

from hv import commands, unwinder  # noqa: E402  (needs the path above)

unwinder.install()
commands.install()
gdb.write("Halves: type `hv' for the kernel's own commands, `help hv bt' for one of them\n")
