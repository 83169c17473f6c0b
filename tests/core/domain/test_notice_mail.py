"""Notices by mail: once, not lost, not at night, and the daily one once a day."""

import datetime as dt
import threading

import pytest
from django.core import mail as outgoing
from django.db import connection
from django.utils import timezone

from core import notices
from core.domain import mail as mails
from core.domain.leaving import leave
from core.domain.notice_choices import choose_notices
from core.domain.notice_mail import hand_over_due
from core.domain.notices import mark_read, notify, take_back
from core.enums import Delivery
from core.models import Mail, Notice, NoticeHours
from core.notices import NoticeKind
from tests.core.notices import kinds
from tests.people import make_person

__all__ = ["kinds"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
MORNING = dt.datetime(2026, 5, 1, 1, 0, tzinfo=dt.UTC)  # Friday, 10:00 in Tokyo
DAY = dt.timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """What time it is, to be moved by hand."""

    class Clock:
        now = MORNING

        def to(self, text):
            self.now = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def tell(person, key, *, kind="at_once", **context):
    notify([person], kind=f"test.{kind}", key=key, context={"thing": key, **context}, address="/ja/me/")


def work():
    """What the worker does: hand over what is due, send what waits."""
    hand_over_due()
    for each in Mail.objects.filter(sent_at__isnull=True):
        mails.deliver(each.pk)


def subjects():
    return [message.subject for message in outgoing.outbox]


def test_a_mail_at_once_speaks_the_readers_language_in_text_and_html(clock, settings):
    settings.BASE_URL = "https://portal.example"
    for language, greeting in (("ja", "さん"), ("en", "Dear")):
        person = make_person(language=language)
        tell(person, "C&A", at="2026-05-01T00:30:00+00:00")
        work()
        message = outgoing.outbox[-1]
        number = Notice.objects.get(person=person).pk
        address = f"https://portal.example/{language}/notices/{number}/"
        html = message.alternatives[0][0]
        assert message.subject == "<b>C&A</b>"
        assert (greeting in message.body, f"<b>C&A</b>\nAt 09:30\n{address}" in message.body) == (True, True)
        assert f'<a href="{address}"><b>&lt;b&gt;C&amp;A&lt;/b&gt;</b></a>' in html
        assert f"https://portal.example/{language}/settings/notices/" in html


def test_once_whatever_runs_again(clock):
    person = make_person()
    tell(person, "a")
    work()
    tell(person, "a")
    Notice.objects.update(due_at=None)
    work()
    assert subjects() == ["<b>a</b>"]


def test_what_only_stands_in_the_list_is_not_mailed(clock):
    tell(make_person(), "a", kind="in_app")
    clock.to("2026-05-09T00:00")
    work()
    assert subjects() == []


def test_mail_that_is_down_delays_and_loses_nothing(clock, settings):
    person = make_person()
    tell(person, "a")
    settings.EMAIL_BACKEND = "tests.core.domain.test_notice_mail.Down"
    hand_over_due()
    waiting = Mail.objects.get()
    for _ in range(20):
        with pytest.raises(ConnectionRefusedError):
            mails.deliver(waiting.pk)
        clock.now += dt.timedelta(hours=1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work()
    work()
    assert subjects() == ["<b>a</b>"]


class Down:
    """A mail server that is away."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_quiet_hours_hold_mails_over_midnight_and_give_them_out_as_one(clock):
    person = make_person(time_zone="America/New_York", language="en")
    NoticeHours.objects.create(
        person=person, quiet_from=dt.time(22), quiet_until=dt.time(7), digest_at=dt.time(8)
    )  # fmt: skip
    clock.to("2026-05-02T02:30")  # 22:30 there
    tell(person, "a")
    clock.to("2026-05-02T09:00")
    tell(person, "b")
    work()
    assert (subjects(), Notice.objects.filter(person=person).count()) == ([], 2)
    clock.to("2026-05-02T11:00")  # 7:00
    work()
    assert subjects() == ["2 notices: <b>a</b> and more"]


def test_quiet_hours_that_were_set_meanwhile_hold_what_was_due(clock):
    person = make_person()
    tell(person, "a")
    clock.to("2026-05-01T14:00")  # 23:00 in Tokyo; the worker had been away
    NoticeHours.objects.create(
        person=person, quiet_from=dt.time(22), quiet_until=dt.time(7), digest_at=dt.time(8)
    )  # fmt: skip
    work()
    assert subjects() == []
    clock.to("2026-05-01T22:00")
    work()
    assert subjects() == ["<b>a</b>"]


def test_the_daily_mail_comes_once_a_day_with_what_is_unread(clock):
    person = make_person(language="en")
    for key in "abc":
        tell(person, key, kind="digest")
    mark_read(person, number=Notice.objects.get(key="b").pk)
    work()
    assert subjects() == []
    clock.to("2026-05-01T23:00")  # 8:00 the next day
    work()
    work()
    assert subjects() == ["Today at Terakoya: 2 notices"]
    assert [key in outgoing.outbox[0].body for key in ("<b>a", "<b>b", "<b>c")] == [True, False, True]
    tell(person, "d", kind="digest")
    clock.to("2026-05-02T23:00")
    work()
    assert subjects() == ["Today at Terakoya: 2 notices", "Today at Terakoya: 1 notice"]


def test_a_day_has_one_daily_mail_even_when_its_hour_is_moved(clock):
    person = make_person(language="en")
    tell(person, "a", kind="digest")
    clock.to("2026-05-01T23:00")
    work()
    choose_notices(person, choices={}, digest_at=dt.time(20), quiet=None, actor=person)
    tell(person, "b", kind="digest")
    clock.to("2026-05-02T11:00")  # 20:00 of the same day
    work()
    assert len(subjects()) == 1
    clock.to("2026-05-03T11:00")
    work()
    assert len(subjects()) == 2


def test_nothing_unread_is_no_mail(clock):
    person = make_person()
    tell(person, "a", kind="digest")
    tell(person, "b")
    for notice in Notice.objects.all():
        mark_read(person, number=notice.pk)
    clock.to("2026-05-01T23:00")
    work()
    assert (subjects(), Notice.objects.filter(due_at__isnull=False).count()) == ([], 0)


def test_what_was_taken_back_read_or_left_between_handing_over_and_sending_is_not_sent(clock):
    taken, read, left = make_person(), make_person(), make_person()
    for person in (taken, read, left):
        tell(person, f"a{person.pk}")
    hand_over_due()
    take_back(kind="test.at_once", key=f"a{taken.pk}")
    mark_read(read, number=Notice.objects.get(person=read).pk)
    leave(left, on=timezone.localdate(), actor=None)
    work()
    assert subjects() == []


def test_whoever_has_not_begun_is_written_to_on_the_first_morning(clock):
    person = make_person(joined_on=dt.date(2026, 5, 7))
    tell(person, "a")
    clock.to("2026-05-06T22:59")  # 7:59 of the first day in Tokyo
    work()
    assert subjects() == []
    clock.to("2026-05-06T23:00")
    work()
    assert subjects() == ["<b>a</b>"]


def test_what_no_longer_holds_is_left_out(clock):
    still = NoticeKind("test.still", "S", "T", Delivery.AT_ONCE, "told/plain", lambda person, context: context["open"])
    notices.register_notice_kind(still)
    person = make_person()
    tell(person, "solved", kind="still", open=False)
    work()
    tell(person, "open", kind="still", open=True)
    work()
    assert subjects() == ["<b>open</b>"]


def test_what_waits_follows_a_change_of_mind(clock):
    person = make_person()
    tell(person, "a", kind="digest")
    tell(person, "b", kind="in_app")
    choices = {"test.digest": Delivery.AT_ONCE}
    choose_notices(person, choices=choices, digest_at=dt.time(8), quiet=None, actor=person)
    work()
    assert subjects() == ["<b>a</b>"]
    NoticeHours.objects.all().delete()
    tell(person, "c")
    choose_notices(person, choices={"test.at_once": Delivery.OFF}, digest_at=dt.time(8), quiet=None, actor=person)
    work()
    assert (len(subjects()), Notice.objects.get(key="c").delivery) == (1, Delivery.IN_APP)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_each_mail_once():
    for _ in range(3):
        person = make_person()
        tell(person, "a")
        tell(person, "b", kind="digest")
    Notice.objects.update(due_at=timezone.now())
    together = threading.Barrier(2)
    faults = []

    def worker():
        together.wait()
        try:
            hand_over_due()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (faults, Mail.objects.count(), Notice.objects.filter(mail__isnull=True).count()) == ([], 6, 0)
