# SPDX-License-Identifier: MIT
"""What the host's tools share: the QEMU line, the ELF reader, the KTAP parser."""

import sys

if sys.version_info < (3, 11):      # tomllib
    raise SystemExit("these tools need Python 3.11 or newer (Debian 12, Ubuntu 24.04): this is "
                     f"{sys.version.split()[0]}; make PYTHON=python3.12 takes another")
