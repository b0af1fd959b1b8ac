# SPDX-License-Identifier: MIT
"""Seeded mistakes with locks in the kernel's own code: an ordinary run of a suite tells each."""

import defect
import pytest

SUITES = {
    "lockdep-queue-order": "delayed_work",
    "lockdep-rtc-lock": "rtc",
    "lockdep-tasklist-lock": "watchdog",
    "lockdep-worker-lock": "delayed_work",
}


@pytest.mark.parametrize("name", defect.names("lockdep-"))
def test_defect_is_told(boot, tmp_path, name):
    """The lock checker tells what its patch says, in a suite that knows nothing of it."""
    run = boot(f"run=kunit kunit.filter_glob={SUITES[name]} poweroff panic=poweroff",
               image=defect.image(name, tmp_path))
    first = next(line for line in run.output.splitlines() if "BUG: " in line)
    assert defect.head(name)["Found"] in first, run.output
