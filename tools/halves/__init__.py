# SPDX-License-Identifier: MIT
"""What the host's tools share: the QEMU line, the ELF reader, the KTAP parser."""
