# SPDX-License-Identifier: MIT
"""commands.py - the prefix hv, and all commands behind it."""

import gdb

from hv.context import Ctx
from hv.irqstep import IrqStep
from hv.pending import Pending
from hv.tasks import Bt, Ps


class Hv(gdb.Command):
    """Commands that know the kernel: threads, contexts, what is pending."""

    def __init__(self):
        super().__init__("hv", gdb.COMMAND_STATUS, gdb.COMPLETE_NONE, True)


def install():
    """Tell GDB of them."""
    for command in (Hv, Ps, Bt, Ctx, Pending, IrqStep):
        command()
