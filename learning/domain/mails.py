"""What mails about questions and mistakes say: the place and a link, never what anyone pasted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.domain.mail import complete_with
from core.models.mail import Mail
from learning.domain.queries.mistakes import mistake_at
from learning.domain.queries.stuck import answer_at, question_at
from learning.enums import MistakeStatus


def connect() -> None:
    """Called once, when the apps are loaded."""
    complete_with("stuck_question", _question)
    complete_with("stuck_answered", _answered)
    complete_with("mistake_reported", _mistake)
    complete_with("mistake_closed", _mistake)


def _question(mail: Mail) -> dict[str, Any] | None:
    """Not sent where the question was solved, hidden or taken back in the meantime, or may no longer be seen."""
    with translation.override(mail.person.language):
        found = question_at(mail.context["report"], viewer=mail.person)
        if found is None or found[0].solved_at or found[0].hidden_at:
            return None
        report, page = found
        return {"material": page.title, "step": report.step_title, "address": _address("question", report.pk)}


def _answered(mail: Mail) -> dict[str, Any] | None:
    with translation.override(mail.person.language):
        found = answer_at(mail.context["answer"], viewer=mail.person)
        if found is None or found[0].hidden_at:
            return None
        given, page = found
        address = _address("question", given.report_id)
        return {"material": page.title, "step": given.report.step_title, "address": address}


def _mistake(mail: Mail) -> dict[str, Any] | None:
    with translation.override(mail.person.language):
        report = mistake_at(mail.context["mistake"], viewer=mail.person)
        is_late = mail.template == "mistake_reported" and report and report.status != MistakeStatus.OPEN
        if report is None or is_late:
            return None
        address = _address("mistake", report.pk)
        is_fixed = report.status == MistakeStatus.FIXED
        return {"material": report.page.title, "step": report.step_title, "address": address, "is_fixed": is_fixed}


def _address(name: str, pk: int) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=[pk])}"
