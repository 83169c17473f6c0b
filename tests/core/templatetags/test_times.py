"""Dates and times as readers see them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from core.templatetags import times
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


@pytest.mark.parametrize(
    ("hours", "en", "ja"),
    [
        (1, "Mon 2 June 2025 22:00–23:00 JST", "22:00–23:00"),
        (2, "Mon 2 June 2025 22:00–00:00 (+1) JST", "22:00–翌00:00"),
        (3, "Mon 2 June 2025 22:00–01:00 (+1) JST", "22:00–翌01:00"),
        (24, "Mon 2 June 2025 22:00–Tue 3 June 2025 22:00 JST", "22:00–2025年6月3日"),
    ],
)
def test_what_goes_on_past_midnight_says_so_beside_its_end(hours: int, en: str, ja: str) -> None:
    starts = dt.datetime(2025, 6, 2, 13, tzinfo=dt.UTC)
    night = SimpleNamespace(starts_at=starts, ends_at=starts + dt.timedelta(hours=hours), zone="Asia/Tokyo")
    with timezone.override("Asia/Tokyo"):
        with translation.override("en"):
            assert times.span(night) == en
        with translation.override("ja"):
            assert ja in times.span(night)


def test_a_night_stands_on_both_its_days_with_the_hours_that_are_on_them() -> None:
    starts = dt.datetime(2025, 6, 2, 13, tzinfo=dt.UTC)
    night = SimpleNamespace(starts_at=starts, ends_at=starts + dt.timedelta(hours=3), zone="Asia/Tokyo")
    with timezone.override("Asia/Tokyo"), translation.override("en"):
        said = [times.hours_on(dt.date(2025, 6, day), night) for day in (2, 3)]
    assert said == ["22:00–01:00 (+1)", "–01:00"]
