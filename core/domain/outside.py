"""Who comes in by an identity provider: a person we know, employed today, and the same account there as the first time.

Nothing is ever made for a stranger. What the provider says decides whom an account belongs to at its first use alone;
from then on its subject does, so that an e-mail address that moves on at the provider opens nobody else's account.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.models.outside_account import OutsideAccount
from core.models.person import Person


class Refusal(enum.Enum):
    """Why somebody does not come in by a provider."""

    AWAY = "away"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    STRANGER = "stranger"
    UNVERIFIED = "unverified"
    CLOSED = "closed"
    OTHER_ACCOUNT = "other_account"


class RefusedError(Exception):
    """Nobody comes in; `person` is who it would have been, where that is known."""

    def __init__(self, reason: Refusal, person: Person | None = None) -> None:
        super().__init__(reason.value)
        self.reason, self.person = reason, person


@dataclass(frozen=True)
class Identity:
    """What a provider says of an account: checked to be its word, not yet anybody's."""

    provider: str
    subject: str
    email: str = ""
    is_email_verified: bool = False
    employee_number: str = ""


def person_behind(identity: Identity) -> Person:
    """Whom to let in. Raises RefusedError, which the audit trail tells of too."""
    try:
        with transaction.atomic():
            return _person(identity)
    except RefusedError as refused:
        detail = {"provider": identity.provider, "reason": refused.reason.value}
        audit.record("session.refused", actor=None, subject=refused.person, detail=detail)
        raise


def forget_outside_account(account: OutsideAccount, *, actor: Person) -> None:
    """The next sign-in with the provider is a first one again: for an account that was made anew there."""
    with transaction.atomic():
        audit.record("account.unlinked", actor=actor, subject=account.person, detail={"provider": account.provider})
        account.delete()


def _person(identity: Identity) -> Person:
    known = OutsideAccount.objects.filter(provider=identity.provider, subject=identity.subject)
    account = known.select_related("person").first()
    person = account.person if account is not None else _matched(identity)
    # Held until the end: two first sign-ins at once, and an end of access meanwhile, wait for each other.
    person = Person.objects.get_queryset().select_for_update(of=("self",)).get(pk=person.pk)
    if not person.is_employed():
        raise RefusedError(Refusal.CLOSED, person)
    account, is_new = OutsideAccount.objects.get_or_create(
        person=person, provider=identity.provider, defaults={"subject": identity.subject}
    )
    if account.subject != identity.subject:
        raise RefusedError(Refusal.OTHER_ACCOUNT, person)
    if is_new:
        audit.record("account.linked", actor=person, subject=person, detail={"provider": identity.provider})
    else:
        OutsideAccount.objects.filter(pk=account.pk).update(used_at=timezone.now())
    return person


def _matched(identity: Identity) -> Person:
    """The person of an account that comes for the first time, by the one way that the settings say."""
    provider = next(each for each in settings.OIDC_PROVIDERS if each["id"] == identity.provider)
    if provider["match"] == "employee_number":
        wanted = {"employee_number": identity.employee_number}
    else:
        # Before anybody is looked for: an unverified address is answered alike whether or not somebody here has it.
        if identity.email and not (identity.is_email_verified or provider["trust_email"]):
            raise RefusedError(Refusal.UNVERIFIED)
        wanted = {"email__iexact": identity.email}
    found = Person.objects.get_queryset().filter(**wanted).first() if all(wanted.values()) else None
    if found is None:
        raise RefusedError(Refusal.STRANGER)
    return found
