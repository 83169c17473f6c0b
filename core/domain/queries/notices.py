"""Notices as their reader sees them: how many are unread, and what each says in the reader's language."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _

from core.models.notice import Notice
from core.models.person import Person
from core.notices import NoticeKind, notice_kind

TWO_STOPS = re.compile(r"\b([ap]\.m\.)\.")
logger = logging.getLogger("terakoya.notices")


@dataclass(frozen=True)
class Words:
    """One line, and what there is to say beyond it."""

    title: str
    body: str = ""


def notices_of(person: Person) -> QuerySet[Notice]:
    """Everything they were told, newest first."""
    return Notice.objects.filter(person=person)


def unread_count(person: Person) -> int:
    return notices_of(person).filter(read_at__isnull=True).count()


def counted_unread() -> Coalesce:
    """The same as a part of the query that reads a person."""
    unread = Notice.objects.filter(person=OuterRef("pk"), read_at__isnull=True).order_by().values("person")
    return Coalesce(Subquery(unread.annotate(count=Count("pk")).values("count")), 0, output_field=IntegerField())


def words_of(notice: Notice) -> Words:
    """In the language and zone in force. A template that cannot be shown spoils neither the page nor the mail."""
    kind = notice_kind(notice.kind)
    if kind is None:
        return Words(_("About something that is no longer here"))
    try:
        title = " ".join(_rendered(f"{kind.template}.title.txt", notice.context).split())
        return Words(title or str(kind.label), _body(kind, notice.context))
    except Exception:
        logger.exception("The words of a notice of the kind %s could not be made", kind.key)
        return Words(str(kind.label))


def _body(kind: NoticeKind, context: Mapping[str, Any]) -> str:
    try:
        return _rendered(f"{kind.template}.body.txt", context).strip()
    except TemplateDoesNotExist:
        return ""


def _rendered(name: str, context: Mapping[str, Any]) -> str:
    """As plain text: whoever shows it escapes it. English writes 3 p.m. with the full stop that ends a sentence."""
    found = get_template(name).template  # type: ignore[attr-defined]
    return TWO_STOPS.sub(r"\1", str(found.render(Context(dict(context), autoescape=False))))
