"""Who sees, changes and hides what of a question and its answers."""

from __future__ import annotations

import uuid

import pytest

from core.domain.queries.addresses import address_of
from core.enums import Role
from core.models import Audience, AuditEntry, PageAudience, RoleGrant
from learning.models import StuckAnswer, StuckReport
from tests.learning.building import person, step_id
from tests.learning.views.stuck import answered, as_, asked, at, text_of

pytestmark = pytest.mark.django_db


def test_names_are_for_authors_lecturers_and_whoever_answers(asker, page, author) -> None:
    report = asked(asker, page)
    lecturer, helper, stranger = person(), person(), person()
    RoleGrant.objects.create(person=lecturer, role=Role.LECTURER)
    name = asker.family_romaji
    assert name not in text_of(as_(stranger).get(at("question", pk=report.pk)))
    assert name not in text_of(as_(helper).get(at("question", pk=report.pk)))
    answered(report, helper)
    for someone in (author, lecturer, helper):
        assert name in text_of(as_(someone).get(at("question", pk=report.pk)))
    assert name not in text_of(as_(stranger).get(at("question", pk=report.pk)))


def test_opening_a_name_is_written_down(asker, page, author) -> None:
    report = asked(asker, page)
    as_(asker).get(at("question", pk=report.pk))
    as_(author).get(at("question", pk=report.pk))
    entry = AuditEntry.objects.get(action="stuck.asker_opened")
    assert (entry.actor, entry.subject) == (author, asker)


def test_only_its_writer_changes_or_deletes_a_question(asker, page, author) -> None:
    report = asked(asker, page)
    for name in ("edit_question", "delete_question", "solve_question"):
        assert as_(author).post(at(name, pk=report.pk), {"seen": "x"}).status_code == 404
    as_(asker).post(at("edit_question", pk=report.pk), {"seen": "Now this.", "token": str(report.token)})
    report.refresh_from_db()
    assert report.seen == "Now this."
    assert report.edited_at is not None
    as_(asker).post(at("delete_question", pk=report.pk))
    assert StuckReport.objects.count() == 0


def test_only_its_writer_changes_or_deletes_an_answer(asker, page, author) -> None:
    given = answered(asked(asker, page), author)
    for name in ("edit_answer", "delete_answer"):
        assert as_(asker).post(at(name, pk=given.pk), {"body": "x"}).status_code == 404
    as_(author).post(at("edit_answer", pk=given.pk), {"body": "Better.", "token": str(uuid.uuid4())})
    given.refresh_from_db()
    assert given.body == "Better."
    as_(author).post(at("delete_answer", pk=given.pk))
    assert StuckAnswer.objects.count() == 0


def test_editors_hide_and_show_again(asker, page, author) -> None:
    report, editor = asked(asker, page), person()
    given = answered(report, author)
    RoleGrant.objects.create(person=editor, role=Role.EDITOR)
    assert as_(author).post(at("hide_answer", pk=given.pk)).status_code == 404
    as_(editor).post(at("hide_answer", pk=given.pk))
    assert "Start the service" not in text_of(as_(person()).get(address_of(page, language="en")))
    as_(editor).post(at("hide_answer", pk=given.pk), {"undo": "1"})
    assert "Start the service" in text_of(as_(person()).get(address_of(page, language="en")))
    as_(editor).post(at("hide_question", pk=report.pk))
    assert as_(person()).get(at("question", pk=report.pk)).status_code == 404
    assert as_(editor).get(at("question", pk=report.pk)).status_code == 200
    assert "Start the service" not in text_of(as_(person()).get(address_of(page, language="en")))


def test_whoever_may_not_see_the_material_sees_nothing_of_it(asker, page, author) -> None:
    report = asked(asker, page)
    given = answered(report, author)
    nobody = Audience.objects.create(name="Nobody")
    PageAudience.objects.create(translation_key=page.translation_key, audience=nobody)
    client = as_(person())
    key, step = page.translation_key, step_id(page, 1)
    for address in (
        address_of(page, language="en"),
        at("question", pk=report.pk),
        at("stuck", key=key, step_id=step),
        at("report_mistake", key=key),
        at("material", key=key),
    ):
        assert client.get(address).status_code == 404
    for address in (
        at("answer_helped", pk=given.pk),
        at("mark_step", key=key),
        at("remember_place", key=key),
        at("similar_answers", key=key, step_id=step),
        at("question", pk=report.pk),
    ):
        assert client.post(address, {"helped": "1", "done": step, "step": step, "body": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["question", "edit_question", "delete_question", "solve_question", "edit_answer"])
def test_what_is_not_there_is_not_found(name) -> None:
    assert as_(person()).post(at(name, pk=999_999)).status_code == 404


def test_hostile_answers_do_nothing(asker, page, author) -> None:
    report = asked(asker, page, seen="<script>alert(1)</script>")
    answered(
        report, author, "<script>alert(2)</script> [x](javascript:alert(3)) ![y](https://evil.example/p.png)\n\n## h\n"
    )
    for address in (address_of(page, language="en"), at("question", pk=report.pk)):
        html = as_(asker).get(address).content.decode()
        assert "<script>alert" not in html
        assert 'href="javascript:' not in html
        assert '<img src="https://evil' not in html
        assert 'id="h-h"' not in html
