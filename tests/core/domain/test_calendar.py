"""Events in calendars: what raises the sequence, who is written to, and what they are told."""

import datetime as dt
import email
import email.policy
import threading
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
from django.core import mail as outgoing
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from core.api import cancel_event, clashing, clashing_of, events_of, invite, put_event, uninvite
from core.domain.keeping import forget_what_is_past
from core.domain.leaving import leave
from core.domain.mail import deliver
from core.models import CalendarEvent, Mail, Person
from tests.people import make_person

KEY = "learning.sitting:12"
START = timezone.now().replace(microsecond=0) + dt.timedelta(days=7)
HOUR = dt.timedelta(hours=1)


def put(**facts: Any) -> CalendarEvent:
    values = {
        "title_ja": "ネットワーク入門", "title_en": "Networks", "starts_at": START, "ends_at": START + HOUR,
        "zone": "Asia/Tokyo", "place": "本社 3F", "address": "/ja/courses/networks/",
    }  # fmt: skip
    return put_event(**{"key": KEY, **values, **facts})


def posted() -> list[EmailMessage]:
    """What goes out now: every waiting mail is offered to the mail server twice."""
    before = len(outgoing.outbox)
    for waiting in Mail.objects.filter(sent_at=None).order_by("pk"):
        deliver(waiting.pk)
        deliver(waiting.pk)
    parse = email.message_from_bytes
    return [parse(each.message().as_bytes(), policy=email.policy.default) for each in outgoing.outbox[before:]]  # type: ignore[misc]


