"""What a model holds about a person: noted in each app's `privacy_notes.py`, checked by `manage.py check_privacy`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Privacy:
    """A field that holds personal data: what it is, why it is held, and how long."""

    what: str
    why: str
    how_long: str
