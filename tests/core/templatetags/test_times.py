"""Dates and times as readers see them."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from core.templatetags.times import minutes_long, relative, when

NOON = dt.datetime(2026, 4, 1, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(minutes=1), "1 minute ago"),
        (dt.timedelta(minutes=59), "59 minutes ago"),
        (dt.timedelta(hours=23), "23 hours ago"),
        (dt.timedelta(days=1), "1 day ago"),
        (dt.timedelta(days=6), "6 days ago"),
        (dt.timedelta(days=7), "March 25, 2026"),
        (-dt.timedelta(days=1), "April 2, 2026"),
    ],
)
def test_a_near_moment_is_relative_and_a_far_one_is_a_date(gone: dt.timedelta, words: str) -> None:
    with translation.override("en"):
        assert relative(NOON - gone, now=NOON) == words


def test_the_machine_readable_moment_stands_in_the_readers_zone() -> None:
    with translation.override("en"), timezone.override("Asia/Tokyo"):
        assert 'datetime="2026-04-01T21:00+09:00"' in when(NOON)


def test_a_day_without_a_time_stays_a_day() -> None:
    with translation.override("ja"):
        assert when(dt.date(2026, 4, 1)) == '<time datetime="2026-04-01">2026年4月1日</time>'
    assert when(None) == ""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(None, ""), (45, "45 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"), (121, "2 hours 1 minute")],
)
def test_minutes_are_said_in_hours(minutes: int | None, words: str) -> None:
    with translation.override("en"):
        assert minutes_long(minutes) == words
