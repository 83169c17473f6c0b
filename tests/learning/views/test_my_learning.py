"""My learning: courses and materials in one place, and the history as a page, a table and a PDF."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.domain.queries import cards
from learning.domain.queries.my_courses import history_of, my_courses
from learning.enums import EnrolmentStatus, RunState
from learning.interfaces import history
from learning.models import Completion
from tests.learning.building import person
from tests.learning.courses import bare_course, enrolled, run
from tests.learning.views.stuck import as_

pytestmark = pytest.mark.django_db


def completed(who: Any, title: str, on: str = "2026-05-01", **facts: Any) -> Completion:
    return Completion.objects.create(
        person=who, title=title, completed_on=on, course=bare_course(), **{"minutes": 90, "source": "run", **facts}
    )


def test_enrolments_stand_by_what_they_are_now() -> None:
    reader = person()
    enrolled(reader, run(in_days=9), status="enrolled")
    enrolled(reader, run(in_days=5), status="enrolled")
    enrolled(reader, run(in_days=5), status="waiting", line=1, seated_at=None)
    enrolled(reader, run(in_days=5), status="requested", line=1, seated_at=None)
    enrolled(reader, run(in_days=-5), status="completed")
    enrolled(reader, run(in_days=5), status="withdrawn", seated_at=None)
    courses = as_(reader).get("/en/my-learning/").context["courses"]
    assert [len(each) for each in (courses.coming, courses.waiting, courses.requested, courses.past)] == [2, 1, 1, 2]
    assert courses.coming[0].run.starts_at < courses.coming[1].run.starts_at
    assert [each.status for each in courses.past] == ["withdrawn", "completed"]
    assert [each.run for each in courses.feedback] == [courses.past[1].run]


@pytest.mark.parametrize("rows", [1, 3])
def test_my_learning_asks_the_same_questions_at_any_length(rows: int) -> None:
    reader = person()
    for _ in range(rows):
        enrolled(reader, run())
        enrolled(reader, run(in_days=-5), status="completed")
        completed(reader, "Routing")
    client = as_(reader)
    client.get("/en/my-learning/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/my-learning/")
    assert len(queries) == QUERIES


def test_the_history_counts_hours_by_year() -> None:
    reader = person()
    completed(reader, "Routing", "2025-05-01")
    completed(reader, "Writing", "2026-05-01")
    completed(reader, "Speaking", "2026-06-01", minutes=30)
    years = as_(reader).get("/en/my-learning/history/").context["years"]
    assert [(each.year, each.minutes, len(each.completions)) for each in years] == [(2026, 120, 2), (2025, 90, 1)]


def test_the_history_calls_a_course_in_the_readers_language_unless_it_was_renamed() -> None:
    reader = person()
    made = completed(reader, "経路")
    made.course.title_ja, made.course.title_en = "経路", "Routing"
    made.course.save()
    assert "Routing" in as_(reader).get("/en/my-learning/history.csv").content.decode()
    made.course.title_ja = "経路制御"
    made.course.save()
    assert "経路" in as_(reader).get("/en/my-learning/history.csv").content.decode()


def test_the_table_defuses_formulas() -> None:
    reader = person()
    completed(reader, "=HYPERLINK(1)")
    answer = as_(reader).get("/ja/my-learning/history.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["2026-05-01", "'=HYPERLINK(1)", "90"]


def test_the_pdf_has_its_fonts_in_it_and_fetches_nothing() -> None:
    pytest.importorskip("weasyprint", exc_type=OSError, reason="Pango is not on this machine")
    reader = person(family_name="髙橋")
    completed(reader, 'ネットワーク基礎<img src="http://example.com/x.png">')
    answer = as_(reader).get("/ja/my-learning/history.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    with pytest.raises(ValueError, match="Nothing is fetched"):
        history._refuse("http://example.com/x.png")


def test_without_pango_the_page_itself_is_to_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: Any) -> bytes:
        raise history.NoPdfError("no pango")

    monkeypatch.setattr("learning.views.my_learning.as_pdf", missing)
    client = as_(person())
    answer = client.get("/en/my-learning/history.pdf", follow=True)
    assert answer.redirect_chain == [("/en/my-learning/history/", 302)]
    assert "Print this page instead" in answer.content.decode()


def test_home_tells_what_comes_next_and_what_is_to_do() -> None:
    reader = person()
    assert cards.courses_card(reader) is None
    near = enrolled(reader, run(in_days=2))
    enrolled(reader, run(in_days=20))
    enrolled(reader, run(in_days=-2), status="completed")
    card = cards.courses_card(reader)
    assert card is not None
    assert card.context["next"].pk == near.pk
    assert len(card.context["feedback"]) == 1
    assert card.context["starts_at"] > timezone.now() + dt.timedelta(days=1)


QUERIES = 10


def test_a_pdf_measures_no_row_for_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred completions took most of a minute."""
    table = pytest.importorskip("weasyprint.layout.table")
    monkeypatch.setattr(table, "auto_table_layout", lambda *args: pytest.fail("measured"))
    me = person()
    completed(me, "Routing")
    assert history.as_pdf(me, history_of(me)).startswith(b"%PDF")


def test_who_is_at_a_sitting_is_led_to_where_the_code_is_typed() -> None:
    me, coming, on = person(), run(), run(in_days=0)
    for each in (coming, on):
        enrolled(me, each)
    now = timezone.now()
    times = {"starts_at": now + dt.timedelta(minutes=10), "ends_at": now + dt.timedelta(hours=1)}
    on.sittings.update(**times)
    type(on).objects.filter(pk=on.pk).update(**times)
    html = as_(me).get("/en/my-learning/").content.decode()
    assert html.count("#check-in") == 1
    assert f'href="/en/courses/runs/{on.key}/#check-in"' in html


@pytest.mark.parametrize("status", sorted(set(EnrolmentStatus) - {"enrolled", "waiting", "requested"}))
def test_whatever_became_of_an_enrolment_stands_among_the_past_ones(status: EnrolmentStatus) -> None:
    hanako = person()
    enrolled(hanako, run(in_days=-9, status=RunState.HELD), status=status)
    assert [each.status for each in my_courses(hanako).past] == [status]
