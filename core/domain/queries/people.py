"""Questions about people and where they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from wagtail.models import Page, PageQuerySet

from core.domain.queries.pages import visible_pages
from core.enums import AssignmentKind
from core.kept.noting import remembered
from core.models.assignment import Assignment
from core.models.organisation import Department
from core.models.person import Person, PersonQuerySet
from core.rules import Viewer, is_employee

MAIN_KINDS = (AssignmentKind.OVERSEAS, AssignmentKind.REGULAR)


def places_on(person: Person, day: dt.date | None = None) -> QuerySet[Assignment]:
    """A person's places on a day (today where none is said), with what is shown of them."""
    return person.assignments.on(day).select_related("company", "department", "position", "occupation", "grade")


@dataclass(frozen=True)
class Step:
    """A place of a person's way. `ends_on` None: it goes on, or nobody is to know yet that it ends."""

    place: Assignment
    ends_on: dt.date | None
    is_now: bool


def path_of(person: Person, *, with_coming: bool) -> list[Step]:
    """Where a person has been and is; with what is decided for later days only for those who may know."""
    today = timezone.localdate()
    rows = person.assignments.select_related("company", "department", "position", "occupation", "grade")
    if not with_coming:
        rows = rows.filter(starts_on__lte=today)
    return [_step(row, today, with_coming) for row in rows.order_by("starts_on", "pk")]


def _step(place: Assignment, today: dt.date, with_coming: bool) -> Step:
    is_over = place.ends_on is not None and place.ends_on < today
    return Step(place, place.ends_on if is_over or with_coming else None, place.starts_on <= today and not is_over)


def main_place_on(person: Person, day: dt.date | None = None) -> Assignment | None:
    """The main place on a day: an overseas assignment before the regular one."""
    places = {place.kind: place for place in places_on(person, day).filter(kind__in=MAIN_KINDS)}
    return next((places[kind] for kind in MAIN_KINDS if kind in places), None)


def main_places(people: Iterable[Person]) -> dict[int, Assignment]:
    """The main place of each today, by person: one query for any number of them."""
    rows = Assignment.objects.on().filter(person__in=[person.pk for person in people], kind__in=MAIN_KINDS)
    found: dict[int, Assignment] = {}
    shown = rows.select_related("company", "department", "position", "occupation", "grade")
    for place in shown.order_by("starts_on", "pk"):
        if place.person_id not in found or place.kind == MAIN_KINDS[0]:
            found[place.person_id] = place
    return found


def main_departments(people: Iterable[int]) -> dict[int, int]:
    """The department of each one's main place today, both by key: for lists of thousands."""
    rows = Assignment.objects.on().filter(person__in=list(people), kind__in=MAIN_KINDS).order_by("starts_on", "pk")
    found: dict[int, int] = {}
    for person, kind, department in rows.values_list("person_id", "kind", "department_id"):
        if person not in found or kind == MAIN_KINDS[0]:
            found[person] = department
    return found


def people_of(department: Department, *, viewer: Viewer, on: dt.date | None = None) -> PersonQuerySet:
    """The employed people placed in a department (not its children) on a day, as `viewer` may list them."""
    if not is_employee(viewer):
        return Person.objects.get_queryset().none()
    here = Assignment.objects.on(on).filter(department=department)
    return Person.objects.employed(on).filter(pk__in=here.values("person_id")).select_related("photo")


def numbers_of(department: Department, *, viewer: Viewer) -> list[int]:
    """The keys of `people_of` today, in its order: a page of thousands of people neither counts nor sorts them again
    until anyone's place, name or employment has changed."""
    if not is_employee(viewer):
        return []
    today = timezone.localdate()
    people = people_of(department, viewer=viewer, on=today)
    return remembered(f"core.people_of.1:{department.pk}:{today}", lambda: list(people.values_list("pk", flat=True)))


def places_in(department: Department, people: Iterable[Person]) -> dict[int, Assignment]:
    """Today's places of these people in a department, by person. Looked for by person: the department has thousands."""
    places = Assignment.objects.on().filter(person__in=[person.pk for person in people]).order_by("starts_on", "pk")
    return {
        place.person_id: place
        for place in places.select_related("position", "occupation")
        if place.department_id == department.pk
    }


def written_by(person: Person, *, viewer: Viewer) -> PageQuerySet:
    """The published materials of an author that `viewer` may see: each once, in the language of the request if it
    has it, the newest first."""
    here = translation.get_language()
    twin = Page.objects.live().filter(translation_key=OuterRef("translation_key"), locale__language_code=here)
    pages = visible_pages(person.materials.live(), viewer=viewer)  # type: ignore[attr-defined]
    return pages.filter(Q(locale__language_code=here) | ~Exists(twin)).order_by("-last_published_at", "-pk")


def colleague(public_id: str, *, viewer: Viewer) -> Person | None:
    """A person's profile by its address; people who left are shown to nobody but keep their work."""
    if not is_employee(viewer):
        return None
    person = Person.objects.filter(public_id=public_id).select_related("photo", "region", "manager").first()
    return person if person is not None and person.is_employed() else None
