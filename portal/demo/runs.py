"""Three years of course runs: held ones with who came, and coming ones in every state that a run can be in."""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from core.api import Person
from learning.api import (
    Course,
    CourseRun,
    Opinion,
    PastRun,
    RunFacts,
    SittingFacts,
    cancel_run,
    decline,
    enrol,
    fill_run,
    make_run,
    open_run,
    record_past_runs,
    withdraw,
)
from portal.demo.courses import course_of, course_rows

YEARS = 3
# A place is one text for everybody: both languages, as a company with colleagues abroad writes it.
ROOM_A = "本社 3F 研修室A (HQ 3F, Room A)"
ROOMS = ["本社 7F 大会議室 (HQ 7F, Hall)", ROOM_A, "本社 3F 研修室B (HQ 3F, Room B)", "オンライン (Online)"]
ABROAD = {"America/New_York": "Online"}
GOOD = [
    "手を動かす時間が長く、その場で質問できたのがよかったです。",
    "自分の担当の話に置き換えて考えられました。",
    "失敗例が具体的で、次に何をすればよいか分かりました。",
    "The exercises were close to what we really do.",
    "隣の部署の人と組めたのが新鮮でした。",
]
BETTER = [
    "資料を前日までにいただけると、もっと深く準備できます。",
    "後半が少し駆け足でした。",
    "演習の時間をあと30分増やしてほしいです。",
    "I would have liked a short break in the middle.",
]
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


def load_runs() -> None:
    """Make the runs where there are none yet; twice changes nothing."""
    if CourseRun.objects.exists():
        return
    rng = random.Random(20260402)  # noqa: S311 - the same runs each time
    crowd = list(Person.objects.employed().filter(employee_number__startswith="D").order_by("employee_number"))
    record_past_runs(list(_past(rng, crowd)))
    _hold_today(crowd)
    for slug, days, hour, special in COMING:
        _come(slug, _at(days, hour), special, rng, crowd)


def person(number: str) -> Person:
    return Person.objects.get(employee_number=number)


def _past(rng: random.Random, crowd: Sequence[Person]) -> Iterator[PastRun]:
    """So many runs a year of each course, on weekdays, the last of them some weeks ago."""
    for row in course_rows():
        course = course_of(row["slug"])
        count = YEARS * row["per_year"] if row["per_year"] else 3
        first_day = 3 * 365 if row["per_year"] else 3 * 365 - 60
        for number in range(count):
            back = first_day - number * (first_day - 14) // max(count - 1, 1) if count > 1 else 200
            yield _past_run(row, course, back + rng.randrange(0, 9), rng, crowd)


