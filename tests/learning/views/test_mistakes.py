"""Mistakes: reported from a place in the text, answered by those who look after the page."""

from __future__ import annotations

import uuid

import pytest
from django.core import mail
from django.urls import reverse

from core.domain.mail import deliver
from core.domain.notice_mail import hand_over_due
from core.enums import Role
from core.models import AuditEntry, RoleGrant
from core.models.mail import Mail
from core.models.notice import Notice
from learning.domain.mistakes import Wrong, close_mistake, report_mistake
from learning.enums import MistakeStatus
from learning.models import MistakeReport
from tests.learning.building import curriculum, material, person, step_id
from tests.learning.views.stuck import as_, at, text_of
from tests.people import make_department, make_person, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return person()


@pytest.fixture
def page(author):
    return material(authors=(author,))


def reported(someone, page, message: str = "The option is called --rm.") -> MistakeReport:
    return report_mistake(someone, page=page, what=Wrong(message, step_id(page, 1)), token=uuid.uuid4())


def send(client, page, **data):
    fields = {"message": "The option is called --rm.", "token": str(uuid.uuid4()), **data}
    return client.post(at("report_mistake", key=page.translation_key), fields)


def test_a_report_knows_its_step_and_the_words_that_were_marked(page) -> None:
    reader = person()
    form = as_(reader).get(at("report_mistake", key=page.translation_key), {"step": step_id(page, 2), "quote": "port"})
    assert "Start a container" in text_of(form)
    assert "port</textarea>" in form.content.decode().replace("\n", "")
    send(as_(reader), page, step=step_id(page, 2), quote="port")
    report = MistakeReport.objects.get()
    assert (report.person, report.page_id, report.step_id) == (reader, page.pk, step_id(page, 2))
    assert (report.step_title, report.quote, report.status) == ("Start a container", "port", "open")


def test_the_same_form_sent_twice_is_one_report(page) -> None:
    client, token = as_(person()), str(uuid.uuid4())
    send(client, page, token=token)
    send(client, page, token=token)
    assert MistakeReport.objects.count() == 1


def test_a_forged_step_is_not_found(page) -> None:
    assert send(as_(person()), page, step="s-forged").status_code == 404


def test_owner_and_authors_are_told_once_each(author) -> None:
    owner = person()
    page = material(authors=(author, owner), owner=owner)
    report = reported(person(), page)
    assert set(Notice.objects.values_list("person_id", "kind")) == {
        (author.pk, "learning.mistake_reported"), (owner.pk, "learning.mistake_reported"),
    }  # fmt: skip
    hand_over_due()
    waiting = Mail.objects.get(person=author)
    deliver(waiting.pk)
    assert Notice.objects.get(person=author).address == f"/mistakes/{report.pk}/"
    assert page.title in mail.outbox[0].body
    assert "--rm" not in mail.outbox[0].body


def test_what_is_closed_before_the_mail_goes_out_is_in_none(page, author) -> None:
    report = reported(person(), page)
    close_mistake(report, actor=author, status=MistakeStatus.FIXED, reply="")
    hand_over_due()
    for waiting in Mail.objects.all():
        deliver(waiting.pk)
    assert [report.person.email in sent.to[0] for sent in mail.outbox] == [True]


def test_closing_tells_whoever_reported_it_and_is_written_down(page, author) -> None:
    reader = person()
    report = reported(reader, page)
    as_(author).post(at("mistake", pk=report.pk), {"status": "fixed", "reply": "Thank you, mended."})
    report.refresh_from_db()
    assert (report.status, report.closed_by, report.reply) == ("fixed", author, "Thank you, mended.")
    assert [notice.kind for notice in Notice.objects.filter(person=reader)] == ["learning.mistake_closed"]
    assert AuditEntry.objects.get(action="mistake.closed").subject == reader
    assert "Thank you, mended." in text_of(as_(reader).get(at("mistake", pk=report.pk)))


def test_a_report_is_closed_once(page, author) -> None:
    report = reported(person(), page)
    close_mistake(report, actor=author, status=MistakeStatus.FIXED, reply="First.")
    response = as_(author).post(at("mistake", pk=report.pk), {"status": "declined", "reply": "Second."}, follow=True)
    assert "in the meantime" in text_of(response)
    assert MistakeReport.objects.get().reply == "First."


def test_others_neither_see_nor_close_a_report(page) -> None:
    reader = person()
    report = reported(reader, page)
    assert as_(person()).get(at("mistake", pk=report.pk)).status_code == 404
    assert as_(person()).post(at("mistake", pk=report.pk), {"status": "fixed"}).status_code == 404
    assert as_(reader).post(at("mistake", pk=report.pk), {"status": "fixed"}).status_code == 404
    editor = person()
    RoleGrant.objects.create(person=editor, role=Role.EDITOR)
    assert as_(editor).get(at("mistake", pk=report.pk)).status_code == 200


def test_the_list_costs_the_same_at_one_and_three(page, author, django_assert_num_queries) -> None:
    reported(person(), page)
    client = as_(author)
    client.get(at("mistakes"))
    with django_assert_num_queries(LIST):
        client.get(at("mistakes"))
    reported(person(), page)
    reported(person(), page)
    with django_assert_num_queries(LIST):
        client.get(at("mistakes"))


def test_editors_see_the_reports_of_their_own_part_in_the_admin(page) -> None:
    department = make_department("network")
    section = make_section(department)
    theirs = material(parent=curriculum(parent=section))
    reported(person(), page, "Mistake of everyone")
    reported(person(), theirs, "Mistake of the network")
    editor = make_person(role=Role.DEPARTMENT_EDITOR, department=department)
    words = text_of(as_(editor).get(reverse("mistake_reports")))
    assert "Mistake of the network" in words
    assert "Mistake of everyone" not in words
    all_words = text_of(as_(make_person(role=Role.EDITOR)).get(reverse("mistake_reports")))
    assert "Mistake of the network" in all_words
    assert "Mistake of everyone" in all_words
    exported = as_(editor).get(reverse("mistake_reports"), {"export": "csv"})
    assert "Mistake of everyone" not in b"".join(exported.streaming_content).decode()
    assert as_(person()).get(reverse("mistake_reports"), follow=True).status_code == 404


LIST = 6
