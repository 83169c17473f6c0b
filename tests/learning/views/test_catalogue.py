"""The catalogue of courses: filters in the address, counts beside them, the next run, where I stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from core.domain.queries.addresses import address_of
from core.models import PageAudience
from learning.models import Completion, Course
from tests.learning.building import made_anew, person
from tests.learning.courses import course_page, courses_page, enrolled, run
from tests.learning.views.stuck import as_
from tests.people import audience_of, make_department, make_section

pytestmark = pytest.mark.django_db


def shown(client: Any, query: str = "", language: str = "en") -> list[str]:
    return [row.page.title for row in client.get(f"/{language}/courses/{query}").context["rows"]]


def tagged(page: Any, *words: str) -> Any:
    page.tags.add(*words)
    page.save_revision().publish()
    return page


def fact(page: Any) -> Course:
    return Course.objects.get(translation_key=page.translation_key)


def test_filters_stand_in_the_address_and_are_joined_by_and() -> None:
    tagged(course_page(title="Routing", level="basic", minutes=60, spoken="ja"), "network")
    tagged(course_page(title="Switching", level="basic", minutes=240, spoken="both"), "network", "hardware")
    tagged(course_page(title="Writing", level="advanced", minutes=60, spoken="en"), "words")
    client = as_(person())
    assert sorted(shown(client)) == ["Routing", "Switching", "Writing"]
    assert sorted(shown(client, "?level=basic")) == ["Routing", "Switching"]
    assert shown(client, "?level=basic&minutes=60") == ["Routing"]
    assert sorted(shown(client, "?language=en")) == ["Switching", "Writing"]
    assert sorted(shown(client, "?topic=hardware&topic=words")) == ["Switching", "Writing"]
    assert shown(client, "?q=writ") == ["Writing"]
    assert shown(client, "?level=nonsense") == []


def test_the_number_beside_a_value_is_what_there_would_be_with_it() -> None:
    course_page(level="basic", minutes=60)
    course_page(level="basic", minutes=240)
    course_page(level="advanced", minutes=60)
    found = as_(person()).get("/en/courses/?level=basic").context["found"]
    assert found.total == 2
    assert found.counts["level"] == {"basic": 2, "advanced": 1}
    assert found.counts["minutes"] == {"60": 1, "240": 1}


def test_a_card_says_when_the_next_run_is_and_how_many_seats_are_free() -> None:
    page = course_page(title="Routing")
    late, soon = run(fact(page), in_days=30), run(fact(page), seats=1, in_days=5)
    run(fact(page), in_days=-5)
    reader = person()
    enrolled(reader, soon)
    response = as_(reader).get("/en/courses/")
    (row,) = response.context["rows"]
    assert (row.run, row.more_runs, row.standing) == (soon, 1, "enrolled")
    assert late.starts_at > soon.starts_at
    assert "You are enrolled" in response.content.decode()
    assert "Full: waiting list" in response.content.decode()


def test_seats_free_and_dates_look_at_the_same_run() -> None:
    full, free = course_page(title="Full"), course_page(title="Free")
    enrolled(at=run(fact(full), seats=1, in_days=5))
    run(fact(free), in_days=40)
    client, today = as_(person()), timezone.localdate()
    assert shown(client, "?free=1") == ["Free"]
    until = today + dt.timedelta(days=20)
    assert shown(client, f"?since={today}&until={until}") == ["Full"]
    assert shown(client, f"?since={today}&until={until}&free=1") == []


def test_a_wrong_date_is_said_at_its_field_and_what_was_typed_stays() -> None:
    course_page(title="Routing")
    html = as_(person()).get("/en/courses/?since=2026-99-99&until=2026-12-31").content.decode()
    assert "2026-99-99" in html
    assert "field--wrong" in html
    html = as_(person()).get("/en/courses/?since=2026-12-31&until=2026-01-01").content.decode()
    assert "The last day is before the first." in html


def test_the_next_to_begin_stands_first_and_other_orders_are_links() -> None:
    names = ("Alpha", "Beta", "Gamma")
    alpha, beta, _gamma = (fact(course_page(title=name)) for name in names)
    run(beta, in_days=3)
    run(alpha, in_days=9)
    client = as_(person())
    assert shown(client) == ["Beta", "Alpha", "Gamma"]
    assert shown(client, "?order=title") == ["Alpha", "Beta", "Gamma"]
    assert shown(client, "?order=new") == ["Gamma", "Beta", "Alpha"]


def test_a_course_of_a_shut_section_is_neither_shown_nor_counted() -> None:
    department = make_department("secret")
    section = make_section(department)
    course_page(section, title="Inside", level="advanced")
    course_page(title="Outside", level="basic")
    PageAudience.objects.create(translation_key=section.translation_key, audience=audience_of(department))
    response = as_(person()).get("/en/courses/")
    assert [row.page.title for row in response.context["rows"]] == ["Outside"]
    assert response.context["found"].counts["level"] == {"basic": 1}


def test_htmx_gets_the_part_that_changes_and_going_back_the_whole_page() -> None:
    course_page()
    client = as_(person())
    part = client.get("/en/courses/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert part.headers["Vary"].count("HX-Request") == 1
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/en/courses/", headers=back).content.decode()


def test_nothing_found_says_what_to_do_next() -> None:
    course_page()
    html = as_(person()).get("/en/courses/?q=zzzz").content.decode()
    assert "No course fits all of this" in html
    assert "/en/search/?q=zzzz&amp;kind=course" in html


def test_a_completed_course_wears_a_tick() -> None:
    page, reader = course_page(), person()
    Completion.objects.create(
        person=reader, course=fact(page), title="x", completed_on=timezone.localdate(), source="recorded"
    )
    (row,) = as_(reader).get("/en/courses/").context["rows"]
    assert row.is_completed is True


def test_topics_are_those_of_the_readers_language_where_a_page_has_its_own() -> None:
    page = tagged(course_page(title="経路制御"), "経路")
    twin = page.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0], copy_parents=True)
    twin.title = "Routing"
    twin.tags.set(["routing"])
    twin.save_revision().publish()
    tagged(course_page(title="文章"), "文章")
    client = as_(person())
    assert client.get("/ja/courses/").context["found"].counts["topic"] == {"経路": 1, "文章": 1}
    assert client.get("/en/courses/").context["found"].counts["topic"] == {"routing": 1, "文章": 1}


def test_the_page_above_the_courses_leads_to_the_catalogue() -> None:
    place = courses_page()
    assert as_(person()).get(address_of(place, language="ja")).headers["Location"] == "/ja/courses/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_asks_the_same_questions_at_any_length(rows: int) -> None:
    for _ in range(rows):
        run(fact(tagged(course_page(), "one", "two")))
    client = as_(person())
    made_anew(client, "/en/courses/")
    with CaptureQueriesContext(connection) as queries:
        made_anew(client, "/en/courses/")
    assert len(queries) == QUERIES


QUERIES = 10
