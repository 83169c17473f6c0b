"""From a page's text to its stored step list, with each step's identity kept."""

from __future__ import annotations

import secrets
from typing import Any

from learning.markdown import Step, derive_steps, match_steps, parse


def refreshed(
    previous: list[dict[str, Any]], text: str, *, level: int | None, is_overview: bool
) -> list[dict[str, Any]]:
    """The steps of `text` as JSON, matched against the `previous` list so that known steps keep their id."""
    if is_overview:
        return []
    drafts = derive_steps(parse(text), level=level)
    steps = match_steps([Step.from_json(row) for row in previous], drafts, new_id=_new_id)
    return [step.to_json() for step in steps]


def _new_id() -> str:
    return f"s-{secrets.token_hex(5)}"
