"""What is asked of people, for a spreadsheet: a line for each requirement, streamed, formulas defused."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.domain.queries.people import main_departments
from core.interfaces.tables.writing import defused
from core.models.organisation import Department
from core.models.person import Person
from learning.domain.queries.team import Wish, team
from learning.enums import RequirementState
from learning.models import Requirement, TrainingRule

AT_ONCE = 500


class _Echo:
    """csv writes into it; each line comes back."""

    def write(self, line: str) -> str:
        return line


def lines_of(wish: Wish, *, viewer: Person) -> Iterator[str]:
    """The lines, with a byte order mark, in the order of the table and the language of now, whoever asks for them when.

    Constant memory but for the order itself.
    """
    return _lines(wish, viewer, translation.get_language() or "ja")


def _lines(wish: Wish, viewer: Person, language: str) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    with translation.override(language):
        first = "\ufeff" + writer.writerow([defused(each) for each in headings()])
        order = team(wish, viewer=viewer)
    yield first
    for start in range(0, len(order.people), AT_ONCE):
        with translation.override(language):
            cells = list(_cells(list(order.people[start : start + AT_ONCE]), wish))
        yield from (writer.writerow([defused(each) for each in row]) for row in cells)


def headings() -> list[str]:
    return [
        _("Employee number"), _("Name"), _("Department"), _("Rule"), _("Curriculum"),
        pgettext("asked of somebody", "Since"), _("Due"), _("State"), _("Met on"),
    ]  # fmt: skip


def _cells(people: list[int], wish: Wish) -> Iterator[list[Any]]:
    """Values, not rows of the table: what is asked of ten thousand people is read in a few seconds."""
    known = Person.objects.in_bulk(people)
    places = main_departments(people)
    departments = Department.objects.in_bulk(set(places.values()))
    rules = TrainingRule.objects.select_related("curriculum").in_bulk()
    named = {pk: (rule.name, rule.curriculum.title) for pk, rule in rules.items()}
    states = {state.value: str(state.label) for state in RequirementState}
    asked = _asked(people, wish)
    for pk in people:
        person, place = known.get(pk), departments.get(places.get(pk, 0))
        if person is None:
            continue
        who = [person.employee_number, person.display_name, place.name if place else ""]
        for rule, since_on, due_on, state, met_on in asked.get(pk, ()):
            yield [*who, *named[rule], since_on, due_on, states[state], met_on]


def _asked(people: list[int], wish: Wish) -> dict[int, list[tuple[Any, ...]]]:
    rows = Requirement.objects.filter(person__in=people).exclude(state=RequirementState.DROPPED)
    if wish.rule is not None:
        rows = rows.filter(rule=wish.rule)
    found: dict[int, list[tuple[Any, ...]]] = {}
    names = ("rule_id", "since_on", "due_on", "state", "met_on")
    for person, *facts in rows.order_by("due_on", "pk").values_list("person_id", *names):
        found.setdefault(person, []).append(tuple(facts))
    return found