def calendars(message: EmailMessage) -> list[tuple[str, icalendar.Event]]:
    """Each calendar of a mail: the method that its part says, and its event."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    found = []
    for part in parts:
        calendar = icalendar.Calendar.from_ical(part.get_content())
        assert calendar["method"] == part.get_param("method")
        found.append((str(calendar["method"]), calendar.walk("VEVENT")[0]))
    return found


def told(message: EmailMessage) -> tuple[str, str, str, int]:
    """To whom, what is to be done, about whose attendance, and at which sequence."""
    (method, event), file = calendars(message)
    assert (method, event.to_ical()) == (file[0], file[1].to_ical())
    return message["To"].addresses[0].addr_spec, method, str(event["attendee"]), int(event["sequence"])


@pytest.mark.django_db
def test_every_change_raises_the_sequence_and_an_unchanged_call_changes_nothing() -> None:
    uid = put().uid
    before = CalendarEvent.objects.values().get()
    put(starts_at=START.astimezone(dt.timezone(dt.timedelta(hours=9))))
    assert CalendarEvent.objects.values().get() == before
    changes: list[dict[str, Any]] = [
        {"title_ja": "入門"}, {"title_en": "Intro"}, {"starts_at": START - HOUR}, {"ends_at": START + 2 * HOUR},
        {"zone": "Europe/London"}, {"place": "4F"}, {"link": "https://meet.example/x"}, {"address": "/ja/y/"},
        {"description_ja": "持ち物"}, {"description_en": "Bring"},
    ]  # fmt: skip
    facts: dict[str, Any] = {}
    for number, change in enumerate(changes, start=1):
        facts |= change
        event = put(**facts)
        assert (event.sequence, event.uid) == (number, uid)
    cancel_event(KEY)
    cancel_event(KEY)
    assert CalendarEvent.objects.get().sequence == len(changes) + 1
    assert (put(**facts).sequence, CalendarEvent.objects.get().cancelled_at) == (len(changes) + 2, None)
    assert CalendarEvent.objects.get().uid == uid


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_at": START}, "__all__"),
        ({"zone": "Asia/Kyoto"}, "zone"),
        ({"title_ja": ""}, "title_ja"),
        ({"starts_at": START.replace(tzinfo=None)}, "starts_at"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_no_calendar_could_show_is_refused_new_or_changed(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        put(**facts)
    assert list(refused.value.message_dict) == [field]
    put()
    with pytest.raises(ValidationError):
        put(**facts)
    assert CalendarEvent.objects.get().sequence == 0


@pytest.mark.django_db
def test_an_invitation_is_mailed_once_in_the_readers_language_with_a_calendar() -> None:
    put()
    japanese, english = make_person(), make_person(language="en", time_zone="Europe/London")
    assert invite(KEY, [japanese, english]) == [japanese, english]
    assert invite(KEY, [english]) == []
    first, second = posted()
    assert (first["Subject"], second["Subject"]) == ("招待: ネットワーク入門", "Invitation: Networks")
    assert told(first) == (japanese.email, "REQUEST", f"mailto:{japanese.email}", 0)
    event = calendars(second)[0][1]
    assert (event["summary"], event["location"], event["url"]) == (
        "Networks", "本社 3F", "http://127.0.0.1:8000/en/courses/networks/"
    )  # fmt: skip
    assert event["organizer"] == "mailto:terakoya@localhost"
    assert event["dtstart"].dt == START
    assert second.get_body(("plain",)) is not None
    assert "in Tokyo)" in second.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert posted() == []


@pytest.mark.django_db
def test_a_move_tells_those_still_invited_and_a_withdrawal_the_one_who_withdrew() -> None:
    put()
    stays, goes = make_person(), make_person()
    invite(KEY, [stays, goes])
    posted()
    assert uninvite(KEY, [goes]) == [goes]
    assert uninvite(KEY, [goes]) == []
    assert [told(each) for each in posted()] == [(goes.email, "CANCEL", f"mailto:{goes.email}", 1)]
    put(starts_at=START - HOUR)
    (moved,) = posted()
    assert told(moved) == (stays.email, "REQUEST", f"mailto:{stays.email}", 1)
    assert moved["Subject"] == "変更: ネットワーク入門"
    invite(KEY, [goes])
    assert [told(each) for each in posted()] == [(goes.email, "REQUEST", f"mailto:{goes.email}", 3)]
    cancel_event(KEY)
    assert sorted(told(each) for each in posted()) == sorted(
        [(stays.email, "CANCEL", f"mailto:{stays.email}", 2), (goes.email, "CANCEL", f"mailto:{goes.email}", 4)]
    )
    put(starts_at=START - HOUR)
    assert [told(each)[1] for each in posted()] == ["REQUEST", "REQUEST"]


@pytest.mark.django_db
def test_what_changes_before_the_mail_is_sent_is_told_once_as_it_stands() -> None:
    put()
    hasty, fickle, late = make_person(), make_person(), make_person()
    invite(KEY, [hasty, fickle])
    put(place="4F")
    put(place="5F", description_ja="あとから")
    put(place="5F", description_ja="さらに")
    uninvite(KEY, [fickle])
    invite(KEY, [late])
    uninvite(KEY, [late])
    (only,) = posted()
    assert (told(only)[0], only["Subject"]) == (hasty.email, "招待: ネットワーク入門")
    assert calendars(only)[0][1]["location"] == "5F"


@pytest.mark.django_db
def test_a_mail_that_failed_is_an_invitation_still(monkeypatch: pytest.MonkeyPatch) -> None:
    put()
    invite(KEY, [make_person()])

    def fail(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
        with pytest.raises(ConnectionError):
            deliver(Mail.objects.get().pk)
    assert [each["Subject"] for each in posted()] == ["招待: ネットワーク入門"]


@pytest.mark.django_db
def test_nobody_is_told_of_what_is_over_or_whom_the_app_tells_itself_or_who_left() -> None:
    put(starts_at=START - dt.timedelta(days=30), ends_at=START - dt.timedelta(days=29))
    invite(KEY, [make_person()])
    assert Mail.objects.count() == 0
    put()
    posted()
    invite(KEY, [make_person()], by_mail=False)
    gone = make_person()
    invite(KEY, [gone])
    leave(gone, on=timezone.localdate(), actor=None)
    assert posted() == []


@pytest.mark.django_db
def test_without_an_event_there_is_nobody_to_invite() -> None:
    with pytest.raises(KeyError):
        invite("learning.sitting:0", [make_person()])
    assert uninvite("learning.sitting:0", [make_person()]) == []
    cancel_event("learning.sitting:0")


@pytest.mark.django_db
def test_a_calendar_holds_what_its_person_is_invited_to_and_takes_place() -> None:
    me, other = make_person(), make_person()
    mine = put()
    for key in ("off", "left", "others", "later"):
        put(key=key, **({"starts_at": START + HOUR, "ends_at": START + 2 * HOUR} if key == "later" else {}))
        invite(key, [other if key == "others" else me])
    invite(KEY, [me])
    cancel_event("off")
    uninvite("left", [me])
    assert list(events_of(me, START, START + HOUR)) == [mine]
    assert [event.key for event in events_of(me, START, START + 2 * HOUR)] == [KEY, "later"]
    assert clashing(me, START + HOUR / 2, START + HOUR) == [mine]
    assert clashing(me, START + HOUR / 2, START + HOUR, apart_from=[KEY]) == []
    assert clashing(me, START - HOUR, START) == []
    assert {number: [event.key for event in events] for number, events in
            clashing_of([me, other, make_person()], START, START + HOUR).items()} == {
        me.pk: [KEY], other.pk: ["others"]
    }  # fmt: skip


@pytest.mark.django_db
def test_events_go_two_years_after_their_end() -> None:
    old = timezone.now() - dt.timedelta(days=2 * 366)
    put(starts_at=old - HOUR, ends_at=old)
    put(key="new", starts_at=old + dt.timedelta(days=2), ends_at=old + dt.timedelta(days=3))
    invite(KEY, [make_person()])
    assert forget_what_is_past()["core.calendar"] == 2
    assert [event.key for event in CalendarEvent.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_told_to_nobody() -> None:
    person = make_person()
    put()
    with transaction.atomic():
        invite(KEY, [person])
        transaction.set_rollback(True)
    assert (Mail.objects.count(), list(events_of(person, START, START + HOUR))) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_each_invites_once_and_every_change_counts() -> None:
    person = make_person()
    errors: list[BaseException] = []

    def act(number: int) -> None:
        try:
            put(place=f"{number}F")
            invite(KEY, [Person.objects.get(pk=person.pk)])
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    event = CalendarEvent.objects.get()
    assert errors == []
    assert (event.sequence, event.invitations.count()) == (7, 1)
    assert [told(each)[3] for each in posted()] == [7]
