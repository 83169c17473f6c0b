"""Mail of another version than the one that runs."""

import pytest
from django.core import mail as outgoing

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
