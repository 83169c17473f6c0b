"""What an app says about a field that holds personal data, beside the field or in its `privacy_notes.py`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Keeping:
    """How long something is kept, and what ends it.

    With a `job`, that many years and days after `since` happened, by the function that `core.keeping` knows under that
    name. Without one, until `since` happens by the hand of a person.
    """

    since: str
    years: int = 0
    days: int = 0
    job: str = ""
    then: str = "deleted"

    def __str__(self) -> str:
        if not self.job:
            return f"Until {self.since}"
        parts = [_counted(self.years, "year"), _counted(self.days, "day")]
        after = " and ".join(part for part in parts if part)
        return f"{after} after {self.since}, then {self.then}" if after else f"Until {self.since}, then {self.then}"

    @property
    def ended_by(self) -> str:
        return f"job `{self.job}`" if self.job else "a person"

    def limit(self, now: dt.datetime) -> dt.datetime:
        """What happened before this moment is past its time; 29 February counts as the 28th in other years."""
        try:
            back = now.replace(year=now.year - self.years)
        except ValueError:
            back = now.replace(year=now.year - self.years, day=28)
        return back - dt.timedelta(days=self.days)


@dataclass(frozen=True)
class Privacy:
    """A field that holds personal data: what it is, why it is held, and how long."""

    what: str
    why: str
    how_long: Keeping


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}" if number else ""
