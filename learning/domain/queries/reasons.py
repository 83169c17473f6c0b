"""Why something is asked of a person, in the reader's language: to themselves, or of them to others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.models.organisation import Department

Because = Mapping[str, Any]


def departments_of(reasons: Iterable[Because]) -> dict[int, Department]:
    """The departments that reasons name; one query."""
    flat = [each.get("first", each) for each in reasons]
    return Department.objects.in_bulk({each["department"] for each in flat if "department" in each})


def to_oneself(because: Because, departments: Mapping[int, Department]) -> str:
    """“because you joined Network Operations on 1 April 2026”."""
    words = {
        "joined": _("because you joined the company on %(day)s"),
        "assigned": _("because you joined %(department)s on %(day)s"),
        "years": _("because you have been here for %(years)s years since %(day)s"),
        "facts": _("because your region or hire type changed on %(day)s"),
        "everyone": _("because everyone is asked since %(day)s"),
        "again": _("again, because you did it last on %(day)s"),
    }
    return _worded(words, because, departments)


def of_another(because: Because, departments: Mapping[int, Department]) -> str:
    """“joined Network Operations on 1 April 2026”."""
    words = {
        "joined": _("joined the company on %(day)s"),
        "assigned": _("joined %(department)s on %(day)s"),
        "years": _("here for %(years)s years since %(day)s"),
        "facts": _("region or hire type changed on %(day)s"),
        "everyone": _("everyone is asked since %(day)s"),
        "again": _("again, after doing it last on %(day)s"),
    }
    return _worded(words, because, departments)


def _worded(words: Mapping[str, str], because: Because, departments: Mapping[int, Department]) -> str:
    text = words.get(str(because.get("kind")))
    if text is None:
        return ""
    department = departments.get(because.get("department", 0))
    return text % {
        "day": date_format(dt.date.fromisoformat(because["on"]), "DATE_FORMAT"),
        "department": department.name if department is not None else _("the department"),
        "years": because.get("years", ""),
    }
