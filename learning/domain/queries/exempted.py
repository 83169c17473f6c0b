"""Who is exempt now, and by whom."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.models.person import Person
from learning.domain.queries.team import reports_of
from learning.models import Exemption, TrainingRule

MOST = 200


def exemptions_of(rule: TrainingRule) -> list[Exemption]:
    """Those of a rule that hold, the newest first."""
    return list(_holding().filter(rule=rule)[:MOST])


def exempted_by(manager: Person) -> list[Exemption]:
    """Those whom a manager exempted and who still report to them, the newest first; one query where there is none."""
    rows = list(_holding().filter(granted_by=manager).exclude(person=manager).select_related("rule")[:MOST])
    if not rows:
        return []
    reports = reports_of(manager)
    return [row for row in rows if row.person_id in reports]


def _holding() -> QuerySet[Exemption]:
    holds = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    return Exemption.objects.filter(holds).select_related("person__photo", "granted_by").order_by("-granted_at", "-pk")
