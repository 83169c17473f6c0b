"""The rush for seats: 1,000 requests from 20 processes for 30 seats, each process with its own connection.

The baseline is what would have to be there at the least: the bare conditional UPDATE, in a transaction, from the same
processes in the same run. It tells 970 people that they are late, in no order. Ours draws each a number under the lock;
and writes their enrolment; the whole `enrol` is shown beside it, with everything else that belongs to it: the run and
the course read, who may come, the trail, notices, calendars. On the database that DATABASE_URL names; SQLite without.

python -m tests.benchmarks.seats REQUESTS ROUNDS
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

from tests.benchmarks.harness import Row, Setting, median

SEATS = 30
AIM = 0.4


def measure(setting: Setting) -> Iterable[Row]:
    setting = Setting(setting.folder / "seats", setting.smoke)
    setting.migrate()
    requests, rounds = (100, 1) if setting.smoke else (1_000, 3)
    output = setting.python("-m", "tests.benchmarks.seats", str(requests), str(rounds))
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    bare, line, whole = (median(found[name]) for name in ("bare", "line", "enrol"))
    more = {"requests": requests, "seats": SEATS, "database": found["database"], "rounds": rounds}
    yield Row("a seat or the next number, and its row", line, "/s", f"{AIM} of it", line >= AIM * bare, bare, more)
    yield Row("with rules, trail, notices, calendars", whole, "/s", "shown beside it", True, bare, more)


def main(requests: int, rounds: int) -> dict[str, Any]:
    from django.db import connection

    from learning.models import CourseRun
    from tests.learning.courses import run
    from tests.learning.enrolment.test_rush import crowd

    people = {each.pk: each for each in crowd(requests)}
    runs: list[CourseRun] = []

    def anew() -> CourseRun:
        runs.append(run(seats=SEATS))
        return runs[-1]

    found: dict[str, Any] = {"database": connection.vendor, "bare": [], "line": [], "enrol": []}
    for _ in range(rounds):
        for name, act in {"bare": _bare, "line": _line, "enrol": _enrol}.items():
            found[name].append(_rate(act(anew(), people), list(people)))
    assert [each.enrolments.count() for each in runs] == [0, requests, requests] * rounds
    return found


def _bare(run: Any, people: Any) -> Callable[[int], object]:
    from django.db import transaction
    from django.db.models import F

    from core.domain.seats import HAS_ROOM
    from core.models import Seats

    @transaction.atomic
    def act(person: int) -> None:
        Seats.objects.filter(HAS_ROOM, pk=run.seats_id).update(taken=F("taken") + 1)

    return act


def _line(run: Any, people: Any) -> Callable[[int], object]:
    from django.utils import timezone

    from core.domain import seats
    from learning.enums import EnrolmentStatus as Status
    from learning.models import Enrolment

    @seats.deciding()
    def act(person: int) -> None:
        arrival = seats.arrive(seats.lock(run.seats_id))
        status, seated_at = (Status.ENROLLED, timezone.now()) if arrival.has_seat else (Status.WAITING, None)
        Enrolment(run=run, person_id=person, line=arrival.number, status=status, seated_at=seated_at).save(
            force_insert=True
        )

    return act


def _enrol(run: Any, people: Any) -> Callable[[int], object]:
    from learning.domain.enrolling import enrol
    from learning.models import CourseRun

    def act(person: int) -> None:
        enrol(CourseRun.objects.get(pk=run.pk), people[person], actor=people[person])

    return act


def _rate(act: Callable[[int], object], work: list[int]) -> float:
    from tests.learning.enrolment.rush import at_once

    done = at_once(work, act)
    failed = [each.error for each in done if each.error]
    if failed:
        raise SystemExit(f"{len(failed)} requests failed: {failed[0]}")
    return round(len(done) / (max(each.ended for each in done) - min(each.began for each in done)), 1)


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
