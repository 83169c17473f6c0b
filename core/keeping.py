"""What ends keeping periods: a registry that apps add to, worked off once a day (`core.domain.keeping`).

    register_keeping(MAILS, forget_mails)

The period is the one that the privacy notes state, so what is promised and what is done cannot part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from core.models.person import Person
from core.privacy import Keeping

# Deletes or makes anonymous what happened before a moment; returns how many. Doing it twice is harmless.
Forget = Callable[[dt.datetime], int]


@dataclass(frozen=True)
class KeepingJob:
    keeping: Keeping
    forget: Forget


_jobs: dict[str, KeepingJob] = {}
_credits: dict[str, Callable[[Person], bool]] = {}


def register_keeping(keeping: Keeping, forget: Forget) -> None:
    """Have `forget(limit)` called once a day with the moment before which things are past their time."""
    _jobs[keeping.job] = KeepingJob(keeping, forget)


def keeping_jobs() -> list[KeepingJob]:
    return [_jobs[name] for name in sorted(_jobs)]


def register_credit(name: str, is_credited: Callable[[Person], bool]) -> None:
    """Keep the names, and nothing else, of people for whom this holds: a licence asks that authors stay named."""
    _credits[name] = is_credited


def is_credited(person: Person) -> bool:
    return any(asked(person) for asked in _credits.values())
