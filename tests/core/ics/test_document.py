"""What we write is read back by two libraries that know nothing of ours: icalendar's parser, and dateutil's zones."""

import datetime as dt
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.ics.document import Address, Entry, document, plain
from core.ics.zones import vtimezone

NOW = dt.datetime(2026, 11, 20, 3, 0, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def entry(**facts: object) -> Entry:
    values = {
        "uid": "11111111-2222-3333-4444-555555555555", "sequence": 2, "title": "ネットワーク入門", "starts_at": NOW,
        "ends_at": NOW + HOUR, "zone": "Asia/Tokyo", "stamped_at": NOW, "changed_at": NOW,
    }  # fmt: skip
    return Entry(**{**values, **facts})  # type: ignore[arg-type]


def read(content: bytes) -> icalendar.Event:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")[0]


def instants(content: bytes) -> list[dt.datetime]:
    """When an event begins and ends for somebody who knows no zone but the one that the file describes."""
    zones = tzical(io.StringIO(content.decode().replace("\r\n ", "")))
    event = read(content)
    found = []
    for name in ("dtstart", "dtend"):
        zone = event[name].params.get("TZID")
        moment = event[name].dt
        found.append(moment.replace(tzinfo=zones.get(zone)).astimezone(dt.UTC) if zone else moment)
    return found


def test_an_event_is_read_back_as_it_was_meant() -> None:
    content = document(
        [entry(description="一行目\n二行目; コンマ, と\\", location="本社 3F", url="https://portal.example/ja/x/",
               organiser=Address("Terakoya", "t@example.com"), attendee=Address('佐藤 "花子"; A', "s@example.com"))],
        method="REQUEST",
    )  # fmt: skip
    calendar = icalendar.Calendar.from_ical(content)
    event = read(content)
    assert (calendar["method"], calendar["version"]) == ("REQUEST", "2.0")
    assert (str(event["uid"]), event["sequence"], event["status"]) == (
        "11111111-2222-3333-4444-555555555555", 2, "CONFIRMED"
    )  # fmt: skip
    assert (event["summary"], event["description"], event["location"]) == (
        "ネットワーク入門", "一行目\n二行目; コンマ, と\\", "本社 3F",
    )  # fmt: skip
    assert event["dtstart"].params["TZID"] == "Asia/Tokyo"
    assert event["dtstart"].dt == NOW
    assert (event["attendee"], event["attendee"].params["CN"]) == ("mailto:s@example.com", "佐藤 '花子'; A")
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert event["organizer"] == "mailto:t@example.com"
    assert instants(content) == [NOW, NOW + HOUR]


def test_a_feed_names_nobody_and_a_cancelled_event_says_so() -> None:
    content = document([entry(is_cancelled=True, attendee=Address("佐藤", "s@example.com"))], name="研修")
    assert b"ATTENDEE" not in content
    assert (read(content)["status"], icalendar.Calendar.from_ical(content)["x-wr-calname"]) == ("CANCELLED", "研修")


# Each clock change from both sides, zones without one, with half an hour, with two a year around Ramadan, that
# skipped a whole day, and the hour that is lived twice.
MOMENTS = [
    ("America/New_York", "2027-03-14 06:30"),
    ("America/New_York", "2027-03-14 07:00"),
    ("America/New_York", "2027-03-14 07:30"),
    ("America/New_York", "2027-11-07 05:30"),
    ("America/New_York", "2027-11-07 06:30"),
    ("Europe/London", "2027-03-28 00:30"),
    ("Europe/London", "2027-10-31 01:30"),
    ("Europe/Dublin", "2027-07-01 09:00"),
    ("Australia/Lord_Howe", "2027-04-03 14:45"),
    ("Australia/Lord_Howe", "2027-10-02 15:15"),
    ("Africa/Casablanca", "2027-02-07 01:30"),
    ("Africa/Casablanca", "2027-03-14 02:30"),
    ("Asia/Kolkata", "2027-03-14 02:30"),
    ("Asia/Kathmandu", "2027-12-31 18:00"),
    ("Pacific/Apia", "2011-12-30 09:30"),
    ("America/Sao_Paulo", "2018-11-04 02:30"),
    ("Asia/Tokyo", "2026-12-31 14:30"),
    ("UTC", "2027-03-14 02:30"),
]


@pytest.mark.parametrize(("zone", "moment"), MOMENTS)
def test_an_event_is_at_its_moment_for_who_knows_the_zone_from_the_file_alone(zone: str, moment: str) -> None:
    start = dt.datetime.fromisoformat(f"{moment}+00:00")
    content = document([entry(zone=zone, starts_at=start, ends_at=start + HOUR)])
    assert instants(content) == [start, start + HOUR]
    assert read(content)["dtstart"].dt.astimezone(dt.UTC) == start


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(sorted({name for name, _moment in MOMENTS} | {"America/St_Johns", "Pacific/Chatham"})),
    days=st.floats(0, 20 * 366),
    minutes=st.integers(1, 60 * 24 * 3),
)
def test_so_is_one_at_any_moment(zone: str, days: float, minutes: int) -> None:
    begin = (NOW.replace(year=2015) + dt.timedelta(days=days)).replace(microsecond=0)
    end = begin + dt.timedelta(minutes=minutes)
    assert instants(document([entry(zone=zone, starts_at=begin, ends_at=end)])) == [begin, end]


def test_clocks_change_at_the_time_that_the_old_clock_shows() -> None:
    text = vtimezone("America/New_York", 2027, 2027).to_ical().decode()
    assert [line for line in text.splitlines() if line.startswith("DTSTART")] == [
        "DTSTART:20270101T000000", "DTSTART:20270314T020000", "DTSTART:20271107T020000",
    ]  # fmt: skip


def test_each_zone_is_described_once_for_all_years_of_its_events() -> None:
    years = [NOW, NOW.replace(year=2028), NOW.replace(year=2027)]
    content = document([entry(starts_at=at, ends_at=at + HOUR, zone="Europe/London") for at in years])
    calendar = icalendar.Calendar.from_ical(content)
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert [event["dtstart"].dt for event in calendar.walk("VEVENT")] == years
    assert ZoneInfo("Europe/London").key in content.decode()


@settings(max_examples=60, deadline=None)
@given(title=st.text(min_size=1, max_size=200), description=st.text(max_size=400))
@example(title="研修" * 80, description="改行\r\n\r\n;,\\n:\"'")
@example(title="BEGIN:VEVENT\r\nATTENDEE:mailto:x@example.com", description="\x00\x0b\u2028\u2029\x85")
def test_any_text_comes_back_and_no_line_is_longer_than_75_octets(title: str, description: str) -> None:
    content = document([entry(title=title, description=description)], method="REQUEST")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [plain(title)]
    assert str(events[0].get("description", "")) == plain(description)
    for line in content.split(b"\r\n"):
        line.decode()  # no character is torn


def test_an_entry_without_what_is_not_said_has_no_empty_lines() -> None:
    text = document([replace(entry(), title="x")]).decode()
    assert not [line for line in text.splitlines() if line.endswith(":")]
