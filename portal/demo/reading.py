"""Readers of the demo's materials: how far they came, where they stopped, what they asked, what helped."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from core.api import Language, Person
from learning.api import (
    MaterialPage,
    PastAnswer,
    PastQuestion,
    PastReading,
    record_past_question,
    record_past_reading,
)

STUCK = Path(__file__).parent / "stuck.yml"
# Who of the cast is where, so that each has something to continue: (material, steps done).
CAST_READING = {
    "M0014": [("version-control/git-from-zero", 3), ("command-line/pipelines", 5), ("web/http-by-hand", 1)],
    "M0015": [("data/sqlite-index", 2), ("programming/unittest-tdd", 3)],
    "M0018": [("command-line/pipelines", 1)],
    "M0005": [("operations/processes-signals", 2)],
    "M0001": [("first-days/how-to-learn", 1), ("network/subnetting", 2)],
}


# Who stands before a step and does not get past it.
CAST_STUCK = {("M0014", "version-control/git-from-zero")}
# What they asked there, which waits for its author.
CAST_SEEN = """$ git restore oncall.txt
error: pathspec 'oncall.txt' did not match any file(s) known to git
"""
CAST_TRIED = "きのうの続きです。新しいターミナルを開いて打ちました。"


def load_reading() -> None:
    """Give every material its readers, and the steps of `stuck.yml` their questions; twice changes nothing."""
    crowd = list(Person.objects.filter(employee_number__startswith="D").order_by("employee_number"))
    for path, page in _pages():
        rows = [row for row in _stuck() if _folder(row) == path]
        _load_page(path, page, rows, crowd)


@functools.cache
def _stuck() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(STUCK.read_text(encoding="utf-8"))
    return rows


def _folder(row: dict[str, Any]) -> str:
    """The path of a row's page below its language."""
    return f"{row['material']}/{row.get('page', 'README.md')}"


def _pages() -> Iterator[tuple[str, MaterialPage]]:
    """The Japanese pages of the demo's own materials, by their path below the language."""
    pages = MaterialPage.objects.filter(material_origin__path__startswith="ja/", locale__language_code="ja")
    for page in pages.select_related("material_origin").order_by("path"):
        yield page.material_origin.path.removeprefix("ja/"), page


def _load_page(path: str, page: MaterialPage, rows: list[dict[str, Any]], crowd: list[Person]) -> None:
    steps = [str(step["id"]) for step in page.steps]
    if not steps:
        return
    rng = random.Random(path)  # noqa: S311 - the same readers each time
    readers = rng.sample(crowd, rng.randrange(18, 46))
    stopped = {person.pk: set[str]() for person in readers}
    still = {person.pk: set[str]() for person in readers}
    for row in rows:
        step = steps[row["step"] - 1]
        for index, person in enumerate(readers[: row["stopped"]]):
            stopped[person.pk].add(step)
            if index >= row["through"]:
                still[person.pk].add(step)
    readings = [_reading(person, steps, stopped[person.pk], still[person.pk], rng) for person in readers]
    record_past_reading(page, head=page.head(), readings=readings + list(_cast_readings(path, steps)))
    for row in rows:
        _load_questions(page, steps[row["step"] - 1], row, readers)
    for reading in _cast_readings(path, steps):
        for step in reading.stopped:
            record_past_question(page, PastQuestion(reading.person, step, "ja", CAST_SEEN, CAST_TRIED, reading.at))


def _reading(person: Person, steps: list[str], stopped: set[str], still: set[str], rng: random.Random) -> PastReading:
    """Everything up to where they are; someone who still stands at a step is no further than that."""
    reach = len(steps) if rng.random() < 0.45 else rng.randrange(1, len(steps) + 1)
    furthest = max((steps.index(step) + 1 for step in stopped), default=0)
    reach = min((steps.index(step) for step in still), default=max(reach, furthest))
    at = timezone.now() - dt.timedelta(days=rng.randrange(2, 90), minutes=rng.randrange(0, 480))
    done = [step for step in steps[:reach] if step not in still]
    at_or_before = [step for step in stopped if step in done or step in still]
    return PastReading(person, done, at_or_before, at)


def _cast_readings(path: str, steps: list[str]) -> Iterator[PastReading]:
    for number, materials in CAST_READING.items():
        for index, (material, done) in enumerate(materials):
            if path == f"{material}/README.md":
                person = Person.objects.get(employee_number=number)
                at = timezone.now() - dt.timedelta(days=1 + index, hours=2)
                stopped = steps[done : done + 1] if (number, material) in CAST_STUCK else []
                yield PastReading(person, steps[:done], stopped, at)


def _load_questions(page: MaterialPage, step: str, row: dict[str, Any], readers: list[Person]) -> None:
    speakers = readers[: row["stopped"]]
    for offset, language in enumerate(Language.values):
        entry = row.get(language)
        if not entry:
            continue
        asker = next((person for person in speakers[offset:] if person.language == language), speakers[offset])
        helped = [person for person in speakers if person != asker]
        answers = [
            PastAnswer(Person.objects.get(employee_number=given["by"]), given["text"], helped[: given["helped"]])
            for given in entry["answers"]
        ]
        at = timezone.now() - dt.timedelta(days=row["days_ago"] - offset)
        question = PastQuestion(asker, step, language, entry["seen"], entry.get("asked", ""), at, answers)
        record_past_question(page, question)
