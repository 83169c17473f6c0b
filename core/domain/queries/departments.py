"""Questions about the department tree."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q
from django.utils import timezone

from core.models.organisation import Department


def department_tree() -> Sequence[Department]:
    """Every department in tree order with `headcount`: people placed there today, children not counted."""
    today = timezone.localdate()
    in_force = Q(assignments__ends_on__isnull=True) | Q(assignments__ends_on__gte=today)
    employed = Q(assignments__person__left_on__isnull=True) | Q(assignments__person__left_on__gt=today)
    headcount = Count(
        "assignments__person",
        filter=in_force & employed & Q(assignments__starts_on__lte=today, assignments__person__is_active=True),
        distinct=True,
    )
    return list(Department.objects.select_related("company").annotate(headcount=headcount).order_by("path"))
