"""The sittings of runs in people's calendars: one event a sitting, which keeps its identity when it is moved."""

from __future__ import annotations

from collections.abc import Iterable

from core.api import Person, cancel_event, invite, put_event
from learning.models import CourseRun, Sitting


def event_key(sitting_id: int) -> str:
    """What the calendar knows a sitting by."""
    return f"learning.sitting.{sitting_id}"


def put_sittings(run: CourseRun, sittings: Iterable[Sitting]) -> None:
    """Put sittings into the calendar as they are now; whoever is invited is told of what moved."""
    for sitting in sittings:
        put_event(
            key=event_key(sitting.pk),
            title_ja=_title(run, "ja"),
            title_en=_title(run, "en"),
            starts_at=sitting.starts_at,
            ends_at=sitting.ends_at,
            zone=run.zone,
            place=sitting.place or run.place,
            link=sitting.link or run.link,
            address=f"courses/runs/{run.key}/",
            description_ja=run.note,
            description_en=run.note,
        )


def cancel_sittings(sittings: Iterable[int]) -> None:
    """Take sittings out of everybody's calendar, by their number."""
    for number in sittings:
        cancel_event(event_key(number))


def invite_to(run: CourseRun, people: Iterable[Person], *, by_mail: bool = True) -> None:
    """Put all sittings of a run into people's calendars."""
    chosen = list(people)
    for sitting in run.sittings.all():
        invite(event_key(sitting.pk), chosen, by_mail=by_mail)


def _title(run: CourseRun, language: str) -> str:
    course, other = (run.course.title_ja, run.course.title_en)
    name, other_name = (run.name_ja, run.name_en)
    if language == "en":
        course, other, name, other_name = other, course, other_name, name
    title, called = course or other, name or other_name
    return (f"{title} · {called}" if called else title)[:250]
