"""Tasks that only tests enqueue."""

import time
from pathlib import Path

from django_tasks import task


@task(backend="background")
def remember(word: str) -> str:
    return word


@task(backend="background")
def fail() -> None:
    raise ValueError("on purpose")


@task(backend="background")
def hang_once(path: str) -> None:
    """Hang the first time, finish the second: what a worker is doing when it is killed."""
    mark = Path(path)
    if mark.exists():
        mark.write_text("done")
        return
    mark.write_text("begun")
    time.sleep(60)
