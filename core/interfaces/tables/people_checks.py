"""What a row about a person would change, and what is wrong with it: against the file, the model, their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.domain.people_files import PLACE
from core.interfaces.tables.people_columns import BY_NAME, COLUMNS, OWN
from core.interfaces.tables.sheets import Row
from core.models.assignment import Assignment
from core.models.person import Person
from core.words import Words, filled, words_by_field


@dataclass
class Whole:
    """What must be known of the whole file before a row can be judged: numbers, addresses, who reports to whom."""

    row_of_number: dict[str, int] = field(default_factory=dict)
    row_of_email: dict[str, int] = field(default_factory=dict)
    manager_of: dict[str, str] = field(default_factory=dict)
    looped: dict[str, str] = field(default_factory=dict)
    owner_of_email: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    guarded: set[str] = field(default_factory=set)
    sender: str = ""


def against_the_file(row: Row, values: Mapping[str, Any], whole: Whole) -> list[tuple[str, Words]]:
    number, found = values["employee_number"], []
    first = whole.row_of_number.get(number, row.number)
    if first != row.number:
        found.append(("employee_number", filled(_("Row %(row)d has this number already."), row=first)))
    email = values.get("email")
    if email:
        first = whole.row_of_email.get(email, row.number)
        if first != row.number:
            found.append(("email", filled(_("Row %(row)d has this address already."), row=first)))
        if whole.owner_of_email.get(email, number) != number:
            words = filled(_("%(number)s has this address already."), number=whole.owner_of_email[email])
            found.append(("email", words))
    manager = values.get("manager")
    if manager == number:
        found.append(("manager", _("A person cannot be their own manager.")))
    elif number in whole.looped:
        found.append(("manager", filled(_("They would report to themselves: %(way)s."), way=whole.looped[number])))
    elif manager and manager not in whole.known and manager not in whole.row_of_number:
        found.append(("manager", filled(_("There is nobody with the number “%(value)s”."), value=manager)))
    return found


def what_is_missing(values: Mapping[str, Any], told: set[str]) -> list[tuple[str, Words]]:
    if "full_name" in told:
        told = told | {"family_name", "given_name"}
    return [
        (column.name, filled(_("%(column)s is missing; a new person needs it."), column=column.label))
        for column in COLUMNS
        if column.needed and column.name not in values and column.name not in told
    ]


def stored(name: str, value: Any) -> Any:
    """What the field holds for a cleared cell."""
    return value if value is not None or name == "left_on" else ""


def changes_of(person: Person, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = {}
    for name in OWN:
        if name not in values:
            continue
        # A new row may lack what it needs: nothing is to be looked up then.
        before = None if person.pk is None else getattr(person, name)
        after = stored(name, values[name])
        if person.pk is None or before != after:
            found[name] = (before, after)
    return found


def place_changes(values: Mapping[str, Any], place: Assignment | None) -> dict[str, tuple[Any, Any]]:
    named = {name: values[name] for name in PLACE if name in values}
    if not named:
        return {}
    return {
        name: (getattr(place, name, None), value)
        for name, value in named.items()
        if place is None or getattr(place, f"{name}_id") != getattr(value, "pk", None)
    }


def place_problems(values: Mapping[str, Any], place: Assignment | None, told: set[str]) -> list[tuple[str, Words]]:
    """A first place needs a department, a position and an occupation; the company follows from the department."""
    if place is not None:
        return _earlier_place(values, place)
    if not any(name in values for name in PLACE):
        return []
    needed = ("department", "position", "occupation")
    return [
        (name, filled(_("%(column)s is missing; a first place needs it."), column=BY_NAME[name].label))
        for name in needed
        if name not in values and name not in told
    ]


def _earlier_place(values: Mapping[str, Any], place: Assignment) -> list[tuple[str, Words]]:
    """A place from an earlier day is history: it would overwrite the present one."""
    says, since = values.get("placed_on"), place.starts_on
    if says is None or says >= since or not place_changes(values, place):
        return []
    words = _("A place from %(day)s on is known. Earlier ones go into the table of assignments.")
    return [("placed_on", filled(words, day=since.isoformat()))]


def model_problems(
    person: Person, values: Mapping[str, Any], changed: set[str], told: set[str]
) -> list[tuple[str, Words]]:
    """What the model itself says: lengths, kana, time zones, leaving before joining."""
    if not changed:
        return []
    trial = Person(employee_number=person.employee_number)
    for name in changed:
        setattr(trial, name, stored(name, values[name]))
    found: list[tuple[str, Words]] = []
    try:
        # A region was looked up already, and may be one that the same file brings.
        given = changed - {"region"}
        trial.clean_fields(exclude=[each.name for each in Person._meta.fields if each.name not in given])
    except ValidationError as error:
        by_field = words_by_field(error).items()
        found += [(name, words) for name, every in by_field for words in every if name not in told]
    joined = values.get("joined_on", person.joined_on if person.pk else timezone.localdate())
    left = values.get("left_on", person.left_on)
    if left is not None and joined is not None and left < joined:
        found.append(("left_on", _("The day of leaving lies before the day of joining.")))
    return found


def loops(manager_of: Mapping[str, str], *, among: Mapping[str, int]) -> dict[str, str]:
    """Of the file's people those who would report to themselves, with the way round as text."""
    found: dict[str, str] = {}
    clear: set[str] = set()
    for number in among:
        way: list[str] = []
        at: str | None = number
        while at is not None and at not in clear and at not in way and at not in found:
            way.append(at)
            at = manager_of.get(at)
        if at is not None and at in way:
            circle = way[way.index(at) :]
            shown = " → ".join([*circle, at])
            if len(circle) > 1:
                found.update({each: shown for each in circle if each in among})
        clear.update(each for each in way if each not in found)
    return found
