"""What the API lists of a person's own: their enrolments, and what rules ask of them."""

from __future__ import annotations

from django.db.models import F, QuerySet

from core.api import Person
from learning.domain.queries.standing import with_place
from learning.enums import RequirementState
from learning.models import Enrolment, Requirement


def own_enrolments(person: Person) -> QuerySet[Enrolment]:
    """All of them, the latest run first; `ahead` counts those before the person in the line."""
    rows = with_place(Enrolment.objects.filter(person=person)).select_related("run__course", "run__seats")
    return rows.order_by(F("run__starts_at").desc(nulls_last=True), "-pk")


def asked_of_person(person: Person) -> QuerySet[Requirement]:
    """What rules that are in force ask of somebody, the first due first; what is no longer asked is left out."""
    rows = Requirement.objects.filter(person=person, rule__is_active=True).exclude(state=RequirementState.DROPPED)
    return rows.select_related("rule__curriculum").order_by("due_on", "pk")
