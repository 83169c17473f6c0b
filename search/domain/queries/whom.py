"""Whom to ask where nothing is found: who writes for the viewer's department, else editors, else administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.domain.queries.people import main_place_on
from core.enums import Role
from core.models.person import Person

MOST = 3


@dataclass(frozen=True)
class ToAsk:
    """A colleague, and why they may know."""

    person: Person
    because: Any


def whom_to_ask(viewer: Person) -> list[ToAsk]:
    """At most three colleagues, those nearest to the viewer first; never the viewer."""
    found = [ToAsk(person, _("Writes for your department")) for person in _department_editors(viewer)]
    for role, because in ((Role.EDITOR, _("Edits the pages")), (Role.ADMINISTRATOR, _("Runs the portal"))):
        if len(found) < MOST and not found:
            found += [ToAsk(person, because) for person in _holding(role, viewer)[:MOST]]
    return found[:MOST]


def _department_editors(viewer: Person) -> list[Person]:
    """Editors of the viewer's department and of those above it; the nearest first."""
    place = main_place_on(viewer)
    if place is None:
        return []
    above = [department.pk for department in place.department.get_ancestors()]
    granted = _holding(Role.DEPARTMENT_EDITOR, viewer).filter(role_grants__department__in=[*above, place.department_id])
    return list(granted.order_by("-role_grants__department__depth", "employee_number").distinct()[:MOST])


def _holding(role: Role, viewer: Person) -> QuerySet[Person]:
    holders = Person.objects.employed().filter(role_grants__role=role).exclude(pk=viewer.pk)
    return holders.select_related("photo").order_by("employee_number")
