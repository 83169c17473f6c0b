"""Leaving the company, and taking that back: before the day as after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from core.domain import audit
from core.domain.roles import sync_groups
from core.domain.telling import people_changed
from core.enums import AssignmentKind
from core.events import Event, emit
from core.models.assignment import Assignment
from core.models.departure import Departure
from core.models.person import Person


@dataclass(frozen=True)
class PersonLeft(Event):
    """A person's access ends or ended: `left_on` is the first day without it, and may lie ahead."""

    person_id: int
    left_on: dt.date


@dataclass(frozen=True)
class PersonStays(Event):
    """A person's leaving was taken back."""

    person_id: int


@transaction.atomic
def leave(person: Person, *, on: dt.date, actor: Person | None) -> None:
    """End a person's employment: `on` is the first day without access, at once where it is today or past.

    Sessions end by the epoch; assignments are closed the day before; what others need (materials, answers,
    the audit trail) stays. Saying another day moves it. Raises ValidationError for a day before the first.
    """
    _lock(person)
    _give_places_back(person)
    person.left_on = on
    if person.has_left():
        person.session_epoch += 1
    person.full_clean(exclude=["password"])
    person.save(update_fields=["left_on", "session_epoch"])
    _end_places(person, last_day=on - dt.timedelta(days=1))
    audit.record("person.left", actor=actor, subject=person, on=person, detail={"left_on": on.isoformat()})
    people_changed([person.pk])
    sync_groups()
    emit(PersonLeft(person.pk, on))


@transaction.atomic
def stay(person: Person, *, actor: Person | None) -> None:
    """Take a leaving back, on whichever side of its day: access, places and groups are as they were.

    Who had left already signs in anew. Raises ValidationError where there is nothing to take back.
    """
    _lock(person)
    if person.left_on is None:
        raise ValidationError(_("There is no leaving to take back."))
    if person.anonymised_at is not None:
        raise ValidationError(_("This account has been made anonymous. Invite the person anew."))
    detail = {"left_on": person.left_on.isoformat()}
    if person.has_left():
        person.session_epoch += 1
    person.left_on = None
    person.save(update_fields=["left_on", "session_epoch"])
    _give_places_back(person)
    audit.record("person.leaving_taken_back", actor=actor, subject=person, on=person, detail=detail)
    people_changed([person.pk])
    sync_groups()
    emit(PersonStays(person.pk))


def _lock(person: Person) -> None:
    """Of two who enter a leaving at once, the second finds what the first did."""
    Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    person.refresh_from_db(fields=["left_on", "session_epoch", "anonymised_at"])


def _end_places(person: Person, *, last_day: dt.date) -> None:
    """Close what lasts longer, drop what would begin later, and remember both."""
    longer = person.assignments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day))
    later, running = longer.filter(starts_on__gt=last_day), longer.filter(starts_on__lte=last_day)
    Departure.objects.create(
        person=person,
        shortened={str(place.pk): place.ends_on.isoformat() if place.ends_on else None for place in running},
        dropped=[_as_plain(place) for place in later],
    )
    later.delete()
    running.update(ends_on=last_day)


def _give_places_back(person: Person) -> None:
    """Undo `_end_places`; a place that something newer stands in the way of stays as it is."""
    departure = Departure.objects.filter(person=person).first()
    if departure is None:
        return
    for number, ends_on in departure.shortened.items():
        place = person.assignments.filter(pk=int(number)).first()
        if place is not None and not _has_open_place(person, place, ends_on):
            place.ends_on = dt.date.fromisoformat(ends_on) if ends_on else None
            place.save(update_fields=["ends_on"])
    for values in departure.dropped:
        _put_back(person, values)
    departure.delete()


def _has_open_place(person: Person, place: Assignment, ends_on: str | None) -> bool:
    """Whether the one open regular place that a person may have is another by now."""
    others = person.assignments.filter(kind=AssignmentKind.REGULAR, ends_on__isnull=True).exclude(pk=place.pk)
    return ends_on is None and place.kind == AssignmentKind.REGULAR and others.exists()


def _put_back(person: Person, values: dict[str, Any]) -> None:
    fields = {field.name: field for field in Assignment._meta.concrete_fields}
    place = Assignment(**{fields[name].attname: fields[name].to_python(value) for name, value in values.items()})
    try:
        place.full_clean()
    except ValidationError:  # its department is gone, or it has a successor
        return
    place.save()


def _as_plain(place: Assignment) -> dict[str, Any]:
    encode = DjangoJSONEncoder().default
    values = {name: value for name, value in model_to_dict(place).items() if name != "id"}
    return {name: encode(value) if isinstance(value, dt.date) else value for name, value in values.items()}
