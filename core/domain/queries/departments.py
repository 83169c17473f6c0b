"""Questions about the department tree."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q, Value
from django.db.models.functions import Substr
from django.utils import timezone

from core.kept.noting import remembered
from core.models.assignment import Assignment
from core.models.organisation import Department
from core.models.person import Person


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


def people_below(department: Department) -> dict[str, int]:
    """People placed today in each child with all below it, by tree path; under the department's own path all of them.

    Remembered until anyone's place or employment has changed: thousands are counted.
    """
    today = timezone.localdate()
    return remembered(f"core.people_below.1:{department.pk}:{today}", lambda: _counted_below(department))


def _counted_below(department: Department) -> dict[str, int]:
    everyone = Person.objects.employed().order_by().values("pk")
    places = Assignment.objects.on().filter(person__in=everyone, department__path__startswith=department.path)
    child = Substr("department__path", Value(1), Value(len(department.path) + Department.steplen))
    counted = places.order_by().annotate(child=child).values_list("child").annotate(Count("person", distinct=True))
    whole = places.order_by().aggregate(count=Count("person", distinct=True))["count"]
    return {**dict(counted), department.path: whole}
