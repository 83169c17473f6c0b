"""HR brings people in from a spreadsheet: sent, checked, looked at, imported, invited, given out."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from core.domain import people_filing
from core.domain.invitations import send_invitations
from core.domain.queries.accounts import uninvited
from core.enums import PeopleFileStatus as Status
from core.enums import Role
from core.interfaces.tables import filing
from core.models import AuditEntry, PeopleFile, Person
from tests.core.interfaces.tables.sheets import HANAKO, HEADINGS, KEN, organisation, xlsx
from tests.people import make_person

BACKEND = "core.backends.EmployedBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organisation()
    with translation.override("en"):
        yield


@pytest.fixture
def hr(client):
    person = make_person(role=Role.HR, employee_number="HR1", language="en")
    client.force_login(person, backend=BACKEND)
    return person


def upload(*lines, name="people.csv"):
    return SimpleUploadedFile(name, "\r\n".join(lines).encode())


def send(client, *lines, name="people.csv", **more):
    answer = client.post(reverse("people_files"), {"file": upload(*lines, name=name), **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return PeopleFile.objects.latest("pk")


def test_a_file_is_checked_in_the_background_and_imported_when_hr_says_so(
    client, hr, django_capture_on_commit_callbacks
):
    row = send(client, HEADINGS, HANAKO, KEN)
    assert row.status == Status.CHECKING
    assert DBTaskResult.objects.filter(task_path="core.tasks.check_people_file").count() == 1
    filing.check(row.pk)
    page = client.get(reverse("people_file", args=[row.key])).content.decode()
    assert "Import 2 rows" in page
    assert not Person.objects.filter(employee_number="M001").exists()
    client.post(reverse("import_people_file", args=[row.key]))
    with django_capture_on_commit_callbacks(execute=True):
        filing.write(row.pk)
    row.refresh_from_db()
    assert (row.status, row.file.name, row.report["counts"]["created"]) == (Status.DONE, "", 2)
    assert Person.objects.filter(employee_number__in=["M001", "M002"]).count() == 2
    assert list(AuditEntry.objects.filter(action__startswith="people_file.").values_list("action", flat=True)) == [
        "people_file.imported", "people_file.import_asked", "people_file.sent",
    ]  # fmt: skip


def test_a_check_writes_nothing_and_a_finished_import_is_not_done_again(client, hr):
    row = send(client, HEADINGS, HANAKO)
    filing.write(row.pk)
    assert not Person.objects.filter(employee_number="M001").exists()
    filing.check(row.pk)
    assert client.post(reverse("import_people_file", args=[row.key])).status_code == 302
    client.post(reverse("import_people_file", args=[row.key]))
    assert DBTaskResult.objects.filter(task_path="core.tasks.write_people_file").count() == 1


def test_bad_rows_are_listed_on_the_page_and_as_a_file(client, hr):
    row = send(client, HEADINGS, HANAKO.replace("network", "moon"), KEN)
    filing.check(row.pk)
    page = client.get(reverse("people_file", args=[row.key])).content.decode()
    assert "There is no “moon”." in page
    answer = client.get(reverse("people_file_problems", args=[row.key]))
    listed = b"".join(answer.streaming_content).decode()
    assert "people,2,部署,There is no “moon”." in listed


def test_the_list_has_every_problem_and_goes_with_the_file(client, hr, django_capture_on_commit_callbacks):
    lines = [HANAKO.replace("M001", f"M{number:04d}").replace("network", "moon") for number in range(600)]
    row = send(client, HEADINGS, *lines)
    filing.check(row.pk)
    address = reverse("people_file_problems", args=[row.key])
    listed = b"".join(client.get(address).streaming_content).decode()
    assert listed.count("There is no “moon”.") == 600
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("drop_people_file", args=[row.key]))
    assert client.get(address).status_code == 404


def test_what_a_heading_means_can_be_said(client, hr):
    row = send(client, HEADINGS.replace("部署", "うちの係"), HANAKO.replace("M002", ""))
    filing.check(row.pk)
    row.refresh_from_db()
    assert row.report["counts"]["refused"] == 1
    place = HEADINGS.split(",").index("部署")
    fields = {f"heading-{number}": each["column"] for number, each in enumerate(row.report["sheets"][0]["columns"])}
    answer = client.post(reverse("check_people_file", args=[row.key]), {**fields, f"heading-{place}": "department"})
    assert answer.status_code == 302
    filing.check(row.pk)
    row.refresh_from_db()
    assert row.report["counts"] == {"created": 1, "changed": 0, "unchanged": 0, "refused": 0}


def test_a_file_that_cannot_be_read_says_why_and_can_be_deleted(client, hr, django_capture_on_commit_callbacks):
    row = send(client, "price,colour", "1,red", name="shop.csv")
    filing.check(row.pk)
    page = client.get(reverse("people_file", args=[row.key])).content.decode()
    assert "No row has headings that are known" in page
    path = PeopleFile.objects.get(pk=row.pk).file.path
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("drop_people_file", args=[row.key]))
    row.refresh_from_db()
    assert (row.status, row.file.name) == (Status.DROPPED, "")
    with pytest.raises(FileNotFoundError):
        open(path, "rb")  # noqa: SIM115, PTH123


@pytest.mark.parametrize("name", ["people.pdf", "people"])
def test_another_kind_of_file_is_refused_with_the_field_named(client, hr, name):
    answer = client.post(reverse("people_files"), {"file": upload("x", name=name)})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"file": ["Send a CSV or XLSX file."]}


def test_hr_cannot_change_the_account_of_an_administrator_by_a_file(client, hr):
    boss = make_person(role=Role.ADMINISTRATOR, employee_number="A1", email="boss@example.com")
    row = send(client, "社員番号,メール", "A1,mine@example.com")
    filing.check(row.pk)
    row.refresh_from_db()
    assert row.report["sheets"][0]["problems"][0]["message"]["en"] == (
        "Only an administrator changes the account of an administrator."
    )
    people_filing.start_writing(row, actor=hr)
    filing.write(row.pk)
    boss.refresh_from_db()
    assert boss.email == "boss@example.com"


def test_people_who_came_in_are_invited_in_one_step_and_once(client, hr, django_capture_on_commit_callbacks):
    row = send(client, HEADINGS, HANAKO, KEN)
    filing.check(row.pk)
    people_filing.start_writing(PeopleFile.objects.get(pk=row.pk), actor=hr)
    filing.write(row.pk)
    assert uninvited().count() == 2
    assert "2 people have no invitation yet" in client.get(reverse("people_files")).content.decode()
    client.post(reverse("invite_waiting"))
    with django_capture_on_commit_callbacks(execute=True):
        send_invitations(hr.pk)
    assert uninvited().count() == 0
    send_invitations(hr.pk)
    assert Person.objects.get(employee_number="M001").account_links.count() == 1
    assert mail.outbox == []  # the mails wait in their own table for the worker


def test_a_file_that_nobody_decides_on_goes_after_a_week(client, hr):
    row = send(client, HEADINGS, HANAKO)
    filing.check(row.pk)
    assert people_filing.give_up_old() == 0
    assert people_filing.give_up_old(timezone.now() + people_filing.WAITS * 1.01) == 1
    row.refresh_from_db()
    assert row.status == Status.DROPPED


def test_an_export_is_given_out_and_stands_in_the_trail(client, hr):
    answer = client.get(reverse("export_people", args=["people.csv"]))
    assert "HR1" in b"".join(answer.streaming_content).decode("utf-8-sig")
    assert AuditEntry.objects.filter(action="people.exported", actor=hr, detail={"table": "people"}).exists()
    for name in ("people.xlsx", "all.csv", "passwords.csv", "people"):
        assert client.get(reverse("export_people", args=[name])).status_code == 404


def test_a_workbook_that_was_sent_is_read_like_one_at_a_terminal(client, hr, tmp_path):
    cells = [line.split(",") for line in (HEADINGS, HANAKO, KEN)]
    book = SimpleUploadedFile("people.xlsx", xlsx(tmp_path, 社員=cells).read_bytes())
    client.post(reverse("people_files"), {"file": book})
    row = PeopleFile.objects.get()
    filing.check(row.pk)
    row.refresh_from_db()
    assert (row.status, row.error, row.report["counts"]["created"]) == (Status.CHECKED, {}, 2)
    client.post(reverse("import_people_file", args=[row.key]))
    filing.write(row.pk)
    assert Person.objects.filter(employee_number__in=["M001", "M002"]).count() == 2


def test_a_file_whose_worker_was_killed_too_often_can_be_read_again(client, hr):
    row = send(client, HEADINGS, HANAKO, KEN)
    assert filing.fail_lost() == 0  # its task still waits
    DBTaskResult.objects.update(status="FAILED")
    assert filing.fail_lost() == 1
    page = client.get(reverse("people_file", args=[row.key])).content.decode()
    assert "interrupted too often" in page
    client.post(reverse("check_people_file", args=[row.key]), {})
    filing.check(row.pk)
    row.refresh_from_db()
    assert (row.status, row.report["counts"]["created"]) == (Status.CHECKED, 2)
