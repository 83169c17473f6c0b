"""Spans of time by which lists of materials and courses are filtered."""

from __future__ import annotations

from django.utils.translation import gettext as _

# Code and the most minutes that it takes; without a number: more.
MINUTES = (("30", 30), ("60", 60), ("120", 120), ("240", 240), ("more", None))


def minutes_code(minutes: int | None) -> str:
    """The code of the span; "" where it is not said."""
    if not minutes:
        return ""
    return next(code for code, most in MINUTES if most is None or minutes <= most)


def minutes_labels() -> dict[str, str]:
    """Of each code what people read, the shortest first."""
    return {
        "30": _("up to 30 minutes"),
        "60": _("up to 1 hour"),
        "120": _("up to 2 hours"),
        "240": _("up to half a day"),
        "more": _("longer than half a day"),
    }
