"""My calendar on the screen, as a file, and under the private address that calendar programs follow."""

import datetime as dt
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from core.api import CalendarEvent, cancel_event, invite, put_event, uninvite
from core.domain.calendar_feed import feed_of
from core.domain.leaving import leave, stay
from core.domain.queries.calendar_feed import feed_address
from core.models import AuditEntry, CalendarFeed, Person
from portal.logs import mask
from tests.people import home, make_person

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
SOON = timezone.now().replace(microsecond=0) + HOUR
BASE = "http://127.0.0.1:8000"


def put(key: str = "one", people: tuple[Person, ...] = (), **facts: Any) -> CalendarEvent:
    values = {
        "title_ja": f"研修 {key}", "title_en": f"Course {key}", "starts_at": SOON, "ends_at": SOON + HOUR,
        "zone": "Asia/Tokyo", "place": "3F", "link": "https://meet.example/x", "address": "/ja/courses/x/",
    }  # fmt: skip
    event = put_event(**{"key": key, **values, **facts})
    invite(key, people)
    return event


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def follow(address: str, **headers: str):  # type: ignore[no-untyped-def]
    """As a calendar program: no session, no cookie."""
    return Client().get(address.removeprefix(BASE), headers=headers)


def events(content: bytes) -> dict[str, str]:
    """The status of each event that a file holds, by its title."""
    found = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {str(event["summary"]): str(event["status"]) for event in found}


@pytest.fixture
def me() -> Person:
    return make_person(language="en")


def test_the_month_shows_what_i_am_invited_to_in_my_zone_and_language(me: Person) -> None:
    moment = dt.datetime(2027, 3, 31, 23, 30, tzinfo=dt.UTC)
    put("a", (me,), starts_at=moment, ends_at=moment + HOUR)
    put("b", (make_person(),), starts_at=moment, ends_at=moment + HOUR)
    page = signed_in(me).get("/en/calendar/?month=2027-04").content.decode()
    assert "April 2027" in page
    assert page.count('class="event"') == 1
    assert "08:30–09:30" in page
    assert 'href="/en/courses/x/">Course a<' in page
    assert 'href="?month=2027-03"' in page
    assert 'href="?month=2027-05"' in page
    assert "研修 a" in signed_in(me).get("/ja/calendar/?month=2027-04").content.decode()


def test_an_event_over_several_days_is_on_each_and_not_on_the_one_it_ends_before(me: Person) -> None:
    begin = dt.datetime(2027, 4, 6, 0, 0, tzinfo=me.zone)
    put("a", (me,), starts_at=begin + 9 * HOUR, ends_at=begin + 3 * DAY)
    month = signed_in(me).get("/en/calendar/?month=2027-04").context["month"]
    shown = {day.date.day: day.items[0].hours for day in month.days if day.items}
    assert shown == {6: "09:00–", 7: "all day", 8: "all day"}


@pytest.mark.parametrize("wanted", ["", "2027-13", "27", "９９", "9999-12", "2026-12-01", "%00"])
def test_an_address_that_names_no_month_shows_the_present_one(wanted: str, me: Person) -> None:
    answer = signed_in(me).get(f"/en/calendar/?month={wanted}")
    assert answer.context["month"].first == timezone.localdate().replace(day=1)


