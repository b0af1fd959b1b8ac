# SPDX-License-Identifier: MIT
"""read_path.py - runs inside GDB: stop at functions one after the other, and note who is there.

Called by test_read.py as `gdb -batch -x halves.py -x read_path.py`; the environment says what:
READ_QEMU (a shell command; QEMU speaks to GDB on its stdin and stdout), READ_FUNCTIONS (words),
READ_OUT (a file for JSON: [[function, thread, preempt count]…]).
"""

import json
import os

import gdb

from hv import kernel

gdb.execute("set pagination off")
gdb.execute("set remotetimeout 60")
gdb.execute(f"target remote | {os.environ['READ_QEMU']}", to_string=True)
stops = []
for function in os.environ["READ_FUNCTIONS"].split():
    gdb.execute(f"tbreak *{function}", to_string=True)
    gdb.execute("continue", to_string=True)
    name = gdb.newest_frame().name()
    thread = kernel.per_cpu("current_task")["comm"].string()
    stops.append([name, thread, int(kernel.per_cpu("__preempt_count"))])
with open(os.environ["READ_OUT"], "w", encoding="utf-8") as file:
    json.dump(stops, file)
gdb.execute("kill")
