"""What is past its time goes, what is not stays: one day on either side of each limit."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from core import keeping, privacy_check, privacy_notes
from core.domain import audit
from core.domain.accounts import issue_link
from core.domain.keeping import forget_what_is_past
from core.domain.leaving import leave, stay
from core.domain.mail import queue_mail
from core.domain.photos import change_photo
from core.enums import LinkPurpose, Role
from core.models import AccountLink, Assignment, AuditEntry, Mail, Person, PortalImage, RoleGrant
from core.privacy import Keeping
from core.ticks import registered_ticks
from tests.core.media import png
from tests.people import make_department, make_person, place

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def ago(*, years: int = 0, days: int = 0) -> dt.datetime:
    return Keeping("", years=years, days=days).limit(timezone.now())


def who_left(on: dt.datetime, **facts: object) -> Person:
    return make_person(left_on=timezone.localdate(on), joined_on=dt.date(2001, 4, 2), **facts)


def told(job: str) -> list[dict[str, object]]:
    return [row.detail for row in AuditEntry.objects.filter(action="privacy.forgotten") if row.detail["job"] == job]


def test_links_and_mails_go_after_a_year_and_the_trail_says_how_many() -> None:
    person = make_person()
    for number, at in enumerate((ago(years=1) - DAY, ago(years=1) + DAY)):
        link = issue_link(person, purpose=LinkPurpose.RESET, actor=None)
        AccountLink.objects.filter(pk=link.pk).update(created_at=at)
        mail = queue_mail(person, template="account_reset", key=f"old:{number}")
        Mail.objects.filter(pk=mail.pk).update(created_at=at)
    counts = forget_what_is_past()
    assert (counts["core.links"], counts["core.mails"]) == (1, 1)
    assert (AccountLink.objects.count(), Mail.objects.count()) == (1, 1)
    assert [detail["count"] for detail in told("core.mails")] == [1]
    assert forget_what_is_past()["core.mails"] == 0
    assert len(told("core.mails")) == 1


def test_failed_sign_ins_go_after_a_day() -> None:
    for username, at in (
        ("old", ago(days=1) - dt.timedelta(minutes=1)),
        ("new", ago(days=1) + dt.timedelta(minutes=1)),
    ):
        attempt = AccessAttempt.objects.create(username=username, failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=at)
    forget_what_is_past()
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["new"]


def test_the_trail_goes_after_ten_years_and_the_database_lets_nothing_younger_go() -> None:
    for at in (ago(years=10) - DAY, ago(years=10) + DAY):
        AuditEntry.objects.create(action="test.done", at=at)
    forget_what_is_past()
    left = AuditEntry.objects.filter(action="test.done")
    assert [entry.at > ago(years=10) for entry in left] == [True]
    with pytest.raises(DatabaseError, match="deleted before ten years"), transaction.atomic():
        left._raw_delete(left.db)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        left.update(action="test.other")


def test_thirty_days_after_leaving_the_password_the_photo_and_the_words_go() -> None:
    gone, going = who_left(ago(days=30)), who_left(ago(days=30) + DAY)
    for person in (gone, going):
        change_photo(person, actor=person, content=png())
        Person.objects.filter(pk=person.pk).update(about="I like trains")
    assert forget_what_is_past()["core.access"] == 1
    gone.refresh_from_db(), going.refresh_from_db()
    assert (gone.photo, gone.about, gone.has_usable_password()) == (None, "", False)
    assert (going.photo is not None, going.about, going.has_usable_password()) == (True, "I like trains", True)
    assert PortalImage.objects.count() == 1
    assert gone.family_name == "佐藤"


def test_five_years_after_leaving_nothing_leads_back_to_the_person() -> None:
    gone, kept = who_left(ago(years=5)), who_left(ago(years=5) + DAY)
    administrator = make_person(role=Role.ADMINISTRATOR)
    for person in (gone, kept):
        place(person, make_department(f"d{person.pk}"))
        RoleGrant.objects.create(person=person, role=Role.LECTURER)
        issue_link(person, purpose=LinkPurpose.RESET, actor=None)
        audit.record("test.done", actor=person, subject=person)
    number = gone.employee_number
    assert forget_what_is_past()["core.people"] == 1
    gone.refresh_from_db(), kept.refresh_from_db()
    names = (gone.family_name, gone.given_name, gone.family_kana, gone.given_kana, gone.family_romaji)
    assert names == ("", "", "", "", "")
    assert number not in (gone.employee_number, gone.email)
    assert (gone.joined_on, gone.left_on.month, gone.left_on.day) == (dt.date(2001, 1, 1), 1, 1)
    assert not gone.is_active
    assert [Assignment.objects.filter(person=each).count() for each in (gone, kept)] == [0, 1]
    assert [each.role_grants.count() for each in (gone, kept)] == [0, 1]
    assert [each.account_links.count() for each in (gone, kept)] == [0, 1]
    assert kept.family_name == "佐藤"
    assert AuditEntry.objects.filter(actor=gone).count() == 1
    with translation.override("en"):
        assert str(gone) == "Former colleague"
    with translation.override("ja"):
        assert str(gone) == "退職した社員"
    assert forget_what_is_past()["core.people"] == 0
    with pytest.raises(ValidationError):
        stay(gone, actor=administrator)


def test_whoever_is_credited_stays_named_and_nothing_else_of_them_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(keeping._credits, "test", lambda person: person.employee_number.startswith("T") or credited)
    credited = True
    author = who_left(ago(years=5))
    assert forget_what_is_past()["core.people"] == 1
    author.refresh_from_db()
    assert (author.family_name, author.email) == ("佐藤", f"{author.public_id}@anonymous.invalid")
    assert forget_what_is_past()["core.people"] == 0
    credited = False
    assert forget_what_is_past()["core.people"] == 1
    author.refresh_from_db()
    assert author.family_name == ""


def test_a_leaving_taken_back_in_time_is_forgotten_by_no_job() -> None:
    person = make_person()
    place(person, make_department("ops"))
    leave(person, on=timezone.localdate(ago(days=29)), actor=None)
    stay(person, actor=make_person(role=Role.HR))
    forget_what_is_past()
    person.refresh_from_db()
    assert (person.has_usable_password(), person.assignments.count()) == (True, 1)


def test_one_job_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(limit: dt.datetime) -> int:
        Mail.objects.all().delete()
        raise RuntimeError

    monkeypatch.setitem(keeping._jobs, "aaa.fails", keeping.KeepingJob(Keeping("", days=1, job="aaa.fails"), fail))
    mail = queue_mail(make_person(), template="account_reset", key="one")
    counts = forget_what_is_past()
    assert "aaa.fails" not in counts
    assert "core.links" in counts
    assert Mail.objects.filter(pk=mail.pk).exists()


def test_the_worker_does_it_once_a_day() -> None:
    ticks = {tick.name: tick for tick in registered_ticks()}
    assert (ticks["core.keeping"].run, ticks["core.keeping"].every) == (forget_what_is_past, DAY)


def test_a_period_that_no_job_keeps_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(keeping._jobs, "core.mails")
    assert privacy_check.faults() == [
        "core.mails: no job keeps “1 year after it was written, then deleted”; register one (core.keeping)"
    ]
    monkeypatch.setitem(keeping._jobs, "core.mails", keeping.KeepingJob(Keeping("", years=2, job="core.mails"), len))
    assert len(privacy_check.faults()) == 1


def test_no_period_is_prose_alone() -> None:
    assert {type(note.how_long) for _, _, note in privacy_check.notes()} == {Keeping}
    assert str(privacy_notes.PROFILE) == "30 days after the person left, then deleted"
