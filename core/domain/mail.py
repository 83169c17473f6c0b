"""Mail to people: queued in the transaction of what it tells of, sent by the worker, never twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from email.mime.text import MIMEText
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core import outbox
from core.domain.mail_faults import tell_of_lost_words, tell_of_unsent
from core.models.mail import Mail
from core.models.person import Person

# How long a message waits for a server of mail that is away, and the longest pause between two attempts.
PATIENCE = dt.timedelta(days=3)
LONGEST_PAUSE = 60  # minutes
# What a template shows that must not lie in the database, such as a link that sets a password.
Complete = Callable[[Mail], dict[str, Any] | None]
_completers: dict[str, Complete] = {}
# The name under which a completer adds what calendar programs read.
CALENDAR = "calendar_part"


@dataclass(frozen=True)
class CalendarPart:
    """A calendar and what is to be done with it (RFC 6047): REQUEST, CANCEL."""

    method: str
    content: bytes


def complete_with(template: str, complete: Complete) -> None:
    """Have `complete(mail)` add to what a template shows when it is sent; None means: no longer to be sent."""
    _completers[template] = complete


@transaction.atomic
def queue_mail(person: Person, *, template: str, key: str, context: dict[str, Any] | None = None) -> Mail | None:
    """Write one message; None where `key` was told before.

    `template` names `mail/<template>.subject.txt`, `.txt` and `.html`; `context` holds plain JSON and no secret.
    """
    mail, is_new = Mail.objects.get_or_create(
        key=key, defaults={"person": person, "template": template, "context": context or {}}
    )
    if is_new:
        outbox.put("core.send_mail", mail.pk)
    return mail if is_new else None


def deliver(mail_id: int) -> None:
    """Send a message unless it was sent, is being sent, or its reader has left.

    The claim comes first: a worker killed while it talks to the mail server leaves a message unsent rather than
    sent twice. An error of the server frees the claim, and a later attempt follows; so does one whose templates are
    of another version than this, of which administrators are told.
    """
    now = timezone.now()
    claimed = Mail.objects.filter(pk=mail_id, claimed_at__isnull=True, sent_at__isnull=True).update(
        claimed_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    mail = Mail.objects.select_related("person").get(pk=mail_id)
    try:
        message = compose(mail)
        if message is not None:
            message.send()
    except TemplateDoesNotExist as missing:
        _try_later(mail)
        if not missing.args[0].startswith(f"mail/{mail.template}."):
            raise
        tell_of_lost_words(mail)
        return
    except Exception:
        _try_later(mail)
        raise
    Mail.objects.filter(pk=mail_id).update(sent_at=timezone.now())


def compose(mail: Mail) -> EmailMultiAlternatives | None:
    """The message in its reader's language, text and HTML; None where it is no longer to be sent."""
    person = mail.person
    if not person.is_active or person.has_left():
        return None
    complete = _completers.get(mail.template)
    with translation.override(person.language), timezone.override(person.zone):
        added = complete(mail) if complete else {}
        if added is None:
            return None
        context = {
            **mail.context,
            **added,
            "person": person,
            "base_url": settings.BASE_URL,
            "language": person.language,
        }
        subject = " ".join(render_to_string(f"mail/{mail.template}.subject.txt", context).split())
        text = render_to_string(f"mail/{mail.template}.txt", context).strip() + "\n"
        message = EmailMultiAlternatives(subject, text, to=[formataddr((person.display_name, person.email))])
        message.attach_alternative(render_to_string(f"mail/{mail.template}.html", context), "text/html")
        if CALENDAR in added:
            _attach_calendar(message, added[CALENDAR])
    return message


def _attach_calendar(message: EmailMultiAlternatives, calendar: CalendarPart) -> None:
    """Twice, since calendar programs look in either place: as one more way to read the message, and as a file."""
    text = calendar.content.decode()
    message.attach_alternative(text, f"text/calendar; method={calendar.method}")
    file = MIMEText(text, "calendar", "utf-8")
    file.set_param("method", calendar.method)
    file.add_header("Content-Disposition", "attachment", filename="invite.ics")
    message.attach(file)


def look_for_unsent() -> None:
    """Once a day: what stays unsent is told to administrators."""
    tell_of_unsent(patience=PATIENCE)


@transaction.atomic
def _try_later(mail: Mail) -> None:
    """Free the claim and come back after 1, 2, 4 … minutes, then every hour; after three days it stays unsent."""
    Mail.objects.filter(pk=mail.pk).update(claimed_at=None)
    now = timezone.now()
    if now - mail.created_at < PATIENCE:
        pause = min(2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE)
        outbox.put("core.send_mail", mail.pk, after=now + dt.timedelta(minutes=pause))
