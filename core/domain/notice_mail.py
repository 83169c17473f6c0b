"""Notices that are wished for by mail: those at once each as soon as it may, the others together once a day.

A notice waits while it has a `due_at`. Handing it over takes that away and writes the mail in one transaction, so no
second worker finds it; from then on `core.domain.mail` sees to it that the mail goes out once, whenever the server of
mail is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from core.domain.mail import complete_with, queue_mail
from core.domain.notice_times import Hours
from core.domain.queries.notices import words_of
from core.enums import Delivery
from core.models.mail import Mail
from core.models.notice import Notice, NoticeHours
from core.models.person import Person
from core.notices import notice_kind

PEOPLE = 200


def connect() -> None:
    """Called once, when the apps are loaded."""
    complete_with("notices", _complete)
    complete_with("notice_digest", _complete)


def hand_over_due() -> int:
    """Write the mails whose time has come; returns how many. Two workers at once write each of them once."""
    now, count, last = timezone.now(), 0, 0
    while numbers := _people_due(now, after=last):
        for person in Person.objects.filter(pk__in=numbers).order_by("pk"):
            count += _hand_over(person, now)
        last = numbers[-1]
    return count


def _people_due(now: dt.datetime, *, after: int) -> list[int]:
    due = Notice.objects.filter(due_at__lte=now, person__gt=after).order_by("person")
    return list(due.values_list("person", flat=True).distinct()[:PEOPLE])


@transaction.atomic
def _hand_over(person: Person, now: dt.datetime) -> int:
    hours = Hours.of(person.zone, NoticeHours.objects.filter(person=person).first())
    waiting = list(Notice.objects.filter(person=person, due_at__isnull=False).select_for_update().order_by("pk"))
    due = [notice for notice in waiting if notice.due_at is not None and notice.due_at <= now]
    if not due:
        return 0
    if hours.is_quiet(now):  # the zone or the hours are others than when it was told, or the worker was away
        Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(due_at=hours.after_quiet(now))
        return 0
    at_once = [notice for notice in due if notice.delivery == Delivery.AT_ONCE]
    daily = [notice for notice in waiting if notice.delivery == Delivery.DIGEST]
    count = _write(person, at_once, template="notices", key=f"notices:{at_once[0].pk}") if at_once else 0
    if len(due) > len(at_once):
        count += _write_digest(person, daily, hours, now)
    return count


def _write_digest(person: Person, notices: Sequence[Notice], hours: Hours, now: dt.datetime) -> int:
    """One a day, whatever happens to the zone or the hour of the reader: what comes later waits for tomorrow's."""
    day = now.astimezone(person.zone).date()
    count = _write(person, notices, template="notice_digest", key=f"digest:{person.pk}:{day.isoformat()}")
    if not count:
        waiting = Notice.objects.filter(pk__in=[notice.pk for notice in notices], due_at__isnull=False)
        waiting.update(due_at=hours.next_digest(now))
    return count


def _write(person: Person, notices: Sequence[Notice], *, template: str, key: str) -> int:
    """A mail about those that are unread still; the others need none."""
    unread = [notice.pk for notice in notices if notice.read_at is None]
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    if not unread:
        rows.update(due_at=None)
        return 0
    mail = queue_mail(person, template=template, key=key)
    if mail is None:
        return 0
    rows.update(due_at=None)
    Notice.objects.filter(pk__in=unread).update(mail=mail)
    return 1


def _complete(mail: Mail) -> dict[str, Any] | None:
    """What it says when it is sent. None, and no mail, where everything was read or taken back in the meantime."""
    person = mail.person
    with translation.override(person.language), timezone.override(person.zone):
        unread = mail.notices.filter(read_at__isnull=True).order_by("pk")
        lines = [_line(notice) for notice in unread if _holds(notice, person)]
        return {"lines": lines, "settings_address": _address("notice_settings")} if lines else None


def _holds(notice: Notice, person: Person) -> bool:
    kind = notice_kind(notice.kind)
    return kind is None or kind.still_holds(person, notice.context)


def _line(notice: Notice) -> dict[str, Any]:
    words = words_of(notice)
    return {"title": words.title, "body": words.body, "address": _address("notice", notice.pk), "at": notice.created_at}


def _address(name: str, *values: object) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=values)}"
