"""Telling people: rows and, where mail is wished for, the work for the worker, in the transaction of what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import live, outbox
from core.domain.notice_times import Hours
from core.enums import Delivery
from core.models.notice import Notice, NoticeChoice, NoticeHours
from core.models.person import Person
from core.notices import NoticeKind, notice_kind

BATCH = 500


@transaction.atomic
def notify(
    people: Iterable[Person], *, kind: str, key: str, context: Mapping[str, Any] | None = None, address: str = ""
) -> None:
    """Tell people of something, each once: whoever was told of this `key` of this kind before is not told again.

    Any number of people (a queryset is read in pieces). `context` is plain JSON without secrets: the words are made
    from it in the reader's language, whenever they are read. `address` is a path without host. Who has left hears
    nothing; who has not begun yet finds it on the first day. Raises ValueError for an unknown kind, a long key or an
    address that leads elsewhere.
    """
    known = _checked(kind, key, address)
    now = timezone.now()
    is_due = False
    told: list[int] = []
    for batch in _batches(people):
        rows = _rows(batch, known, key=key, now=now)
        for row in rows:
            row.context, row.address = dict(context or {}), address
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        is_due = is_due or any(row.due_at is not None and row.due_at <= now for row in rows)
        told += [row.person_id for row in rows][: live.MOST_TOLD + 1 - len(told)]
    if is_due:
        outbox.put("core.hand_over_notices")
    _look_again(told)


@transaction.atomic
def recall(
    people: Iterable[Person], *, kind: str, key: str, context: Mapping[str, Any], address: str, at: dt.datetime
) -> None:
    """Put into people's lists what happened before the portal knew of it: with its date, read, and without a mail."""
    known = _checked(kind, key, address)
    for batch in _batches(people):
        rows = _rows(batch, known, key=key, now=at)
        for row in rows:
            row.context, row.address, row.due_at, row.read_at = dict(context), address, None, at
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


def take_back(*, kind: str, key: str) -> int:
    """Unsay what no longer holds: it leaves the lists of all who have not read it, and no mail goes out. How many."""
    return Notice.objects.filter(kind=kind, key=key, read_at__isnull=True).delete()[0]


@transaction.atomic
def mark_read(person: Person, *, number: int) -> Notice | None:
    """The person has seen one of theirs; None where it is nobody's or somebody else's."""
    if Notice.objects.filter(person=person, pk=number, read_at__isnull=True).update(read_at=timezone.now()):
        _look_again([person.pk])
    return Notice.objects.filter(person=person, pk=number).first()


@transaction.atomic
def mark_all_read(person: Person, *, up_to: int) -> int:
    """Everything that stood on the page, up to the newest notice of it: what came since stays unread. How many."""
    seen = Notice.objects.filter(person=person, pk__lte=up_to, read_at__isnull=True)
    count = seen.update(read_at=timezone.now())
    _look_again([person.pk])
    return count


def _look_again(people: list[int]) -> None:
    """Their open pages, once this is certain. Nothing that goes wrong there undoes what is committed."""
    transaction.on_commit(lambda: live.tell(people), robust=True)


def _checked(kind: str, key: str, address: str) -> NoticeKind:
    known = notice_kind(kind)
    if known is None:
        raise ValueError(f"No app has registered the kind of notices “{kind}”.")
    if not 0 < len(key) <= 120:
        raise ValueError(f"A key has 1 to 120 characters: “{key}”")
    if address and (not address.startswith("/") or address.startswith(("//", "/\\")) or len(address) > 500):
        raise ValueError(f"An address is a path without host: “{address}”")
    return known


def _batches(people: Iterable[Person]) -> Iterator[list[Person]]:
    each = people.iterator(chunk_size=BATCH) if isinstance(people, QuerySet) else iter(people)
    while batch := list(islice(each, BATCH)):
        # Each person once, in one order: two that tell the same people at the same time wait, and never for each other.
        yield sorted({person.pk: person for person in batch}.values(), key=lambda person: person.pk)


def _rows(people: list[Person], kind: NoticeKind, *, key: str, now: dt.datetime) -> list[Notice]:
    numbers = [person.pk for person in people]
    chosen = dict(NoticeChoice.objects.filter(kind=kind.key, person__in=numbers).values_list("person_id", "delivery"))
    hours = {row.person_id: row for row in NoticeHours.objects.filter(person__in=numbers)}
    rows = []
    for person in people:
        delivery = Delivery(chosen.get(person.pk, kind.default))
        if delivery == Delivery.OFF or not person.is_active or person.has_left():
            continue
        due_at = _due(person, delivery, Hours.of(person.zone, hours.get(person.pk)), now)
        rows.append(Notice(person=person, kind=kind.key, key=key, created_at=now, delivery=delivery, due_at=due_at))
    return rows


def _due(person: Person, delivery: Delivery, hours: Hours, now: dt.datetime) -> dt.datetime | None:
    """Who has not begun cannot sign in to read more: their mail comes with the first daily one."""
    begins = dt.datetime.combine(person.joined_on, dt.time.min, tzinfo=person.zone)
    if begins <= now:
        return hours.due(delivery, now)
    return hours.next_digest(begins) if delivery != Delivery.IN_APP else None
