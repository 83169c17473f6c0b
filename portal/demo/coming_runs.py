"""The runs to come: each state that one can be in, with those of the cast who ask for a seat."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from core.api import Person
from learning.api import (
    CourseRun,
    RunFacts,
    SittingFacts,
    cancel_run,
    decline,
    enrol,
    fill_run,
    make_run,
    open_run,
    withdraw,
)
from portal.demo.courses import course_of, course_rows
from portal.demo.run_facts import ABROAD, ROOM_A, ROOMS, person, sittings_of

# Coming runs: course, days from now, hour, what is special about them.
COMING: list[tuple[str, int, int, str]] = [
    ("information-security-basics", 9, 10, ""),
    ("information-security-basics", 16, 15, ""),
    ("routing-in-practice", 33, 10, ""),
    ("git-as-a-team", 12, 13, ""),
    ("services-that-stay-up", 30, 10, "approval"),
    ("how-the-web-works", 6, 14, ""),
    ("saying-it-clearly", 4, 10, ""),
    ("foundations-of-networking", 20, 10, "full"),
    ("tests-first", 25, 13, ""),
    ("sql-and-indexes", 34, 13, ""),
    ("leading-an-incident", 18, 13, ""),
    ("before-your-first-shift", 8, 10, ""),
    ("data-centre-safety", 12, 14, "last"),
    ("becoming-a-manager", 45, 10, "approval"),
    ("listening-one-to-one", 22, 15, ""),
    ("writing-technical-english", 15, 9, ""),
    ("working-across-time-zones", 13, 10, "abroad"),
    ("handling-personal-data", 10, 11, ""),
    ("first-python", 40, 13, ""),
    ("deploy-and-roll-back", 27, 14, ""),
    ("proposing-and-negotiating", 28, 13, "cancelled"),
    ("running-a-meeting", 37, 10, "draft"),
]
# Who of the cast comes where. M0014 waits for a full one and has two at once; M0015 and M0002 ask for approval.
CAST_COMES = {
    "information-security-basics": ["M0014", "M0015"],
    "foundations-of-networking": ["M0014"],
    "git-as-a-team": ["M0014"],
    "before-your-first-shift": ["M0014"],
    "services-that-stay-up": ["M0015", "M0018"],
    "proposing-and-negotiating": ["M0015"],
    "becoming-a-manager": ["M0002"],
    "how-the-web-works": ["M0018"],
    "data-centre-safety": ["M0014"],
    "writing-technical-english": ["M0014"],
    "listening-one-to-one": ["M0003"],
}
WISHES = {
    "M0015": "担当しているサービスの可用性目標を、来期までに数字で決めたいです。",
    "M0002": "来期から課を任されることになり、準備を始めたいです。",
}


def hold_today(crowd: Sequence[Person]) -> None:
    """One that is about to begin: its lecturer marks who comes."""
    row = _row("at-home-on-the-command-line")
    now = timezone.now()
    starts = (now + dt.timedelta(minutes=40)).replace(minute=0 if now.minute < 20 else 30, second=0, microsecond=0)
    if starts <= now:
        starts += dt.timedelta(minutes=30)
    run = _opened(row, _facts(row, starts, place=ROOM_A, note="ノートパソコンをお持ちください。電源は席にあります。"))
    fill_run(run, crowd[40:54], asked_at=now - dt.timedelta(days=20))
    # By herself, so that it stands in her calendar.
    enrol(CourseRun.objects.get(pk=run.pk), person("M0018"), actor=person("M0018"))


def come(slug: str, starts: dt.datetime, special: str, rng: random.Random, crowd: Sequence[Person]) -> None:
    row = _row(slug)
    if special == "draft":
        make_run(course_of(slug), facts=_facts(row, starts), actor=person("M0008"))
        return
    run = _opened(row, _facts(row, starts, **_special(special)))
    asked = timezone.now() - dt.timedelta(days=12)
    others = CourseRun.objects.filter(course=run.course, status="open").exclude(enrolments=None)
    taken = set(others.values_list("enrolments__person", flat=True))
    if not run.course.needs_approval:
        free = _without(crowd, taken)
        fill_run(run, rng.sample(free, min(len(free), _how_many(run, special, rng))), asked_at=asked)
    for number in CAST_COMES.get(slug, []) if not taken else []:
        enrol(CourseRun.objects.get(pk=run.pk), person(number), actor=person(number), wish=WISHES.get(number, ""))
    if special == "cancelled":
        cancel_run(run, reason="講師の都合により中止します。来月、改めて開催します。", actor=person("M0008"))


def _facts(row: dict[str, Any], starts: dt.datetime, **facts: Any) -> RunFacts:
    sittings = tuple(SittingFacts(begin, end) for begin, end in sittings_of(row, starts))
    return RunFacts(**{
        "sittings": sittings, "lecturers": tuple(person(number) for number in row["lecturers"]),
        "seats": row["seats"], "spoken": row["spoken"], "zone": row.get("zone", "Asia/Tokyo"),
        "place": ABROAD.get(row.get("zone", ""), ROOMS[len(row["slug"]) % len(ROOMS)]), **facts,
    })  # fmt: skip


def _row(slug: str) -> dict[str, Any]:
    return next(row for row in course_rows() if row["slug"] == slug)


def _without(crowd: Sequence[Person], taken: set[int]) -> list[Person]:
    """Nobody comes to the same course twice."""
    return [each for each in crowd if each.pk not in taken]


def _special(special: str) -> dict[str, Any]:
    if special == "full":
        return {"seats": 8, "name_ja": "冬の回", "name_en": "Winter"}
    if special == "abroad":
        return {"link": "https://meet.minamo.example/time-zones"}
    return {}


def _how_many(run: CourseRun, special: str, rng: random.Random) -> int:
    capacity = run.seats.capacity or 20
    if special == "full":
        return capacity + 5
    return capacity - 1 if special == "last" else rng.randrange(capacity // 4, capacity * 3 // 4)


def _opened(row: dict[str, Any], facts: RunFacts) -> CourseRun:
    return open_run(make_run(course_of(row["slug"]), facts=facts, actor=person("M0008")), actor=person("M0008"))


def load_decisions() -> None:
    """One who withdrew and one who was not approved, so that each state is to be seen."""
    mine = CourseRun.objects.filter(course=course_of("writing-technical-english")).latest("starts_at")
    row = mine.enrolments.filter(person=person("M0014"), status="enrolled").first()
    if row is not None:
        withdraw(row, actor=person("M0014"), reason="当番と重なりました。")
    asked = CourseRun.objects.filter(course=course_of("becoming-a-manager")).latest("starts_at")
    own = asked.enrolments.filter(person=person("M0002"), status="requested").first()
    if own is not None:
        decline(own, actor=person("M0001"), reason="年明けの大型工事のあとの回でお願いします。")
    other = CourseRun.objects.filter(course=course_of("services-that-stay-up")).latest("starts_at")
    wish = other.enrolments.filter(person=person("M0018"), status="requested").first()
    if wish is not None:
        decline(wish, actor=person("M0013"), reason="先に「Web のしくみ」を修了してから、改めて申し込んでください。")
