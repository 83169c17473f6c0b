"""Courses and their runs as search is given them, and as a viewer sees what was found."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from core.models import PageAudience
from learning.models import Course
from learning.search_index.courses import SOURCE
from tests.learning.building import person
from tests.learning.courses import course_page, enrolled, run
from tests.people import audience_of, make_department, make_section

pytestmark = pytest.mark.django_db


def name(page: Any) -> str:
    return f"course:{page.translation_key}"


def fact(page: Any) -> Course:
    return Course.objects.get(translation_key=page.translation_key)


def documents(page: Any) -> list[Any]:
    ((_name, found),) = SOURCE.read([name(page)])
    return list(found)


def test_a_course_and_its_runs_to_come_are_found_and_never_who_comes() -> None:
    page = course_page(title="経路制御", goal="経路を説明する。", level="basic", spoken="both", minutes=60)
    lecturer = person(family_name="山田", given_name="一郎")
    coming = run(fact(page), name_ja="春の回", place="第4会議室")
    coming.lecturers.add(lecturer)
    run(fact(page), status="draft")
    run(fact(page), in_days=-3)
    enrolled(person(family_name="秘密"), coming)
    course, held = documents(page)
    assert (course.key, course.kind, course.facets["level"]) == (name(page), "course", ("basic",))
    assert course.facets["language"] == ("ja", "en")
    assert (held.key, held.title.ja, held.body.ja) == (f"run:{coming.key}", "経路制御 · 春の回", "第4会議室")
    assert held.people[0] == "山田 一郎"
    assert held.shown_until == timezone.localtime(coming.ends_at).date() + dt.timedelta(days=1)
    assert "秘密" not in repr([course, held])


def test_the_line_of_a_result_says_when_and_whether_there_is_a_seat() -> None:
    page = course_page(title="Routing")
    coming = run(fact(page), seats=1, place="Room 4")
    enrolled(at=coming)
    keys = [name(page), f"run:{coming.key}"]
    shown = SOURCE.present(keys, viewer=person(), language="en")
    local = timezone.localtime(coming.starts_at)
    assert shown[keys[0]].line.startswith("Next: ")
    assert f"{local:%H:%M} · Room 4 · Full: waiting list" in shown[keys[1]].line
    assert shown[keys[1]].url == f"/en/courses/runs/{coming.key}/"


def test_who_may_not_see_the_page_finds_neither_course_nor_run() -> None:
    department = make_department("secret")
    section = make_section(department)
    page = course_page(section)
    coming = run(fact(page))
    PageAudience.objects.create(translation_key=section.translation_key, audience=audience_of(department))
    keys = [name(page), f"run:{coming.key}"]
    assert SOURCE.present(keys, viewer=person(), language="ja") == {}
    assert str(section.translation_key) in documents(page)[1].within


def test_a_changed_run_has_its_course_read_again() -> None:
    page = course_page()
    coming = run(fact(page))
    found = {each.model.__name__: each for each in SOURCE.depends_on}
    assert list(found["CourseRun"].sources(coming)) == [name(page)]
    assert list(found["Course"].sources(fact(page))) == [name(page)]


def test_a_course_that_was_unpublished_has_no_documents() -> None:
    page = course_page()
    page.unpublish()
    assert documents(page) == []
