"""Quiet hours and the daily mail, by the clock on the reader's wall."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from core.domain.notice_times import Hours
from core.enums import Delivery

UTC = dt.UTC


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


def clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def hours(zone: str = "Asia/Tokyo", quiet: str = "", digest: str = "08:00") -> Hours:
    begins, _, ends = quiet.partition("-")
    return Hours(ZoneInfo(zone), (clock(begins), clock(ends)) if quiet else None, clock(digest))


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "due"),
    [
        ("Asia/Tokyo", "", "2026-05-01T18:00", "2026-05-01T18:00"),
        ("Asia/Tokyo", "22:00-07:00", "2026-05-01T12:59", "2026-05-01T12:59"),  # 21:59 there
        ("Asia/Tokyo", "22:00-07:00", "2026-05-01T13:00", "2026-05-01T22:00"),  # 22:00, until tomorrow 7:00
        ("Asia/Tokyo", "22:00-07:00", "2026-05-01T16:30", "2026-05-01T22:00"),  # after midnight there
        ("Asia/Tokyo", "22:00-07:00", "2026-05-01T22:00", "2026-05-01T22:00"),  # 7:00: over
        ("America/New_York", "22:00-07:00", "2026-05-02T03:00", "2026-05-02T11:00"),  # 23:00 the day before
        ("Asia/Tokyo", "12:00-13:00", "2026-05-01T03:10", "2026-05-01T04:00"),  # over lunch
        ("Europe/Berlin", "22:00-02:30", "2026-03-28T23:00", "2026-03-29T01:30"),  # 2:30 does not come that night
        ("Europe/Berlin", "22:00-02:30", "2026-10-24T22:00", "2026-10-25T00:30"),  # and comes twice in this one
    ],
)
def test_a_mail_at_once_waits_until_quiet_is_over(zone: str, quiet: str, now: str, due: str) -> None:
    assert hours(zone, quiet).due(Delivery.AT_ONCE, at(now)) == at(due)


@pytest.mark.parametrize(
    ("zone", "quiet", "digest", "now", "due"),
    [
        ("Asia/Tokyo", "", "08:00", "2026-05-01T00:00", "2026-05-01T23:00"),  # 9:00: tomorrow
        ("Asia/Tokyo", "", "08:00", "2026-05-01T22:59", "2026-05-01T23:00"),
        ("Asia/Tokyo", "", "08:00", "2026-05-01T23:00", "2026-05-02T23:00"),
        ("America/Los_Angeles", "", "08:00", "2026-05-01T00:00", "2026-05-01T15:00"),
        ("Asia/Tokyo", "22:00-09:00", "08:00", "2026-05-01T12:00", "2026-05-02T00:00"),  # in quiet hours: after them
        ("Europe/Berlin", "", "02:30", "2026-03-28T12:00", "2026-03-29T01:30"),
    ],
)
def test_the_daily_mail_comes_at_its_time_or_after_quiet(
    zone: str, quiet: str, digest: str, now: str, due: str
) -> None:
    assert hours(zone, quiet, digest).due(Delivery.DIGEST, at(now)) == at(due)


def test_what_is_only_in_the_list_is_never_due() -> None:
    assert hours().due(Delivery.IN_APP, at("2026-05-01T00:00")) is None
