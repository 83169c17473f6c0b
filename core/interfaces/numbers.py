"""Numbers that stand in an address or a form."""

from __future__ import annotations

LONGEST = 18  # digits that every database holds


def number_in(text: str) -> int | None:
    """The number of a row, a page; None for what is none. Python refuses to read five thousand digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
