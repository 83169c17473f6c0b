"""Who can be signed in as with one click, in the demo alone."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from core.models.person import Person


@dataclass(frozen=True)
class DemoRole:
    """A role and the people who stand for it."""

    key: str
    label: Any
    people: list[Person]


def demo_roles(*, each: int = 2) -> list[DemoRole]:
    """Every role with its first people; managers and employees are found by what they are."""
    employed = Person.objects.employed().order_by("employee_number")
    roles = [
        DemoRole(role.value, role.label, list(employed.filter(role_grants__role=role).distinct()[:each]))
        for role in Role
    ]
    without = employed.filter(role_grants__isnull=True, is_superuser=False)
    leading = without.filter(reports__isnull=False, reports__left_on__isnull=True).distinct()
    managers = DemoRole("manager", _("Manager"), list(leading[:each]))
    employees = DemoRole("employee", _("Employee"), list(without.filter(reports__isnull=True)[:each]))
    return [role for role in (employees, managers, *roles) if role.people]


def demo_person(wanted: str) -> Person | None:
    """Anyone employed, by public id, employee number or e-mail."""
    named = Q(employee_number=wanted) | Q(email__iexact=wanted)
    with contextlib.suppress(ValueError):
        named |= Q(public_id=uuid.UUID(wanted))
    return Person.objects.employed().filter(named).first()
