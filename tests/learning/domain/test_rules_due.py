"""By when something is asked: days alone."""

from __future__ import annotations

import datetime as dt

import pytest

from learning.domain.rules_due import Terms, counts_from, first_due, months_after, next_due, opens_on
from learning.enums import DueKind

APRIL = dt.date(2026, 4, 1)


def terms(**facts: object) -> Terms:
    return Terms(**{"starts_on": APRIL, "due_kind": DueKind.JOINED, "due_days": 30, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "joined", "since", "due"),
    [
        (terms(), "2026-05-10", "2026-05-10", "2026-06-09"),  # so many days after joining
        (terms(), "2010-04-01", "2026-04-01", "2026-05-01"),  # who was there before the rule has as long as anybody
        (terms(), "2010-04-01", "2026-09-01", "2026-10-01"),  # and who came to it later too
        (terms(due_kind=DueKind.ASSIGNED), "2010-04-01", "2026-09-01", "2026-10-01"),
        (terms(due_kind=DueKind.FIXED, due_on=dt.date(2026, 6, 30)), "2010-04-01", "2026-04-01", "2026-06-30"),
        (terms(due_kind=DueKind.FIXED, due_on=dt.date(2026, 6, 30)), "2026-07-01", "2026-07-01", "2026-07-31"),
        (terms(due_kind=DueKind.CALENDAR, due_month=3, due_day=31), "2010-04-01", "2026-04-01", "2027-03-31"),
        (terms(due_kind=DueKind.CALENDAR, due_month=2, due_day=29), "2010-04-01", "2027-01-10", "2027-02-28"),
    ],
)
def test_the_first_due_day(kind: Terms, joined: str, since: str, due: str) -> None:
    found = first_due(kind, joined_on=dt.date.fromisoformat(joined), since_on=dt.date.fromisoformat(since))
    assert found == dt.date.fromisoformat(due)


def test_the_next_round_counts_from_the_day_it_was_done() -> None:
    yearly = terms(repeat_months=12)
    due = next_due(yearly, met_on=dt.date(2026, 8, 31), last_due=dt.date(2026, 5, 1), first=dt.date(2026, 5, 1))
    assert (due, opens_on(yearly, due)) == (dt.date(2027, 8, 31), dt.date(2027, 5, 31))


def test_a_day_of_the_year_that_lies_too_near_after_a_late_round_is_left_out() -> None:
    june = terms(due_kind=DueKind.CALENDAR, due_month=6, due_day=30)
    first = dt.date(2024, 6, 30)
    late = next_due(june, met_on=dt.date(2026, 6, 10), last_due=first, first=first)
    in_time = next_due(june, met_on=dt.date(2024, 6, 1), last_due=first, first=first)
    assert (late, in_time) == (dt.date(2027, 6, 30), dt.date(2025, 6, 30))


@pytest.mark.parametrize(
    ("day", "last", "due"),
    [
        ((2, 29), "2027-02-28", "2028-02-29"),  # the leap year has its own day again
        ((2, 29), "2028-02-29", "2029-02-28"),
        ((3, 31), "2026-06-30", "2027-03-31"),  # the day of the rule was changed in between
        ((6, 30), "2026-03-31", "2027-06-30"),
        ((12, 31), "2026-01-10", "2026-12-31"),
    ],
)
def test_a_day_of_the_year_is_the_rules_own_whatever_the_last_round_was_due_on(
    day: tuple[int, int], last: str, due: str
) -> None:
    yearly = terms(due_kind=DueKind.CALENDAR, due_month=day[0], due_day=day[1])
    before = dt.date.fromisoformat(last)
    assert next_due(yearly, met_on=before - dt.timedelta(days=40), last_due=before, first=before) == (
        dt.date.fromisoformat(due)
    )


def test_what_is_older_than_the_repeat_does_not_count() -> None:
    assert counts_from(terms(), APRIL) is None
    assert counts_from(terms(credit_months=24), APRIL) == dt.date(2024, 4, 1)
    assert counts_from(terms(credit_months=24, repeat_months=12), APRIL) == dt.date(2025, 4, 1)


def test_months_end_with_the_month() -> None:
    assert months_after(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert months_after(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
