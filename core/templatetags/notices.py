"""What the templates of notices show of their plain context, and the count of the header: `{% load notices %}`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime

from core.domain.queries.notices import unread_count
from core.models.person import Person

register = template.Library()


@register.filter
def spoken(said: Any) -> str:
    """Of what was said in each language (`core.notices.in_languages`), the reader's; anything else as it is."""
    if not isinstance(said, Mapping):
        return str(said)
    language = (translation.get_language() or "ja")[:2]
    return str(said.get(language) or next(iter(said.values()), ""))


@register.filter
def moment(text: Any) -> dt.datetime | None:
    """A moment written as ISO 8601, in the reader's zone: `{{ starts_at|moment|date:"DATETIME_FORMAT" }}`."""
    found = parse_datetime(str(text))
    if found is None:
        return None
    return timezone.localtime(found) if timezone.is_aware(found) else found


@register.filter
def day(text: Any) -> dt.date | None:
    """A day written as ISO 8601: `{{ due_on|day|date:"DATE_FORMAT" }}`."""
    return parse_date(str(text))


@register.simple_tag(takes_context=True)
def unread_notices(context: Context) -> int:
    """How many notices the viewer has not read: read with the person on each request (`core.backends`)."""
    viewer = getattr(context.get("request"), "user", None)
    if not isinstance(viewer, Person):
        return 0
    known = getattr(viewer, "unread_notices", None)
    return known if known is not None else unread_count(viewer)
