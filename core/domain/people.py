"""What happens to people: joining, changing their own profile. Leaving is in `core.domain.leaving`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.domain import audit
from core.domain.names import complete_names
from core.domain.telling import people_changed
from core.models.person import Person
from core.outbox import mark


@transaction.atomic
def add_person(*, actor: Person | None, email: str, password: str | None = None, **facts: Any) -> Person:
    """Make an account. Raises ValidationError naming the fields; names follow `complete_names`."""
    person = Person(email=email.strip().lower(), **facts)
    person.set_password(password)
    complete_names(person)
    person.full_clean(exclude=["password"])
    person.save()
    people_changed([person.pk])
    audit.record("person.added", actor=actor, subject=person, on=person)
    return person


@transaction.atomic
def change_profile(person: Person, *, actor: Person, **changes: Any) -> Person:
    """Change what a person may change about themselves (names' readings, photo, about, language, zone, theme)."""
    own = {"family_kana", "given_kana", "family_romaji", "given_romaji", "photo", "about"}
    own |= {"language", "time_zone", "theme", "shortcuts"}
    foreign = set(changes) - own
    if foreign:
        raise ValidationError({name: _("This is kept by HR.") for name in foreign})
    for name, value in changes.items():
        setattr(person, name, value)
    complete_names(person)
    person.full_clean(exclude=["password"])
    person.save()
    audit.record("person.profile_changed", actor=actor, subject=person, on=person, detail={"fields": sorted(changes)})
    return person


@transaction.atomic
def set_manager(person: Person, *, manager: Person | None, actor: Person | None) -> None:
    """Say whom a person reports to. Raises ValidationError where it would close a loop."""
    above = manager
    while above is not None:
        if above.pk == person.pk:
            raise ValidationError({"manager": _("%(name)s already reports to this person.") % {"name": manager}})
        above = above.manager
    person.manager = manager
    person.save(update_fields=["manager"])
    detail = {"manager": manager.pk if manager else None}
    audit.record("person.manager_set", actor=actor, subject=person, on=person, detail=detail)


@transaction.atomic
def sign_out_everywhere(person: Person, *, actor: Person) -> None:
    """End every session of a person."""
    person.session_epoch += 1
    person.save(update_fields=["session_epoch"])
    audit.record("person.signed_out_everywhere", actor=actor, subject=person, on=person)


@transaction.atomic
def add_people(people: list[Person], *, actor: Person | None) -> list[Person]:
    """Make many accounts at once, each checked as `add_person` checks one; all of them or, on an error, none.

    Passwords are hashed by the caller. One audit entry tells of all. Raises ValidationError for the first bad row.
    """
    for person in people:
        person.clean_fields(exclude=["password"])
    made = Person.objects.bulk_create(people, batch_size=500)
    mark("search", (f"person:{person.public_id}" for person in made))
    people_changed(person.pk for person in made)
    if made:
        numbers = [person.employee_number for person in made[:1000]]
        audit.record("people.added", actor=actor, detail={"count": len(made), "employee_numbers": numbers})
    return made
