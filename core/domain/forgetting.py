"""What the core forgets when its time is over. Each is called by `core.domain.keeping`, inside its transaction."""

from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.utils import timezone

from core import privacy_notes as notes
from core.domain.api_tokens import forget_tokens
from core.domain.people_filing import forget_files
from core.domain.roles import sync_groups
from core.keeping import is_credited, register_keeping
from core.models.account_link import AccountLink
from core.models.audit import AuditEntry
from core.models.calendar import CalendarEvent, CalendarFeed
from core.models.departure import Departure
from core.models.mail import Mail
from core.models.notice import Notice, NoticeChoice, NoticeHours
from core.models.person import Person, PersonQuerySet

NOWHERE = "anonymous.invalid"


def register() -> None:
    """Called once, when the apps are loaded."""
    register_keeping(notes.LINKS, forget_links)
    register_keeping(notes.MAILS, forget_mails)
    register_keeping(notes.TOKENS, forget_tokens)
    register_keeping(notes.EVENTS, forget_events)
    register_keeping(notes.NOTICES, forget_notices)
    register_keeping(notes.FILES, forget_files)
    register_keeping(notes.ATTEMPTS, forget_failed_sign_ins)
    register_keeping(notes.TRAIL, forget_trail)
    register_keeping(notes.PROFILE, forget_access)
    register_keeping(notes.EMPLOYMENT, make_anonymous)


def forget_links(limit: dt.datetime) -> int:
    """Links that set a password, long void."""
    return AccountLink.objects.filter(created_at__lt=limit).delete()[0]


def forget_mails(limit: dt.datetime) -> int:
    """That a mail was sent."""
    return Mail.objects.filter(created_at__lt=limit).delete()[0]


def forget_events(limit: dt.datetime) -> int:
    """What is long over, and who was invited to it."""
    return CalendarEvent.objects.filter(ends_at__lt=limit).delete()[0]


def forget_notices(limit: dt.datetime) -> int:
    """What people were told long ago, read or not."""
    return Notice.objects.filter(created_at__lt=limit).delete()[0]


def forget_failed_sign_ins(limit: dt.datetime) -> int:
    """What a stranger typed, once it no longer counts toward the lock-out."""
    return int(AccessAttempt.objects.filter(attempt_time__lt=limit).delete()[0])


def forget_trail(limit: dt.datetime) -> int:
    """The oldest of the audit trail. The database refuses to delete anything younger, by its own clock: hence the
    minute between the two."""
    old = AuditEntry.objects.filter(at__lt=limit - dt.timedelta(minutes=1))
    return old._raw_delete(old.db)


def forget_access(limit: dt.datetime) -> int:
    """What those who left signed in with and showed of themselves; nobody sees their profile any more."""
    kept = Q(photo__isnull=False) | ~Q(about="") | ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    gone = list(_left_before(limit).filter(kept, anonymised_at__isnull=True).select_related("photo"))
    for person in gone:
        _take_profile(person)
        person.save(update_fields=["photo", "about", "password"])
    return len(gone) + CalendarFeed.objects.filter(person__in=_left_before(limit)).delete()[0]


def make_anonymous(limit: dt.datetime) -> int:
    """People long gone: a row without a name remains, since what they did stands in the trail and under steps."""
    waiting = _left_before(limit).filter(Q(anonymised_at__isnull=True) | ~Q(family_name=""))
    changed = [person for person in waiting.select_related("photo") if _make_anonymous(person)]
    if changed:
        sync_groups()
    return len(changed)


def _make_anonymous(person: Person) -> bool:
    """The names of authors stay, as their licence asks, until nothing of theirs is left; False: nothing to do."""
    names_stay = is_credited(person)
    if person.anonymised_at is not None and names_stay:
        return False
    _take_profile(person)
    _take_account(person)
    if not names_stay:
        person.family_name = person.given_name = person.family_kana = person.given_kana = ""
        person.family_romaji = person.given_romaji = ""
    person.anonymised_at = person.anonymised_at or timezone.now()
    person.save()
    return True


def _take_profile(person: Person) -> None:
    photo, person.photo, person.about = person.photo, None, ""
    person.set_unusable_password()
    if photo is not None:
        person.save(update_fields=["photo"])
        photo.delete()


def _take_account(person: Person) -> None:
    """Whatever leads from the row back to someone. Of the dates only the year stays."""
    person.employee_number = f"gone-{person.pk}"
    person.email = f"{person.public_id}@{NOWHERE}"
    fresh = Person()
    for name in ("language", "time_zone", "theme", "shortcuts"):
        setattr(person, name, getattr(fresh, name))
    person.manager, person.last_login, person.is_active = None, None, False
    person.joined_on = person.joined_on.replace(month=1, day=1)
    if person.left_on is not None:
        person.left_on = person.left_on.replace(month=1, day=1)
    Departure.objects.filter(person=person).delete()
    person.assignments.all().delete()
    person.role_grants.all().delete()
    person.account_links.all().delete()
    person.outside_accounts.all().delete()
    person.mails.all().delete()
    person.calendar_invitations.all().delete()
    person.tokens.all().delete()
    for held in (Notice, NoticeChoice, NoticeHours):
        held._default_manager.filter(person=person).delete()
    person.groups.clear()
    person.user_permissions.clear()


def _left_before(limit: dt.datetime) -> PersonQuerySet:
    return Person.objects.get_queryset().filter(left_on__lte=timezone.localdate(limit))
