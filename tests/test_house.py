"""The promises of the house's own tools."""

import subprocess
import sys


def test_the_locks_hold_what_is_asked_for() -> None:
    run = subprocess.run([sys.executable, "scripts/check_locks.py"], capture_output=True, text=True, check=False)

    assert (run.stdout, run.returncode) == ("", 0)
