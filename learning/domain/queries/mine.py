"""What a person is in the middle of, and what they finished."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.domain.queries.addresses import address_of
from core.kept.noting import only_rows
from core.kept.stamps import name_of
from core.models.person import Person
from learning.domain.queries.catalogue import MaterialRow, rows_of
from learning.domain.queries.materials import materials_by_key
from learning.domain.queries.progress import marks_of
from learning.models import MaterialPage, ReadingPlace

LISTED = 60


@dataclass(frozen=True)
class Started:
    """A material with where to go on in it."""

    row: MaterialRow
    at: dt.datetime
    url: str
    next_title: str


@dataclass(frozen=True)
class MyLearning:
    """The latest first."""

    going_on: list[Started]
    finished: list[Started]


def started_materials(person: Person, *, most: int = LISTED) -> MyLearning:
    """The person's latest materials that they may still see."""
    with only_rows(name_of(ReadingPlace, person=person)):
        places = list(ReadingPlace.objects.filter(person=person).order_by("-at")[:most])
    keys = {place.head_key for place in places} | {place.translation_key for place in places}
    pages = materials_by_key(keys, viewer=person)
    heads = [pages[place.head_key] for place in places if place.head_key in pages]
    rows = {row.page.translation_key: row for row in rows_of(heads, viewer=person)}
    marks = marks_of(person, {place.translation_key for place in places})
    found = [
        _started(place, rows[place.head_key], pages[place.translation_key], marks.get(place.translation_key, {}))
        for place in places
        if place.head_key in rows and place.translation_key in pages
    ]
    return MyLearning(
        going_on=[each for each in found if not each.row.progress.finished],
        finished=[each for each in found if each.row.progress.finished],
    )


def _started(place: ReadingPlace, row: MaterialRow, page: MaterialPage, marks: dict[str, str]) -> Started:
    """Go on at the step where they stopped or, if that is done, at the first after it that is not."""
    ids = [step["id"] for step in page.steps]
    at = ids.index(place.step_id) if place.step_id in ids else 0
    ahead = next((step for step in page.steps[at:] if marks.get(step["id"]) != "done"), None)
    step_id = ahead["id"] if ahead else ""
    return Started(row, place.at, address_of(page, step_id=step_id), ahead["title"] if ahead else page.title)
