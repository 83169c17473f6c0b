"""What the API lists of a person's own enrolments."""

from __future__ import annotations

from django.db.models import F, QuerySet

from core.api import Person
from learning.domain.queries.standing import with_place
from learning.models import Enrolment


def own_enrolments(person: Person) -> QuerySet[Enrolment]:
    """All of them, the latest run first; `ahead` counts those before the person in the line."""
    rows = with_place(Enrolment.objects.filter(person=person)).select_related("run__course", "run__seats")
    return rows.order_by(F("run__starts_at").desc(nulls_last=True), "-pk")
