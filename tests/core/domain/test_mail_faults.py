"""Mail of another version than the one that runs, and mail that did not go out."""

import datetime as dt

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from core.domain import mail as mails
from core.enums import Role
from core.models import Mail, Notice
from tests.people import make_person

pytestmark = pytest.mark.django_db


def test_mail_whose_words_are_gone_is_told_to_administrators_once_and_stops_no_other():
    administrator, reader = make_person(role=Role.ADMINISTRATOR), make_person()
    for number in range(2):
        old = mails.queue_mail(reader, template="of_an_old_version", key=f"old:{number}")
        mails.deliver(old.pk)
    told = Notice.objects.filter(kind="core.mail_without_words")
    assert [notice.person for notice in told] == [administrator]
    assert outgoing.outbox == []
    # Tried again later, by a version that knows them perhaps.
    assert list(Mail.objects.values_list("sent_at", "claimed_at", "attempts")) == [(None, None, 1)] * 2


def test_mail_whose_worker_was_killed_or_that_waited_too_long_is_counted_for_administrators_once():
    administrator, reader = make_person(role=Role.ADMINISTRATOR), make_person()
    now = timezone.now()
    facts = {"person": reader, "template": "notices"}
    Mail.objects.create(key="killed", claimed_at=now - dt.timedelta(hours=2), attempts=1, **facts)
    Mail.objects.create(key="waited", created_at=now - dt.timedelta(days=3, hours=5), attempts=80, **facts)
    Mail.objects.create(key="being sent", claimed_at=now, attempts=1, **facts)
    Mail.objects.create(key="sent", claimed_at=now - dt.timedelta(hours=2), sent_at=now, attempts=1, **facts)
    for _ in range(2):
        mails.look_for_unsent()
    (notice,) = Notice.objects.filter(kind="core.mail_unsent")
    assert (notice.person, notice.context) == (administrator, {"count": 2})
    assert Mail.objects.get(key="killed").sent_at is None  # never twice
