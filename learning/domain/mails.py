"""What mails about mistakes say: the place and a link, never what anyone pasted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.domain.mail import complete_with
from core.models.mail import Mail
from learning.domain.queries.mistakes import mistake_at
from learning.enums import MistakeStatus


def connect() -> None:
    """Called once, when the apps are loaded."""
    complete_with("mistake_reported", _mistake)
    complete_with("mistake_closed", _mistake)


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
