"""Who may do what to whom by a spreadsheet, and what happens when two people, or nobody, look after it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from core.domain import people_filing
from core.domain.accounts import issue_link
from core.domain.people_files import PersonRow, write_person
from core.domain.roles import revoke_role
from core.enums import LinkPurpose, Role
from core.enums import PeopleFileStatus as Status
from core.interfaces.tables import filing, running, walking
from core.models import Assignment, PeopleFile, Person, RoleGrant
from core.models.account_link import AccountLink
from tests.core.interfaces.tables.sheets import organisation
from tests.people import make_department, make_person, place

ONLY = "Only an administrator changes the account of an administrator."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organisation()
    with translation.override("en"):
        yield


@pytest.fixture
def hr():
    return make_person(role=Role.HR, employee_number="HR1", language="en")


@pytest.fixture
def boss():
    return make_person(role=Role.ADMINISTRATOR, employee_number="A1", email="boss@example.com", language="en")


def checked(actor, *lines, table="people"):
    content = SimpleUploadedFile("people.csv", "\r\n".join(lines).encode())
    row = people_filing.send_file(content, name="x.csv", table=table, is_full=False, actor=actor)
    filing.check(row.pk)
    row.refresh_from_db()
    return row


def imported(row, actor):
    people_filing.start_writing(row, actor=actor)
    filing.write(row.pk)
    row.refresh_from_db()
    return row


def messages(row):
    return [each["message"]["en"] for sheet in row.report["sheets"] for each in sheet["problems"]]


def test_hr_does_not_borrow_the_rights_of_the_administrator_who_sent_the_file(hr, boss):
    row = checked(boss, "社員番号,メール", "A1,mine@example.com")
    assert messages(row) == []
    imported(row, hr)
    boss.refresh_from_db()
    assert (messages(row), boss.email, row.actor) == ([ONLY], "boss@example.com", hr)


def test_hr_does_not_move_an_administrator_by_a_table_of_places(hr, boss):
    placed = place(boss, make_department("sales"))
    line = f"A1,regular,network,member,engineer,{placed.starts_on}"
    lines = ("社員番号,種別,部署,役職,職種,開始日", line)
    assert messages(checked(hr, *lines, table="assignments")) == [ONLY]
    assert messages(imported(checked(boss, *lines, table="assignments"), boss)) == []
    assert Assignment.objects.get(pk=placed.pk).department.code == "network"


def test_nobody_ends_their_own_access_by_a_file(boss):
    row = imported(checked(boss, "社員番号,left_on", f"A1,{timezone.localdate()}"), boss)
    boss.refresh_from_db()
    assert (messages(row), boss.left_on) == (["You cannot close your own account."], None)


@pytest.mark.parametrize("gone", ["role", "account"])
def test_a_file_of_who_may_no_longer_look_after_accounts_is_not_imported(hr, gone):
    ken = make_person(employee_number="M1", email="ken@example.com")
    row = checked(hr, "社員番号,メール", "M1,new@example.com")
    people_filing.start_writing(row, actor=hr)
    if gone == "role":
        revoke_role(RoleGrant.objects.get(person=hr), actor=None)
    else:
        PeopleFile.objects.update(actor=None)
    filing.write(row.pk)
    row.refresh_from_db()
    ken.refresh_from_db()
    assert (row.status, row.error["en"], ken.email) == (
        Status.FAILED,
        "Whoever asked for this may no longer look after accounts.",
        "ken@example.com",
    )


def test_a_file_that_was_given_up_while_it_was_checked_stays_given_up(hr):
    row = checked(hr, "社員番号,メール", "M1,new@example.com")
    stale = PeopleFile.objects.get(pk=row.pk)
    people_filing.give_up(row, actor=hr)
    people_filing.fail(stale, error={"en": "no such file"})
    row.refresh_from_db()
    assert (row.status, row.error) == (Status.DROPPED, {})


@pytest.mark.parametrize("step", ["check", "write"])
def test_what_nobody_thought_of_ends_the_wait_and_reaches_the_log(hr, step, monkeypatch):
    row = checked(hr, "社員番号,メール", "M1,new@example.com")
    if step == "check":
        people_filing.check_again(row, columns={}, table="", is_full=False, actor=hr)
    else:
        people_filing.start_writing(row, actor=hr)

    def broken(*_args, **_more):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(running, "read_sheets", broken)
    with pytest.raises(RuntimeError):
        getattr(filing, step)(row.pk)
    row.refresh_from_db()
    words = "Something went wrong that is not the file's fault. Try again."
    assert (row.status, row.error["en"]) == (Status.FAILED, words)
    people_filing.give_up(row, actor=hr)


def test_what_a_person_changed_while_the_file_was_read_is_kept(hr):
    ken = make_person(employee_number="M1", email="ken@example.com")
    as_read = Person.objects.get(pk=ken.pk)
    ken.set_password("chosen meanwhile")
    ken.theme, ken.session_epoch = "dark", 7
    ken.save()
    write_person(PersonRow(as_read, {"email": "new@example.com"}), actor=hr)
    now = Person.objects.get(pk=ken.pk)
    assert (now.email, now.theme, now.session_epoch) == ("new@example.com", "dark", 7)
    assert now.check_password("chosen meanwhile")


def test_a_link_that_was_mailed_to_the_old_address_stops_working(hr):
    ken = make_person(employee_number="M1", email="stranger@example.com")
    link = issue_link(ken, purpose=LinkPurpose.INVITATION, actor=hr)
    write_person(PersonRow(ken, {"email": "ken@example.com"}), actor=hr)
    assert AccountLink.objects.get(pk=link.pk).void_at is not None


def test_a_leaving_is_taken_back_at_a_terminal_too(hr):
    ken = make_person(employee_number="M1", left_on=timezone.localdate())
    write_person(PersonRow(ken, {"left_on": None}), actor=None)
    ken.refresh_from_db()
    assert ken.left_on is None


def test_a_worker_that_is_killed_half_way_goes_on_where_it_stopped(hr, monkeypatch):
    lines = [f"M{n},M{n}姓,名,m{n}@example.com,tokyo,新卒,2026-04-01" for n in range(3)]
    row = checked(hr, "社員番号,姓,名,メール,勤務地,採用区分,入社日", *lines)
    monkeypatch.setattr(walking, "CHUNK", 1)
    write = running.PeopleTable.write

    def killed(self, planned, **more):
        if planned and planned[0].key == "M1":
            raise SystemExit
        write(self, planned, **more)

    people_filing.start_writing(row, actor=hr)
    with monkeypatch.context() as patched:
        patched.setattr(running.PeopleTable, "write", killed)
        with pytest.raises(SystemExit):
            filing.write(row.pk)
    row.refresh_from_db()
    assert (row.status, Person.objects.filter(employee_number__in=["M0", "M1"]).count()) == (Status.WRITING, 1)
    filing.write(row.pk)
    row.refresh_from_db()
    assert (row.status, row.report["counts"]) == (
        Status.DONE,
        {"created": 2, "changed": 0, "unchanged": 1, "refused": 0},
    )


def test_names_and_headings_with_html_are_shown_as_text(client, hr):
    client.force_login(hr, backend="core.backends.EmployedBackend")
    evil = "<img src=x onerror=alert(1)>"
    row = checked(hr, f"社員番号,姓,{evil}", f"{hr.employee_number},{evil},{evil}")
    PeopleFile.objects.filter(pk=row.pk).update(name=f"{evil}.csv")
    page = client.get(reverse("people_file", args=[row.key]))
    html = page.content.decode()
    assert (page.status_code, evil in html, "&lt;img src=x" in html) == (200, False, True)
