"""`make demo` from a fresh clone, besides downloads, and its second start."""

import subprocess
import time
from collections.abc import Iterable

from tests.benchmarks.harness import ROOT, Row, Setting
from tests.smoke_demo import Demo


def measure(setting: Setting) -> Iterable[Row]:
    clone = setting.folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    # Downloads do not count: they are fetched into pip's cache before, in an environment that is thrown away.
    if setting.smoke and (ROOT / ".venv").is_dir():
        (clone / ".venv").symlink_to((ROOT / ".venv").resolve())  # installing is no part of seeing that it runs
    elif not setting.smoke:
        subprocess.run(["scripts/setup", "run"], cwd=clone, check=True)
        subprocess.run(["rm", "-rf", ".venv"], cwd=clone, check=True)
    data = setting.folder / "demo"
    first = Demo(data, root=clone, patience=600)
    stopped = first.stop()
    time.sleep(1)
    second = Demo(data, root=clone)
    second.stop()
    yield Row("make demo from clone", first.seconds, "s", "60 s", first.seconds <= 60, more={"stop_s": stopped})
    yield Row("make demo, second start", second.seconds, "s", "5 s", second.seconds <= 5)
