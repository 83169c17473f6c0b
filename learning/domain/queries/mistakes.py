"""Reported mistakes as one person sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from core.domain.queries.pages import may_see_page
from core.models.person import Person
from core.rules import edits_everything
from learning.enums import MistakeStatus
from learning.models import MistakeReport
from learning.rules import sees_mistake

LISTED = 100


def mistake_at(pk: int, *, viewer: Person) -> MistakeReport | None:
    """A report; None where it is absent or neither the viewer's own nor one they may close."""
    report = MistakeReport.objects.select_related("page__locale", "person", "closed_by").filter(pk=pk).first()
    if report is None or not sees_mistake(viewer, report) or not may_see_page(viewer, report.page):
        return None
    return report


def mistakes_to_close(person: Person) -> Any:
    """Open reports on pages that the person wrote or owns; editors of everything see all."""
    reports = MistakeReport.objects.filter(status=MistakeStatus.OPEN).select_related("page__locale")
    if not edits_everything(person):
        reports = reports.filter(Q(page__authors=person) | Q(page__owner=person)).distinct()
    return reports.order_by("created_at", "pk")


def own_mistakes(person: Person) -> Any:
    """What the person reported, the newest first."""
    return MistakeReport.objects.filter(person=person).select_related("page__locale")


def unseen_replies(person: Person) -> Any:
    """Closed reports of the person whose reply they have not looked at."""
    return own_mistakes(person).filter(closed_at__isnull=False, reply_seen_at__isnull=True)
