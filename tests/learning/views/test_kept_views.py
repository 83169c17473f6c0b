"""The catalogue and the matrix are kept for each reader until a row that they were made of changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.domain.enrolling import enrol
from learning.enums import CompletionSource
from learning.models import Completion, Curriculum, CurriculumItem, CurriculumPage, Matrix, MatrixCell
from tests.learning.building import curriculum, person
from tests.learning.courses import course, run
from tests.learning.views.stuck import as_

pytestmark = pytest.mark.django_db

HIT = 3  # the session, the person, the stamps


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_catalogue_is_kept_until_a_seat_is_taken() -> None:
    reader, other, what = person(), person(), course(title="BGP")
    where = run(what, seats=3)
    client = as_(reader)
    before = client.get("/ja/courses/").content.decode()
    assert queries(client, "/ja/courses/") == HIT
    enrol(where, other, actor=other)
    after = client.get("/ja/courses/").content.decode()
    assert ("空席3" in before, "空席2" in after) == (True, True)
    enrol(where, reader, actor=reader)
    assert "受講登録済み" in client.get("/ja/courses/").content.decode()


def test_filters_are_made_anew() -> None:
    course(title="BGP", level="advanced")
    client = as_(person())
    client.get("/ja/courses/?level=advanced")
    assert queries(client, "/ja/courses/?level=advanced") > HIT


def test_a_run_that_has_begun_is_no_longer_shown_from_memory(monkeypatch: Any) -> None:
    soon = run(course(), in_days=0, starts_at=timezone.now() + dt.timedelta(minutes=2))
    client = as_(person())
    shown = client.get("/ja/courses/").content.decode()
    later = timezone.now() + dt.timedelta(minutes=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert ("空席10" in shown, "空席10" in client.get("/ja/courses/").content.decode()) == (True, False)
    assert soon.seats.capacity == 10


def test_the_matrix_is_kept_until_something_is_completed() -> None:
    reader, page, what = person(), curriculum(), course()
    page.save_revision().publish()
    row = Curriculum.objects.get(translation_key=CurriculumPage.objects.get().translation_key)
    CurriculumItem.objects.create(curriculum=row, course=what)
    matrix = Matrix.objects.create(code="all", name_ja="全社", name_en="All")
    MatrixCell.objects.create(
        row=matrix.rows.create(name_ja="行"), column=matrix.columns.create(name_ja="列"), curriculum=row
    )
    client = as_(reader)
    assert "0 / 1" in client.get("/ja/curricula/").content.decode()
    assert queries(client, "/ja/curricula/") == HIT
    Completion.objects.create(person=reader, course=what, completed_on="2026-05-01", source=CompletionSource.RECORDED)
    assert "1 / 1" in client.get("/ja/curricula/").content.decode()
