"""The address of "My runs": what it asks for, and the tabs that lead from one list to the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from learning.domain.queries.runs_led import STATES, AskedRuns


def asked_runs(data: Mapping[str, Any], *, may_see_all: bool) -> AskedRuns:
    """What cannot be read is as if it was not said."""
    state = data.get("state", "")
    whose = "all" if may_see_all and data.get("whose") == "all" else "mine"
    return AskedRuns(state if state in STATES else "next", whose, str(data.get("q", "")).strip()[:100])


def tabs_of(asked: AskedRuns) -> list[dict[str, Any]]:
    """One a state; words and whose stay as they are."""
    titles = {
        "next": _("Coming"),
        "draft": _("Drafts"),
        "past": _("Past"),
        "cancelled": _("Cancelled"),
        "all": _("All"),
    }
    return [
        {"title": title, "url": address(asked, state=name), "current": name == asked.state, "count": None}
        for name, title in titles.items()
    ]


def address(asked: AskedRuns, **changes: str) -> str:
    """The query of an address; defaults are left out, so that one list has one address."""
    wanted = {"state": asked.state, "whose": asked.whose, "q": asked.words, **changes}
    plain = {"state": "next", "whose": "mine", "q": ""}
    found = {name: value for name, value in wanted.items() if value != plain[name]}
    return f"?{urlencode(found)}" if found else "?"
