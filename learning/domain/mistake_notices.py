"""What people are told of reported mistakes: the place and a link, never what anyone wrote, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.api import Delivery, NoticeKind, Person, notify, register_notice_kind
from learning.domain.queries.mistakes import mistake_at
from learning.enums import MistakeStatus
from learning.models import MaterialPage, MistakeReport

REPORTED, CLOSED = "learning.mistake_reported", "learning.mistake_closed"


def connect() -> None:
    """Called once, when the apps are loaded."""
    for key, label, still_holds in (
        (REPORTED, _("A reader reported a mistake in your material"), _is_open),
        (CLOSED, _("Your report of a mistake was looked at"), _may_see),
    ):
        template = f"learning/notices/{key.removeprefix('learning.')}"
        register_notice_kind(
            NoticeKind(key, label, _("Mistakes in materials"), Delivery.AT_ONCE, template, still_holds, "edit")
        )


def tell_reported(report: MistakeReport, *, writers: Sequence[Person]) -> None:
    """Those who look after the page, except whoever reported it."""
    _tell(report, [writer for writer in writers if writer.pk != report.person_id], kind=REPORTED)


def tell_closed(report: MistakeReport, *, closer: Person) -> None:
    """Whoever reported it, unless they closed it themselves."""
    if report.person_id != closer.pk:
        _tell(report, [report.person], kind=CLOSED)


def _tell(report: MistakeReport, people: Sequence[Person], *, kind: str) -> None:
    context = {
        "report": report.pk,
        "material": _titles(report.page),
        "is_fixed": report.status == MistakeStatus.FIXED,
    }
    # The address is below the language of whoever opens it.
    notify(people, kind=kind, key=f"mistake:{report.pk}", context=context, address=f"/mistakes/{report.pk}/")


def _titles(page: MaterialPage) -> dict[str, str]:
    """The material as each language calls it."""
    pages = list(page.get_translations(inclusive=True).filter(live=True).select_related("locale")) or [page]
    return {each.locale.language_code: str(each.title) for each in pages}


def _is_open(reader: Person, context: Mapping[str, Any]) -> bool:
    report = mistake_at(context["report"], viewer=reader)
    return report is not None and report.status == MistakeStatus.OPEN


def _may_see(reader: Person, context: Mapping[str, Any]) -> bool:
    return mistake_at(context["report"], viewer=reader) is not None
