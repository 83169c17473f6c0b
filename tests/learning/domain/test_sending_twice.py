"""The same form sent from two tabs at the same moment."""

from __future__ import annotations

import uuid

import pytest

from core.models import Notice
from learning.domain.answers import answer, mark_helped
from learning.domain.mistakes import Wrong, report_mistake
from learning.domain.stuck import Seen, report_stuck
from learning.models import Asked, Helped, MistakeReport, StuckAnswer, StuckReport
from tests.learning.building import material, person, step_id
from tests.learning.domain.test_progress import in_threads

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_question_is_asked_once() -> None:
    author, reader = person(), person()
    page, token = material(authors=(author,)), uuid.uuid4()
    send = lambda: report_stuck(reader, page=page, step_id=step_id(page, 1), what=Seen("It fails."), token=token)  # noqa: E731
    assert in_threads(send, send, send) == []
    assert (StuckReport.objects.count(), Asked.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_an_answer_is_given_and_helps_once() -> None:
    author, reader, third = person(), person(), person()
    page, token = material(authors=(author,)), uuid.uuid4()
    report = report_stuck(reader, page=page, step_id=step_id(page, 1), what=Seen("It fails."), token=uuid.uuid4())
    send = lambda: answer(report, author=author, body="Start it.", token=token)  # noqa: E731
    assert in_threads(send, send, send) == []
    given = StuckAnswer.objects.get()
    help_ = lambda: mark_helped(given, person=third)  # noqa: E731
    assert in_threads(help_, help_, help_) == []
    assert Helped.objects.count() == 1


def test_a_mistake_is_reported_once() -> None:
    page, reader, token = material(), person(), uuid.uuid4()
    send = lambda: report_mistake(reader, page=page, what=Wrong("Wrong."), token=token)  # noqa: E731
    assert in_threads(send, send, send) == []
    assert MistakeReport.objects.count() == 1