def test_what_comes_lists_the_days_on_which_something_is(me: Person) -> None:
    put("a", (me,))
    put("b", (me,), starts_at=SOON + DAY, ends_at=SOON + DAY + HOUR)
    put("past", (me,), starts_at=SOON - 3 * DAY, ends_at=SOON - 3 * DAY + HOUR)
    agenda = signed_in(me).get("/en/calendar/?view=agenda").context["agenda"]
    assert [item.event.key for day in agenda for item in day.items] == ["a", "b"]
    nothing = signed_in(make_person(language="en")).get("/en/calendar/?view=agenda").content.decode()
    assert "Nothing comes in the next three months" in nothing


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_one_event_and_for_three(
    count: int, me: Person, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        put(str(number), (me,))
    client = signed_in(me)
    client.get("/en/calendar/")
    with django_assert_num_queries(6):
        client.get("/en/calendar/")


def test_home_says_what_comes_until_it_is_over_or_off(me: Person) -> None:
    put("a", (me,))
    put("far", (me,), starts_at=SOON + 20 * DAY, ends_at=SOON + 21 * DAY)
    client, address = signed_in(me), home("en").url
    page = client.get(address).content.decode()
    assert ("Course a" in page, "Course far" in page) == (True, False)
    cancel_event("a")
    assert "Course a" not in client.get(address).content.decode()


def test_one_event_is_a_file_for_whoever_is_invited_and_absent_for_everyone_else(me: Person) -> None:
    event = put("a", (me,))
    address = f"/en/calendar/events/{event.uid}.ics"
    answer = signed_in(me).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert events(answer.content) == {"Course a": "CONFIRMED"}
    assert signed_in(make_person()).get(address).status_code == 404
    uninvite("a", [me])
    assert signed_in(me).get(address).status_code == 404


def test_a_feed_holds_what_its_owner_is_invited_to_and_says_for_a_month_what_is_off(me: Person) -> None:
    put("a", (me,))
    put("withdrawn", (me,))
    put("others", (make_person(),))
    put("long ago", (me,), starts_at=SOON - 100 * DAY, ends_at=SOON - 99 * DAY)
    for key in ("off", "off long ago"):
        put(key, (me,))
        cancel_event(key)
    CalendarEvent.objects.filter(key="off long ago").update(cancelled_at=timezone.now() - 31 * DAY)
    uninvite("withdrawn", [me])
    answer = follow(feed_address(feed_of(me)))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert events(answer.content) == {"Course a": "CONFIRMED", "Course off": "CANCELLED"}
    assert me.email.encode() not in answer.content


def test_a_feed_that_says_nothing_new_is_not_sent_again(me: Person) -> None:
    put("a", (me,))
    address = feed_address(feed_of(me))
    first = follow(address)
    assert follow(address, if_none_match=first["ETag"]).status_code == 304
    assert follow(address, if_modified_since=first["Last-Modified"]).status_code == 304
    uninvite("a", [me])
    second = follow(address, if_modified_since=first["Last-Modified"])
    assert (second.status_code, events(second.content)) == (200, {})
    assert follow(address, if_none_match=first["ETag"]).status_code == 200


def test_a_reset_ends_the_old_address_at_once_and_is_written_down(me: Person) -> None:
    put("secret", (me,))
    client, old = signed_in(me), feed_address(feed_of(me))
    assert old in client.get("/en/calendar/").content.decode()
    assert old not in signed_in(make_person()).get("/en/calendar/").content.decode()
    answer = client.post("/en/calendar/reset/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/calendar/#follow")
    gone, never = follow(old), follow(f"{BASE}/calendar/nothing.ics")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert [word for word in ("secret", me.email, me.family_name) if word in gone.content.decode()] == []
    assert "ETag" not in gone
    new = feed_address(feed_of(me))
    assert (new != old, follow(new).status_code) == (True, 200)
    assert list(AuditEntry.objects.filter(action="calendar.feed_reset").values_list("actor", "subject")) == [
        (me.pk, me.pk)
    ]


def test_whoever_left_has_no_feed_until_the_leaving_is_taken_back(me: Person) -> None:
    address = feed_address(feed_of(me))
    leave(me, on=timezone.localdate(), actor=None)
    assert follow(address).status_code == 404
    stay(me, actor=None)
    assert follow(address).status_code == 200


def test_what_stands_in_the_database_is_not_the_address(me: Person) -> None:
    feed = feed_of(me)
    token = feed_address(feed).rpartition("/")[2]
    stored = " ".join(str(value) for value in CalendarFeed.objects.filter(pk=feed.pk).values().get().values())
    assert token.split(".")[1] not in stored
    assert follow(f"{BASE}/calendar/{feed.key.hex}.ics").status_code == 404
    assert follow(f"{BASE}/calendar/{feed.key}.ics").status_code == 404


def test_the_address_stands_in_no_log(me: Person) -> None:
    path = feed_address(feed_of(me)).removeprefix(BASE)
    assert mask(f"GET {path} 200") == "GET /calendar/[hidden] 200"


def test_a_program_that_asks_all_the_time_is_told_to_wait(me: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.views.calendar.AN_HOUR", 1)
    address = feed_address(feed_of(me))
    assert [follow(address).status_code for _ in range(2)] == [200, 429]
    assert follow(address)["Retry-After"] == "3600"
