"""Tokens of a person's own: made, used, revoked. They end by themselves, by signing out everywhere and by leaving."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.domain import audit
from core.enums import TokenScope
from core.models.api_token import NAME_LENGTH, ApiToken
from core.models.person import Person
from core.rules import is_employee

MOST = 20
LONGEST = dt.timedelta(days=365)
BEGINNING = "tkya_"
SHOWN = len(BEGINNING) + 4
AT_ONCE = dt.timedelta(seconds=10)
NOTED_EVERY = dt.timedelta(minutes=1)


@transaction.atomic
def make_token(
    person: Person, *, name: str, scope: str, last_day: dt.date, key: uuid.UUID | None = None
) -> tuple[ApiToken, str]:
    """A token that works until the end of a day (within a year) in the person's zone, and its text: to be shown once.

    The person's row is the lock that holds their number. ValidationError names the field. Said twice with one `key` at
    once (a double click, of which a browser shows the second answer), it is one token, and the second text counts.
    """
    Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    made = ApiToken.objects.filter(public_id=key).first() if key is not None else None
    if made is not None and made.person_id == person.pk:
        return made, _anew(made)
    person.refresh_from_db(fields=["session_epoch"])
    if sum(each.is_alive for each in person.tokens.select_related("person")) >= MOST:
        raise ValidationError(_("You have %(most)d tokens; revoke one first.") % {"most": MOST})
    text = _text()
    made = ApiToken.objects.create(
        public_id=key if key and not made else uuid.uuid4(), person=person,
        name=_name(name), scope=_scope(scope), digest=_digest(text), beginning=text[:SHOWN],
        session_epoch=person.session_epoch, expires_at=_end_of(last_day, person),
    )  # fmt: skip
    audit.record("api_token.made", actor=person, subject=person, on=made, detail={"scope": made.scope})
    return made, text


def _anew(token: ApiToken) -> str:
    """Another text for a token that was made a moment ago; one that somebody may have copied keeps its own."""
    if token.last_used_at is not None or token.made_at < timezone.now() - AT_ONCE:
        raise ValidationError(_("This token was made already, and is shown once. Revoke it and make another."))
    text = _text()
    token.digest, token.beginning = _digest(text), text[:SHOWN]
    token.save(update_fields=["digest", "beginning"])
    return text


def _text() -> str:
    return BEGINNING + secrets.token_urlsafe(32)


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Person) -> None:
    """From now on it opens nothing."""
    audit.record("api_token.revoked", actor=actor, subject=token.person, on=token)
    token.delete()


def use_token(text: str) -> ApiToken | None:
    """The token that a request brings, while it works and its person is employed. That it was used is noted once a
    minute: a program that asks all the time writes nothing."""
    found = ApiToken.objects.select_related("person").filter(digest=_digest(text)).first()
    if found is None or not found.is_alive or not is_employee(found.person):
        return None
    now = timezone.now()
    if found.last_used_at is None or found.last_used_at < now - NOTED_EVERY:
        long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
        ApiToken.objects.filter(long_ago, pk=found.pk).update(last_used_at=now)
    return found


def forget_tokens(limit: dt.datetime) -> int:
    """Tokens that ended long ago."""
    return ApiToken.objects.filter(expires_at__lt=limit).delete()[0]


def _digest(text: str) -> str:
    """Of 256 random bits: nothing to guess, so nothing to slow down."""
    return hashlib.sha256(text.encode()).hexdigest()


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise ValidationError({"name": _("Give it a name.")})
    if len(name) > NAME_LENGTH:
        raise ValidationError({"name": _("At most %(limit)s characters.") % {"limit": NAME_LENGTH}})
    return name


def _scope(scope: str) -> str:
    if scope not in TokenScope.values:
        raise ValidationError({"scope": _("Choose what it may do.")})
    return scope


def _end_of(day: dt.date, person: Person) -> dt.datetime:
    today = timezone.localdate(timezone=person.zone)
    if day < today:
        raise ValidationError({"last_day": _("This day is over.")})
    if day > today + LONGEST:
        raise ValidationError({"last_day": _("At most a year from now.")})
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=person.zone)
