"""Who may see a page: one audience for each translation_key, in force at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page

from core.domain import audit
from core.events import Event, emit
from core.models.audience import Audience, PageAudience
from core.models.person import Person


@dataclass(frozen=True)
class PageAudienceChanged(Event):
    """Who may see a page, and what lies below it, has changed."""

    translation_key: str


@transaction.atomic
def set_page_audience(page: Page, *, audience: Audience | None, actor: Person) -> None:
    """Say who may see a page in every language; None leaves it to the page above."""
    rows = PageAudience.objects.filter(translation_key=page.translation_key)
    before = rows.values_list("audience__name", flat=True).first()
    if audience is None:
        rows.delete()
    else:
        PageAudience.objects.update_or_create(translation_key=page.translation_key, defaults={"audience": audience})
    detail = {"before": before, "after": audience.name if audience else None}
    audit.record("page.audience_set", actor=actor, on=page, detail=detail)
    emit(PageAudienceChanged(str(page.translation_key)))
