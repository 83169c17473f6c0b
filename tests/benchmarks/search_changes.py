"""How long a change takes to be findable: a name is changed in the database, a real worker is at work, and a colleague
searches until they see it; then the same behind two hundred other changes. And how long whole requests take, with
nothing waiting and with as much as a search looks at.

python -m tests.benchmarks.search_changes ROUNDS
"""

from __future__ import annotations

import json
import random
import string
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.harness import ROOT

PATIENCE = 30.0
PAUSE = 0.01
BEHIND = 200
WAITING = 499
FULL = 10
"""Rounds from which on it is measured; fewer are to see that it runs."""


def main(rounds: int) -> dict[str, Any]:
    from core.models.person import Person
    from tests.benchmarks.search_requests import requests

    _manage("rebuild").wait(timeout=600)
    worker = _manage("worker")
    try:
        few, is_short = max(rounds // 4, 1), rounds < FULL
        people = list(Person.objects.filter(is_active=True).order_by("pk")[: rounds + few + 1])
        _seconds(people[0], "warmupxq")
        names = [_name(number) for number in range(rounds)]
        took = sorted(_seconds(person, name) for person, name in zip(people[1:], names, strict=False))
        behind = sorted(_seconds(person, _name(-person.pk), behind=BEHIND) for person in people[rounds + 1 :])
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    return {
        "p50_s": round(took[len(took) // 2], 3),
        "p95_s": round(took[min(len(took) * 95 // 100, len(took) - 1)], 3),
        "changes": len(took),
        "behind_p95_s": round(behind[min(len(behind) * 95 // 100, len(behind) - 1)], 3),
        "requests": requests(1 if is_short else 8, is_short=is_short),
        "requests_while_waiting": _while_waiting(lambda: requests(1 if is_short else 4, is_short=is_short)),
    }


def _while_waiting(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """No worker is at work: as after an import."""
    from core.models.outbox import OutboxRow

    _mark(WAITING)
    try:
        return measure()
    finally:
        OutboxRow.objects.all().delete()


def _mark(most: int) -> None:
    """So many things wait, of every kind."""
    from core.outbox import mark
    from search.registry import names_of, sources

    if most:
        mark("search", [name for source in sources() for names in names_of(source) for name in names][:most])


def _name(number: int) -> str:
    """Far from any other: a name one letter away from one that is there already would be found as its typo."""
    return "".join(random.Random(number).choices(string.ascii_lowercase, k=10))  # noqa: S311 - no secret


def _manage(action: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "manage.py", "search", action], cwd=ROOT, stdout=subprocess.DEVNULL)


def _seconds(person: Any, name: str, *, behind: int = 0) -> float:
    """From the commit of a new name until a search answers with it."""
    from django.db import transaction

    from search.domain.queries.finding import find
    from search.domain.queries.found import Asked

    with transaction.atomic():
        _mark(behind)
        person.given_name = name
        person.save()
    begun = time.perf_counter()
    while not find(Asked(f'"{name}"'), viewer=person).total:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"{name} was not findable within {PATIENCE:g} s")
        time.sleep(PAUSE)
    return time.perf_counter() - begun


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
