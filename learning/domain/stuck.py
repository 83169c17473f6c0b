"""Questions of those who are stuck: asked, changed, taken back, hidden, solved."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation

from core.domain import audit
from core.models.person import Person
from learning.domain import limits
from learning.domain.asking import ask_about
from learning.domain.progress import mark_stuck, title_of
from learning.domain.stuck_notices import tell_helped
from learning.domain.unsent import Picture, adopt, drop_unsent, unsent_of
from learning.models import MaterialPage, StuckAnswer, StuckPicture, StuckReport, UnsentPicture


@dataclass(frozen=True)
class Seen:
    """What a reader sends: what they saw, what they tried, pictures of it; `unsent` waited in a form that came back."""

    seen: str
    tried: str = ""
    pictures: Sequence[Picture] = ()
    unsent: Sequence[UnsentPicture] = ()


def report_stuck(person: Person, *, page: MaterialPage, step_id: str, what: Seen, token: uuid.UUID) -> StuckReport:
    """Ask at a step. The same form sent twice is one question. Raises UnknownStepError and TooManyError."""
    title = title_of(page, step_id)
    with transaction.atomic():
        # The person's row is the lock: of two tabs that send one form, the second finds the first's question.
        Person.objects.get_queryset().select_for_update().get(pk=person.pk)
        sent = StuckReport.objects.filter(person=person, token=token).first()
        if sent is not None:
            return sent
        limits.hold(StuckReport.objects.filter(person=person), most=limits.REPORTS_AN_HOUR)
        report = StuckReport.objects.create(
            person=person,
            token=token,
            translation_key=page.translation_key,
            step_id=step_id,
            step_title=title[:300],
            language=(translation.get_language() or "ja")[:5],
            seen=what.seen,
            tried=what.tried,
        )
        _keep_all(report, what, token=token)
        mark_stuck(person, page=page, step_id=step_id)
        ask_about(report, page=page)
    return report


def change_report(report: StuckReport, *, what: Seen, without: Sequence[int] = ()) -> StuckReport:
    """Change one's own question; `without` are pictures to remove."""
    with transaction.atomic():
        report.seen, report.tried, report.edited_at = what.seen, what.tried, timezone.now()
        report.save(update_fields=["seen", "tried", "edited_at"])
        for old in report.pictures.filter(pk__in=without):
            _drop(old)
        _keep_all(report, what, token=report.token)
    return report


def delete_report(report: StuckReport) -> None:
    """Take one's own question back, with its pictures and answers; the mark at the step stays."""
    with transaction.atomic():
        for picture in report.pictures.all():
            _drop(picture)
        report.delete()


def hide_report(report: StuckReport, *, actor: Person, hidden: bool) -> StuckReport:
    """An editor takes a question (and so its answers) out of sight, or brings it back."""
    with transaction.atomic():
        report.hidden_at = timezone.now() if hidden else None
        report.save(update_fields=["hidden_at"])
        action = "stuck.report_hidden" if hidden else "stuck.report_shown"
        audit.record(action, actor=actor, subject=report.person, on=report)
    return report


def mark_solved(report: StuckReport, *, by: StuckAnswer | None = None) -> StuckReport:
    """Whoever asked got past, perhaps by one of the answers."""
    if by is not None and by.report_id != report.pk:
        raise ValueError("The answer belongs to another question.")
    with transaction.atomic():
        report.solved_at, report.solved_by = report.solved_at or timezone.now(), by
        report.save(update_fields=["solved_at", "solved_by"])
        if by is not None:
            tell_helped(by, person=report.person)
    return report


def reopen(report: StuckReport) -> StuckReport:
    """It was not solved after all."""
    with transaction.atomic():
        report.solved_at = report.solved_by = None
        report.save(update_fields=["solved_at", "solved_by"])
    return report


def _keep_all(report: StuckReport, what: Seen, *, token: uuid.UUID) -> None:
    """What waited and goes along, what was added, and nothing of what was left out."""
    adopt(report, what.unsent)
    drop_unsent(unsent_of(report.person, token=token))
    for picture in what.pictures:
        _keep(report, picture)


def _keep(report: StuckReport, picture: Picture) -> None:
    row = StuckPicture(report=report, width=picture.width, height=picture.height)
    # The name says nothing and cannot be guessed; the files view asks who may read it all the same.
    row.file.save(f"{uuid.uuid4().hex}.{picture.suffix}", ContentFile(picture.content), save=True)


def _drop(picture: StuckPicture) -> None:
    """The file goes once the row's end is certain."""
    name, storage = str(picture.file.name), picture.file.storage
    picture.delete()
    transaction.on_commit(lambda: storage.delete(name))
