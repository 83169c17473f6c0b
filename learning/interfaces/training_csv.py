"""What is asked of people, for a spreadsheet: a line for each requirement, streamed, formulas defused."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.interfaces.tables.writing import defused
from core.models.person import Person
from learning.domain.queries.team import Order, Wish, rows_of, team
from learning.enums import RequirementState
from learning.models import Requirement

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
            cells = list(_cells(list(order.people[start : start + AT_ONCE]), order, wish))
        yield from (writer.writerow([defused(each) for each in row]) for row in cells)


def headings() -> list[str]:
    return [
        _("Employee number"), _("Name"), _("Department"), _("Rule"), _("Curriculum"),
        pgettext("asked of somebody", "Since"), _("Due"), _("State"), _("Met on"),
    ]  # fmt: skip


def _cells(people: list[int], order: Order, wish: Wish) -> Iterator[list[Any]]:
    rows = {row.person.pk: row for row in rows_of(people, order, wish)}
    asked = Requirement.objects.filter(person__in=people).exclude(state=RequirementState.DROPPED)
    if wish.rule is not None:
        asked = asked.filter(rule=wish.rule)
    by_person: dict[int, list[Requirement]] = {pk: [] for pk in people}
    for each in asked.select_related("rule__curriculum").order_by("due_on", "pk"):
        by_person[each.person_id].append(each)
    for pk in people:
        row = rows.get(pk)
        for each in by_person[pk] if row else ():
            place = row.place.department.name if row and row.place else ""
            yield [
                row.person.employee_number if row else "", row.person.display_name if row else "", place,
                each.rule.name, each.rule.curriculum.title, each.since_on, each.due_on, each.get_state_display(),
                each.met_on,
            ]  # fmt: skip
