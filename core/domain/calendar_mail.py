"""Invitations by mail: what a calendar program takes in by itself, and words for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from core.domain import mail
from core.domain.queries.calendar import entry_of, page_of
from core.ics.document import document
from core.models.calendar import CalendarEvent, CalendarInvitation
from core.models.mail import Mail
from core.models.person import Person

TEMPLATE = "calendar_event"


def tell(event: CalendarEvent, *, people: Sequence[Person], latest_end: dt.datetime | None = None) -> None:
    """Queue one mail to each; nothing about what is over. What it says is decided when it is sent: a move that
    follows at once replaces it, and each state of an invitation is told once."""
    if max(event.ends_at, latest_end or event.ends_at) <= timezone.now():
        return
    concerned = CalendarInvitation.objects.filter(event=event, person__in=[person.pk for person in people])
    concerned.update(queued=F("turns") + event.sequence)
    for invitation in concerned.select_related("person").order_by("pk"):
        mail.queue_mail(
            invitation.person, template=TEMPLATE, key=f"calendar:{invitation.pk}:{invitation.queued}",
            context={"invitation": invitation.pk, "sequence": invitation.queued},
        )  # fmt: skip


@transaction.atomic
def _complete(waiting: Mail) -> dict[str, Any] | None:
    """What the mail says of the event as it is now; None where a later mail says it, or there is nothing to take back.

    That it went out is noted before it does: somebody who may have heard of it is told when it is off.
    """
    invitation = CalendarInvitation.objects.select_related("event", "person").select_for_update(of=("self",))
    found = invitation.filter(pk=waiting.context["invitation"]).first()
    if found is None or found.queued != waiting.context["sequence"]:
        return None
    is_off = found.withdrawn_at is not None or found.event.cancelled_at is not None
    if is_off and found.told_at is None:
        return None
    if found.told_at is None:
        found.told_at = timezone.now()
        found.save(update_fields=["told_at"])
        # A second attempt at the same mail is an invitation still.
        waiting.context["is_first"] = True
        waiting.save(update_fields=["context"])
    return _said(found, is_off=is_off, is_first=bool(waiting.context.get("is_first")))


def _said(invitation: CalendarInvitation, *, is_off: bool, is_first: bool) -> dict[str, Any]:
    event = invitation.event
    method = "CANCEL" if is_off else "REQUEST"
    entry = entry_of(invitation, by_mail=True)
    here, gone = "invited" if is_first else "changed", "cancelled" if event.cancelled_at else "withdrawn"
    return {
        "event": event,
        "title": event.title,
        "news": gone if is_off else here,
        "page": page_of(event, translation.get_language() or invitation.person.language),
        mail.CALENDAR: mail.CalendarPart(method, document([entry], method=method)),
    }


mail.complete_with(TEMPLATE, _complete)
