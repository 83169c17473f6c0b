"""Answers to those who are stuck, and whom they helped."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.models.person import Person
from learning.domain import limits
from learning.domain.stuck_notices import tell_answered, tell_helped
from learning.models import Helped, StuckAnswer, StuckReport


def answer(report: StuckReport, *, author: Person, body: str, token: uuid.UUID) -> StuckAnswer:
    """Answer a question; its asker is told. The same form sent twice is one answer. Raises TooManyError."""
    with transaction.atomic():
        Person.objects.get_queryset().select_for_update().get(pk=author.pk)
        sent = StuckAnswer.objects.filter(author=author, token=token).first()
        if sent is not None:
            return sent
        limits.hold(StuckAnswer.objects.filter(author=author), most=limits.ANSWERS_AN_HOUR)
        given = StuckAnswer.objects.create(report=report, author=author, body=body, token=token)
        tell_answered(given)
    return given


def change_answer(given: StuckAnswer, *, body: str) -> StuckAnswer:
    """Change one's own answer."""
    with transaction.atomic():
        given.body, given.edited_at = body, timezone.now()
        given.save(update_fields=["body", "edited_at"])
    return given


def delete_answer(given: StuckAnswer) -> None:
    """Take one's own answer back."""
    with transaction.atomic():
        given.delete()


def hide_answer(given: StuckAnswer, *, actor: Person, hidden: bool) -> StuckAnswer:
    """An editor takes an answer out of sight, or brings it back."""
    with transaction.atomic():
        given.hidden_at = timezone.now() if hidden else None
        given.save(update_fields=["hidden_at"])
        action = "stuck.answer_hidden" if hidden else "stuck.answer_shown"
        audit.record(action, actor=actor, subject=given.author, on=given)
    return given


def mark_helped(given: StuckAnswer, *, person: Person) -> None:
    """The answer helped a reader; saying it again changes nothing. One's own answer does not count."""
    if given.author_id == person.pk:
        return
    with transaction.atomic():
        _row, is_new = Helped.objects.get_or_create(answer=given, person=person)
        if is_new:
            tell_helped(given, person=person)


def unmark_helped(given: StuckAnswer, *, person: Person) -> None:
    """Take "it helped me" back."""
    with transaction.atomic():
        Helped.objects.filter(answer=given, person=person).delete()
