"""The runs that were held in the last three years: so many a year of each course, with who came and what they said."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from core.api import Person
from learning.api import (
    Course,
    Opinion,
    PastRun,
)
from portal.demo.courses import course_of, course_rows
from portal.demo.run_facts import ABROAD, ROOMS, at, person, sittings_of

YEARS = 3
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


def past_runs(rng: random.Random, crowd: Sequence[Person]) -> Iterator[PastRun]:
    """So many runs a year of each course, on weekdays, the last of them some weeks ago."""
    for row in course_rows():
        course = course_of(row["slug"])
        count = YEARS * row["per_year"] if row["per_year"] else 3
        first_day = 3 * 365 if row["per_year"] else 3 * 365 - 60
        for number in range(count):
            back = first_day - number * (first_day - 14) // max(count - 1, 1) if count > 1 else 200
            yield _past_run(row, course, back + rng.randrange(0, 9), rng, crowd)


def _past_run(row: dict[str, Any], course: Course, back: int, rng: random.Random, crowd: Sequence[Person]) -> PastRun:
    starts = at(-back, rng.choice([9, 10, 13, 14]), row.get("zone", "Asia/Tokyo"))
    then = timezone.localdate(starts)
    there = [each for each in crowd if each.joined_on <= then]
    came = rng.sample(there, min(len(there), rng.randrange(row["seats"] // 2, row["seats"] + 1)))
    missed, withdrew = came[: len(came) // 12], came[len(came) // 12 : len(came) // 6]
    completed = [*came[len(came) // 6 :], *(each for each in _cast_then(row["slug"], back) if each.joined_on <= then)]
    missed = [*missed, *(each for each in _cast_then(row["slug"], back, CAST_MISSED) if each.joined_on <= then)]
    return PastRun(
        course=course, sittings=sittings_of(row, starts), seats=max(row["seats"], len(completed) + len(missed)),
        organiser=person("M0008"), lecturers=[person(number) for number in row["lecturers"]],
        completed=list(dict.fromkeys(completed)), missed=missed, withdrew=withdrew,
        lapsed=[each for each in _cast_then(row["slug"], back, CAST_LAPSED) if each.joined_on <= then],
        excused=[each for each in completed if row["slug"] in CAST_EXCUSED.get(each.employee_number, ())],
        opinions={each.pk: _opinion(rng) for each in completed if rng.random() < 0.5},
        names=(f"{then.year}年{then.month}月", f"{then:%B %Y}"),
        place=ABROAD.get(row.get("zone", ""), rng.choice(ROOMS)), zone=row.get("zone", "Asia/Tokyo"),
    )  # fmt: skip


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
