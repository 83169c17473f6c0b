"""The desk of a run: who comes, who waits, who asks, and what was marked. The same number of queries for any number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import jaconv
from django.utils import timezone

from core.api import Assignment, AssignmentKind, Department, Offer, Person, offered_transitions
from learning.domain.attending import sitting_now
from learning.domain.queries.attendees import attendees
from learning.enums import AttendanceState, EnrolmentStatus
from learning.models import Attendance, CourseRun, Enrolment, RunMessage, Sitting
from learning.models.enrolments import SEATED

MAIN_KINDS = (AssignmentKind.OVERSEAS, AssignmentKind.REGULAR)


@dataclass(frozen=True)
class Mark:
    """What is known of a person at a sitting; `state` is "" where nothing is."""

    sitting: Sitting
    state: str = ""
    how: str = ""

    @property
    def label(self) -> str:
        return str(AttendanceState(self.state).label) if self.state else ""


@dataclass(frozen=True)
class DeskRow:
    """Somebody on a list of the desk, with what the viewer may do about them."""

    enrolment: Enrolment
    department: Department | None
    marks: Sequence[Mark]
    offers: Sequence[Offer] = ()
    place: int = 0

    @property
    def person(self) -> Person:
        return self.enrolment.person

    @property
    def names(self) -> frozenset[str]:
        """What can be done now, by name."""
        return frozenset(each.transition.name for each in self.offers if not each.refusal)


@dataclass(frozen=True)
class Desk:
    """All lists of a run, in the order of arrival."""

    run: CourseRun
    seated: list[DeskRow] = field(default_factory=list)
    waiting: list[DeskRow] = field(default_factory=list)
    requested: list[DeskRow] = field(default_factory=list)
    gone: list[DeskRow] = field(default_factory=list)
    messages: list[RunMessage] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    sitting: Sitting | None = None

    @property
    def sittings(self) -> list[Sitting]:
        return list(self.run.sittings.all())

    @property
    def came(self) -> int:
        """Those who were at one sitting at least."""
        return sum(any(mark.state == AttendanceState.PRESENT for mark in row.marks) for row in self.seated)

    @property
    def completed(self) -> int:
        return sum(row.enrolment.status == EnrolmentStatus.COMPLETED for row in self.seated)

    @property
    def has_begun(self) -> bool:
        return self.run.starts_at is not None and self.run.starts_at <= timezone.now()


def desk_of(run: CourseRun, *, viewer: Person) -> Desk:
    """Everything on the desk; `run` comes from `run_to_manage`, which asked whether the viewer may."""
    desk = Desk(run, offers=offered_transitions(run, viewer), sitting=sitting_to_mark(run))
    lists = {EnrolmentStatus.WAITING: desk.waiting, EnrolmentStatus.REQUESTED: desk.requested}
    for row in rows_of(run, viewer=viewer, with_ended=True):
        status = EnrolmentStatus(row.enrolment.status)
        (desk.seated if status in SEATED else lists.get(status, desk.gone)).append(row)
    desk.messages.extend(run.messages.select_related("author"))
    return desk


def rows_of(run: CourseRun, *, viewer: Person, with_ended: bool = False) -> list[DeskRow]:
    """Who is on the lists, with their department of today and their marks in the order of the sittings."""
    found = attendees(run, viewer=viewer, with_ended=with_ended)
    departments = departments_of([each.enrolment.person_id for each in found])
    sittings = list(run.sittings.all())
    return [
        DeskRow(
            enrolment=each.enrolment,
            department=departments.get(each.enrolment.person_id),
            marks=[_mark(sitting, each.marks.get(sitting.pk)) for sitting in sittings],
            offers=each.offers,
            place=each.place or 0,
        )
        for each in found
    ]


def named(rows: Iterable[DeskRow], words: str) -> list[DeskRow]:
    """Those whose names (in any script), number or e-mail contain each of the words."""
    wanted = _folded(words).split()
    return [row for row in rows if all(word in _names_of(row.person) for word in wanted)]


def _names_of(person: Person) -> str:
    family, given = person.family_name, person.given_name
    romaji = f"{person.family_romaji} {person.given_romaji} {person.family_romaji}"
    kana = f"{person.family_kana}{person.given_kana}"
    return _folded(f"{family}{given} {romaji} {kana} {person.employee_number} {person.email} {person.display_name}")


def _folded(text: str) -> str:
    return str(jaconv.kata2hira(unicodedata.normalize("NFKC", text))).lower()


def _mark(sitting: Sitting, known: Attendance | None) -> Mark:
    return Mark(sitting, known.state, known.how) if known is not None else Mark(sitting)


def departments_of(people: Iterable[int]) -> dict[int, Department]:
    """The department of each person's main place today."""
    places = Assignment.objects.on().filter(person__in=list(people), kind__in=MAIN_KINDS)
    found: dict[int, tuple[int, Department]] = {}
    for place in places.select_related("department").order_by("pk"):
        rank = MAIN_KINDS.index(AssignmentKind(place.kind))
        if place.person_id not in found or rank < found[place.person_id][0]:
            found[place.person_id] = (rank, place.department)
    return {pk: department for pk, (_rank, department) in found.items()}


def sitting_to_mark(run: CourseRun) -> Sitting | None:
    """The one that is on, or the last that was; before the first of all, the first."""
    sittings = list(run.sittings.all())
    begun = [each for each in sittings if each.starts_at <= timezone.now()]
    return sitting_now(run) or (begun[-1] if begun else next(iter(sittings), None))
