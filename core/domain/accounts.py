"""How a person comes to have a password: invitations, forgotten passwords, the first administrator."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from core.domain import audit, mail, roles
from core.domain.people import add_person
from core.domain.telling import people_changed
from core.enums import HireType, LinkPurpose, Role
from core.models.account_link import AccountLink
from core.models.mail import Mail
from core.models.organisation import Region
from core.models.person import Person

SALT = "core.account_link"
LIFETIMES = {
    LinkPurpose.INVITATION: dt.timedelta(days=7),
    LinkPurpose.RESET: dt.timedelta(hours=1),
    LinkPurpose.FIRST: dt.timedelta(days=1),
}


@transaction.atomic
def invite(*, actor: Person, **facts: Any) -> Person:
    """Make an account without a password and mail the link that sets one. Raises ValidationError naming fields."""
    person = add_person(actor=actor, **facts)
    send_invitation(person, actor=actor)
    return person


@transaction.atomic
def send_invitation(person: Person, *, actor: Person) -> AccountLink:
    """Mail an invitation (again: the one before it stops working)."""
    link = issue_link(person, purpose=LinkPurpose.INVITATION, actor=actor)
    _mail_link(link)
    audit.record("account.invited", actor=actor, subject=person, on=person)
    return link


@transaction.atomic
def forgot_password(email: str) -> None:
    """Mail a link to whoever has this address and is employed; nobody learns whether someone does."""
    person = Person.objects.get_queryset().filter(email__iexact=email.strip()).first()
    if person is None or not person.is_employed():
        return
    _mail_link(issue_link(person, purpose=LinkPurpose.RESET, actor=None))
    audit.record("account.password_reset_asked", actor=None, subject=person, on=person)


@transaction.atomic
def issue_link(person: Person, *, purpose: LinkPurpose, actor: Person | None) -> AccountLink:
    """Make a link and void the one before it. The person's row is the lock."""
    Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    now = timezone.now()
    AccountLink.objects.filter(person=person, used_at__isnull=True, void_at__isnull=True).update(void_at=now)
    return AccountLink.objects.create(
        person=person, purpose=purpose, created_by=actor, created_at=now, expires_at=now + LIFETIMES[purpose]
    )


def address_of(link: AccountLink) -> str:
    """The address to open, in the person's language. It is the secret: never stored, never logged."""
    with translation.override(link.person.language):
        return settings.BASE_URL + reverse("account_link", args=[signing.dumps(link.key.hex, salt=SALT)])


def open_link(token: str) -> AccountLink | None:
    """The link that an address names, if it still works; looking does not use it up."""
    try:
        key = uuid.UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    link = AccountLink.objects.select_related("person").filter(key=key).first()
    return link if link is not None and _works(link) else None


@transaction.atomic
def use_link(link: AccountLink, *, password: str) -> bool:
    """Set the password; False where the link was used, replaced or ran out meanwhile.

    The conditional update is the lock: of two who use a link at once, one changes the row and the other none.
    """
    now = timezone.now()
    won = AccountLink.objects.filter(pk=link.pk, used_at__isnull=True, void_at__isnull=True, expires_at__gt=now).update(
        used_at=now
    )
    if not won:
        return False
    set_password(link.person, password=password, actor=link.person)
    return True


@transaction.atomic
def set_password(person: Person, *, password: str, actor: Person | None) -> None:
    """Change a password; every session of the person ends, and links that wait stop working."""
    person.set_password(password)
    person.session_epoch += 1
    person.save(update_fields=["password", "session_epoch"])
    void_links(person)
    audit.record("account.password_set", actor=actor, subject=person, on=person)


def void_links(person: Person) -> None:
    """What was mailed stops working: a password was set, or the address was not, or is no longer, theirs."""
    open_links = AccountLink.objects.filter(person=person, used_at__isnull=True, void_at__isnull=True)
    open_links.update(void_at=timezone.now())


@transaction.atomic
def deactivate(person: Person, *, actor: Person) -> None:
    """Close an account at once: sessions, links and sign-in. What the person wrote stays."""
    person.is_active = False
    person.session_epoch += 1
    person.save(update_fields=["is_active", "session_epoch"])
    people_changed([person.pk])
    roles.sync_groups()
    audit.record("account.deactivated", actor=actor, subject=person, on=person)


@transaction.atomic
def reactivate(person: Person, *, actor: Person) -> None:
    """Open a closed account again."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    people_changed([person.pk])
    roles.sync_groups()
    audit.record("account.reactivated", actor=actor, subject=person, on=person)


@transaction.atomic
def create_administrator(*, email: str, password: str | None, **facts: Any) -> Person:
    """The first administrator (or one more): an account with the role. Raises ValidationError naming fields."""
    if not Region.objects.exists():
        Region.objects.create(code="main", name_ja="本社", name_en="Main")
    facts = {"hire_type": HireType.MID_CAREER, "region": Region.objects.order_by("pk").first(), **facts}
    person = add_person(actor=None, email=email, password=password, **facts)
    roles.grant_role(person, role=Role.ADMINISTRATOR, actor=None)
    return person


def _works(link: AccountLink) -> bool:
    is_open = link.used_at is None and link.void_at is None and link.expires_at > timezone.now()
    return is_open and link.person.is_active and not link.person.has_left()


def _mail_link(link: AccountLink) -> None:
    mail.queue_mail(
        link.person, template=f"account_{link.purpose}", key=f"account_link:{link.pk}", context={"link": link.pk}
    )


def _with_address(waiting: Mail) -> dict[str, Any] | None:
    link = AccountLink.objects.select_related("person", "created_by").filter(pk=waiting.context["link"]).first()
    if link is None or not _works(link):
        return None
    return {"address": address_of(link), "expires_at": link.expires_at, "invited_by": link.created_by}


mail.complete_with("account_invitation", _with_address)
mail.complete_with("account_reset", _with_address)
