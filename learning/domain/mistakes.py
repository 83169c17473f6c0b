"""Mistakes in materials: reported by readers, closed by those who look after the page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.models.person import Person
from learning.domain import limits
from learning.domain.asking import writers_of
from learning.domain.mistake_notices import tell_closed, tell_reported
from learning.domain.progress import title_of
from learning.enums import MistakeStatus
from learning.models import MaterialPage, MistakeReport


class AlreadyClosedError(Exception):
    """Someone closed the report in the meantime."""


@dataclass(frozen=True)
class Wrong:
    """What is wrong, and where: the step and the words that were marked, if any."""

    message: str
    step_id: str = ""
    quote: str = ""


def report_mistake(person: Person, *, page: MaterialPage, what: Wrong, token: uuid.UUID) -> MistakeReport:
    """Tell the page's owner and authors. The same form sent twice is one report. Raises UnknownStepError."""
    title = title_of(page, what.step_id) if what.step_id else ""
    with transaction.atomic():
        Person.objects.get_queryset().select_for_update().get(pk=person.pk)
        sent = MistakeReport.objects.filter(person=person, token=token).first()
        if sent is not None:
            return sent
        limits.hold(MistakeReport.objects.filter(person=person), most=limits.MISTAKES_AN_HOUR)
        report = MistakeReport.objects.create(
            person=person,
            token=token,
            page=page,
            step_id=what.step_id,
            step_title=title[:300],
            quote=what.quote,
            message=what.message,
        )
        tell_reported(report, writers=writers_of(page))
    return report


def close_mistake(report: MistakeReport, *, actor: Person, status: MistakeStatus, reply: str) -> MistakeReport:
    """Mended, or no mistake; whoever reported it is told. Raises AlreadyClosedError where someone was quicker."""
    if status == MistakeStatus.OPEN:
        raise ValueError("A report is closed as mended or as no mistake.")
    with transaction.atomic():
        locked = MistakeReport.objects.select_for_update().get(pk=report.pk)
        if locked.status != MistakeStatus.OPEN:
            raise AlreadyClosedError
        locked.status, locked.reply = status, reply
        locked.closed_at, locked.closed_by = timezone.now(), actor
        locked.save(update_fields=["status", "reply", "closed_at", "closed_by"])
        audit.record("mistake.closed", actor=actor, subject=locked.person, on=locked, detail={"status": str(status)})
        tell_closed(locked, closer=actor)
    return locked


def note_reply_seen(report: MistakeReport) -> None:
    """Whoever reported it has read the reply; it leaves their home."""
    MistakeReport.objects.filter(pk=report.pk, reply_seen_at__isnull=True).update(reply_seen_at=timezone.now())
