"""Whose rows a sender may not change."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from core.models.person import Person
from core.rules import is_administrator
from core.words import Words


def guarded_numbers(actor: Person | None) -> set[str]:
    """Administrators, where the sender is none: who could change their address could have their password sent to it.

    At a terminal (no sender) nobody needs to be asked.
    """
    if actor is None or is_administrator(actor):
        return set()
    administrators = Q(is_superuser=True) | Q(role_grants__role=Role.ADMINISTRATOR)
    return set(Person.objects.get_queryset().filter(administrators).values_list("employee_number", flat=True))


def of_administrators() -> Words:
    return _("Only an administrator changes the account of an administrator.")
