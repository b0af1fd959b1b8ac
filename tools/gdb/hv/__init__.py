# SPDX-License-Identifier: MIT
"""GDB looks into Halves.

  kernel.py       the kernel's data: symbols, per-CPU variables, lists; says when it is too early
  entrycode.py    what lies on the stack at each instruction of the assembly, read from the assembly
  signalframe.py  the two things about frames that only call frame information can say
  unwinder.py     frames of the assembly, and another thread's stack in the place of the running one
  frames.py       one stack as plain data; how an interrupt is shown in `bt`
  tasks.py context.py pending.py irqstep.py    the commands
"""
