"""How long a change takes to be findable: a name is changed in the database, a real worker is at work, and the index is
asked until it knows.

python -m tests.benchmarks.search_changes ROUNDS
"""

from __future__ import annotations

import json
import random
import string
import subprocess
import sys
import time
from typing import Any

from tests.benchmarks.harness import ROOT

PATIENCE = 30.0
PAUSE = 0.01


def main(rounds: int) -> dict[str, float]:
    from core.models.person import Person

    _manage("rebuild").wait(timeout=600)
    worker = _manage("worker")
    try:
        people = list(Person.objects.filter(is_active=True).order_by("pk")[: rounds + 1])
        _seconds(people[0], "warmupxq")
        names = [_name(number) for number in range(rounds)]
        took = sorted(_seconds(person, name) for person, name in zip(people[1:], names, strict=False))
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    return {
        "p50_s": round(took[len(took) // 2], 3),
        "p95_s": round(took[min(len(took) * 95 // 100, len(took) - 1)], 3),
        "changes": len(took),
    }


def _name(number: int) -> str:
    """Far from any other: a name one letter away from one that is there already would be found as its typo."""
    return "".join(random.Random(number).choices(string.ascii_lowercase, k=10))  # noqa: S311 - no secret


def _manage(action: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "manage.py", "search", action], cwd=ROOT, stdout=subprocess.DEVNULL)


def _seconds(person: Any, name: str) -> float:
    """From the commit of a new name until the search answers with it."""
    from search.engines import engine
    from search.query import Query
    from search.sight import sight_of
    from search.text.parse import parse

    query = Query(parse(f'"{name}"'), sight_of(person))
    person.given_name = name
    person.save()
    begun = time.perf_counter()
    while not engine().query(query).total:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"{name} was not findable within {PATIENCE:g} s")
        time.sleep(PAUSE)
    return time.perf_counter() - begun


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
