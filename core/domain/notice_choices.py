"""How someone wishes to be told: by kind, and at which hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.domain.notice_times import Hours
from core.enums import Delivery
from core.models.notice import Notice, NoticeChoice, NoticeHours
from core.models.person import Person
from core.notices import notice_kind


@transaction.atomic
def choose_notices(
    person: Person,
    *,
    choices: Mapping[str, Delivery],
    digest_at: dt.time,
    quiet: tuple[dt.time, dt.time] | None,
    actor: Person,
) -> None:
    """Keep what a person chose: a delivery for each of these kinds, quiet hours (from, until) or none, the time of the
    daily mail. What waits already to be mailed follows the new wish."""
    Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    for kind, delivery in choices.items():
        NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults={"delivery": delivery})
    begins, ends = quiet or (None, None)
    values = {"digest_at": digest_at, "quiet_from": begins, "quiet_until": ends}
    hours, _ = NoticeHours.objects.update_or_create(person=person, defaults=values)
    _plan_anew(person, Hours.of(person.zone, hours))
    audit.record("person.notices_chosen", actor=actor, subject=person, on=person, detail={"kinds": sorted(choices)})


def _plan_anew(person: Person, hours: Hours) -> None:
    now = timezone.now()
    chosen = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "delivery"))
    waiting = Notice.objects.filter(person=person, due_at__isnull=False).select_for_update()
    for notice in waiting:
        kind = notice_kind(notice.kind)
        delivery = Delivery(chosen.get(notice.kind) or (kind.default if kind else notice.delivery))
        # What is off from now on was told before: it stays in the list, and no mail follows.
        notice.due_at = hours.due(delivery, now)
        notice.delivery = Delivery.IN_APP if delivery == Delivery.OFF else delivery
        notice.save(update_fields=["due_at", "delivery"])