def _past_run(row: dict[str, Any], course: Course, back: int, rng: random.Random, crowd: Sequence[Person]) -> PastRun:
    starts = _at(-back, rng.choice([9, 10, 13, 14]), row.get("zone", "Asia/Tokyo"))
    then = timezone.localdate(starts)
    there = [each for each in crowd if each.joined_on <= then]
    came = rng.sample(there, min(len(there), rng.randrange(row["seats"] // 2, row["seats"] + 1)))
    missed, withdrew = came[: len(came) // 12], came[len(came) // 12 : len(came) // 6]
    completed = [*came[len(came) // 6 :], *(each for each in _cast_then(row["slug"], back) if each.joined_on <= then)]
    missed = [*missed, *(each for each in _cast_then(row["slug"], back, CAST_MISSED) if each.joined_on <= then)]
    return PastRun(
        course=course, sittings=_sittings(row, starts), seats=max(row["seats"], len(completed) + len(missed)),
        organiser=person("M0008"), lecturers=[person(number) for number in row["lecturers"]],
        completed=list(dict.fromkeys(completed)), missed=missed, withdrew=withdrew,
        lapsed=[each for each in _cast_then(row["slug"], back, CAST_LAPSED) if each.joined_on <= then],
        excused=[each for each in completed if row["slug"] in CAST_EXCUSED.get(each.employee_number, ())],
        opinions={each.pk: _opinion(rng) for each in completed if rng.random() < 0.5},
        names=(f"{then.year}年{then.month}月", f"{then:%B %Y}"),
        place=ABROAD.get(row.get("zone", ""), rng.choice(ROOMS)), zone=row.get("zone", "Asia/Tokyo"),
    )  # fmt: skip


# Who of the cast completed what, in the run that lay about so many days back.
CAST_DONE = {
    "M0014": {"starting-at-minamo": 240, "saying-it-clearly": 150, "at-home-on-the-command-line": 150},
    "M0015": {
        "git-as-a-team": 400,
        "tests-first": 400,
        "sql-and-indexes": 200,
        "information-security-2023": 1000,
        "first-python": 300,
    },
    "M0001": {"talking-about-evaluation": 400, "working-hours-and-law": 300},
    "M0002": {"leading-an-incident": 300, "running-a-meeting": 200, "information-security-basics": 100},
    "M0005": {"before-your-first-shift": 900, "data-centre-safety": 900, "foundations-of-networking": 700},
    "M0018": {"how-the-web-works": 200, "proposing-and-negotiating": 500},
    "M0007": {"becoming-a-manager": 700, "listening-one-to-one": 700, "information-security-basics": 100},
}


# Who of the cast had a seat and did not come to the end, waited in vain, or was excused from the last sitting.
CAST_MISSED = {"M0018": {"writing-technical-english": 150}, "M0014": {"how-the-web-works": 100}}
CAST_LAPSED = {"M0015": {"leading-an-incident": 90}, "M0014": {"foundations-of-networking": 120}}
CAST_EXCUSED = {"M0015": {"first-python"}}


def _cast_then(slug: str, back: int, days: dict[str, dict[str, int]] = CAST_DONE) -> list[Person]:
    """Of the cast, those whose run this is: the nearest one before the day that the table says."""
    return [
        person(number)
        for number, courses in days.items()
        if slug in courses and abs(back - courses[slug]) <= _half_way(slug)
    ]


def _half_way(slug: str) -> int:
    """Half of the days between two runs: of those, one alone lies as near as that."""
    a_year = next(row["per_year"] for row in course_rows() if row["slug"] == slug)
    return 365 // (2 * (a_year or 1)) if a_year else 90


def _opinion(rng: random.Random) -> Opinion:
    useful = rng.choice([3, 4, 4, 5, 5])
    return Opinion(
        useful=useful, pace=rng.choice([-1, 0, 0, 0, 1]), recommends=useful > 3,
        good=rng.choice(GOOD) if rng.random() < 0.5 else "", better=rng.choice(BETTER) if rng.random() < 0.3 else "",
    )  # fmt: skip


def _sittings(row: dict[str, Any], starts: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    """As many as the course has, a week apart, with its minutes shared among them."""
    count = row.get("sittings", 1)
    length = dt.timedelta(minutes=row["minutes"] // count)
    return [(starts + dt.timedelta(weeks=week), starts + dt.timedelta(weeks=week) + length) for week in range(count)]


def _at(days: int, hour: int, zone: str = "Asia/Tokyo") -> dt.datetime:
    """That hour so many days from now, moved to the next weekday."""
    there = zoneinfo.ZoneInfo(zone)
    day = timezone.localdate(timezone=there) + dt.timedelta(days=days)
    if day.weekday() >= 5:
        day += dt.timedelta(days=7 - day.weekday())
    return dt.datetime.combine(day, dt.time(hour), tzinfo=there).astimezone(dt.UTC)


def moment(days: int, hour: int, minutes: int) -> tuple[dt.datetime, dt.datetime]:
    """From that hour on, so many days from now."""
    starts = _at(days, hour)
    return starts, starts + dt.timedelta(minutes=minutes)


def _facts(row: dict[str, Any], starts: dt.datetime, **facts: Any) -> RunFacts:
    sittings = tuple(SittingFacts(begin, end) for begin, end in _sittings(row, starts))
    return RunFacts(**{
        "sittings": sittings, "lecturers": tuple(person(number) for number in row["lecturers"]),
        "seats": row["seats"], "spoken": row["spoken"], "zone": row.get("zone", "Asia/Tokyo"),
        "place": ABROAD.get(row.get("zone", ""), ROOMS[len(row["slug"]) % len(ROOMS)]), **facts,
    })  # fmt: skip


def _row(slug: str) -> dict[str, Any]:
    return next(row for row in course_rows() if row["slug"] == slug)


def _hold_today(crowd: Sequence[Person]) -> None:
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


def _come(slug: str, starts: dt.datetime, special: str, rng: random.Random, crowd: Sequence[Person]) -> None:
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
