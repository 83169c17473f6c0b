"""The requests that wait for someone's word, with what helps to decide; and what they said lately."""

from __future__ import annotations

from dataclasses import dataclass

from core.api import CalendarEvent, Person, clashing_of
from learning.domain.queries.attendees import to_approve
from learning.domain.queries.course_rows import course_pages
from learning.domain.queries.run_boxes import clashes_among
from learning.models import CoursePage, Enrolment

LATELY = 10


@dataclass(frozen=True)
class Request:
    """Somebody who asks to come. `clashes` is what their calendar has at the time: how much, not what."""

    enrolment: Enrolment
    page: CoursePage | None
    clashes: int


def requests_for(viewer: Person) -> list[Request]:
    """The longest waiting first."""
    rows = list(
        to_approve(viewer)
        .select_related("person__photo", "run__course", "run__seats")
        .prefetch_related("run__sittings")
    )
    pages = course_pages({row.run.course.translation_key for row in rows}, viewer=viewer)
    busy = _busy(rows)
    return [
        Request(
            enrolment=row,
            page=pages.get(row.run.course.translation_key),
            clashes=len(clashes_among(list(row.run.sittings.all()), busy.get(row.person_id, []))),
        )
        for row in rows
    ]


def _busy(rows: list[Enrolment]) -> dict[int, list[CalendarEvent]]:
    """What stands in the calendars of those who ask, from the first sitting to the last; one query."""
    moments = [(each.starts_at, each.ends_at) for row in rows for each in row.run.sittings.all()]
    if not moments:
        return {}
    people = {row.person_id: row.person for row in rows}.values()
    return clashing_of(people, min(first for first, _ in moments), max(last for _, last in moments))


def decided_by(viewer: Person) -> list[Enrolment]:
    """The last decisions of the viewer."""
    rows = Enrolment.objects.filter(approver=viewer, decided_at__isnull=False)
    return list(rows.select_related("person__photo", "run__course").order_by("-decided_at", "-pk")[:LATELY])
