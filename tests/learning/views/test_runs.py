"""A course and its runs as someone sees them who takes them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.domain.queries.addresses import address_of
from learning.domain.enrolling import enrol
from learning.domain.queries.feedback import feedback_of
from learning.domain.run_calendar import put_sittings
from learning.models import (
    Completion,
    Course,
    CourseMaterial,
    CoursePrerequisite,
    CourseRun,
    Enrolment,
    Feedback,
    RunMessage,
)
from tests.learning.building import made_anew, material, person
from tests.learning.courses import course_page, enrolled, run
from tests.learning.views.stuck import as_

pytestmark = pytest.mark.django_db


def fact(page: Any) -> Course:
    return Course.objects.get(translation_key=page.translation_key)


def held(page: Any = None, **facts: Any) -> CourseRun:
    """A run of a course with a page, its sittings in the calendar."""
    made = run(fact(page or course_page(title="Routing")), **facts)
    put_sittings(made, made.sittings.all())
    return made


def at(name: str, of: CourseRun) -> str:
    return f"/en/courses/runs/{of.key}/{name}"


def standing(who: Any, of: CourseRun) -> str:
    return str(Enrolment.objects.get(person=who, run=of).status)


def test_a_course_shows_its_runs_and_a_button_that_enrols_without_a_script() -> None:
    page, reader = course_page(title="Routing"), person()
    coming = held(page, place="Room 4")
    html = as_(reader).get(address_of(page, language="en")).content.decode()
    assert "Room 4" in html
    assert f'action="{at("enrol/", coming)}"' in html
    answer = as_(reader).post(at("enrol/", coming), {"next": "course"})
    assert answer.headers["Location"] == f"{address_of(page, language='en')}#run-{coming.pk}"
    assert standing(reader, coming) == "enrolled"
    html = as_(reader).get(address_of(page, language="en")).content.decode()
    assert "You are enrolled" in html
    assert at("withdraw/", coming) in html


@pytest.mark.parametrize("name", ["enrol/", "withdraw/", "check-in/"])
def test_who_comes_back_to_the_address_of_a_press_sees_the_run(name: str) -> None:
    """A refusal stays at it: a reload, the other language, or a sign-in on the way ask for it by GET."""
    coming = held()
    answer = as_(person()).get(at(name, coming))
    assert (answer.status_code, answer.headers["Location"]) == (302, at("", coming))


def test_the_link_is_for_those_who_come() -> None:
    coming, reader = held(link="https://meet.example/secret"), person()
    assert "meet.example" not in as_(reader).get(at("", coming)).content.decode()
    enrol(coming, reader, actor=reader)
    assert "https://meet.example/secret" in as_(reader).get(at("", coming)).content.decode()


def test_a_full_run_offers_the_line_and_says_the_place_in_it() -> None:
    coming, reader, other = held(seats=1), person(), person()
    enrolled(at=coming)
    assert "Join the waiting list" in as_(reader).get(at("", coming)).content.decode()
    as_(other).post(at("enrol/", coming))
    as_(reader).post(at("enrol/", coming))
    html = as_(reader).get(at("", coming)).content.decode()
    assert "You are number 2 on the waiting list" in html
    assert "Leave the waiting list" in html
    assert "2 in line" in html


def test_withdrawing_takes_one_press_and_after_the_undo_one_enrols_again() -> None:
    coming, reader = held(), person()
    enrol(coming, reader, actor=reader)
    as_(reader).post(at("withdraw/", coming))
    assert standing(reader, coming) == "withdrawn"
    assert "Enrol again" not in as_(reader).get(at("", coming)).content.decode()
    Enrolment.objects.update(ended_at=timezone.now() - dt.timedelta(minutes=10))
    assert "Enrol again" in as_(reader).get(at("", coming)).content.decode()
    as_(reader).post(at("enrol/", coming))
    assert standing(reader, coming) == "enrolled"


def test_what_is_refused_says_why_and_keeps_what_was_typed() -> None:
    page = course_page(title="Routing", needs_approval=True)
    coming, reader = held(page, enrol_until=timezone.now() - dt.timedelta(days=1)), person()
    answer = as_(reader).post(at("enrol/", coming), {"wish": "I need this"})
    assert answer.status_code == 422
    assert answer.context["refusal"]
    assert not Enrolment.objects.exists()
    long = as_(reader).post(at("enrol/", held(page)), {"wish": "x" * 1001})
    assert long.status_code == 422
    assert "x" * 1001 in long.content.decode()
    assert "field--wrong" in long.content.decode()


def test_a_manager_approves_or_says_why_not() -> None:
    boss = person()
    page = course_page(title="Routing", needs_approval=True)
    one, two = person(manager=boss), person(manager=boss)
    coming = held(page)
    for reader in (one, two):
        as_(reader).post(at("enrol/", coming), {"wish": "I run the routers"})
    assert "Awaiting approval by" in as_(one).get(at("", coming)).content.decode()
    html = as_(boss).get("/en/courses/approvals/").content.decode()
    assert html.count("I run the routers") == 2
    first, second = Enrolment.objects.order_by("pk")
    as_(boss).post(f"/en/courses/approvals/{first.pk}/", {"decision": "approve"})
    assert standing(one, coming) == "enrolled"
    silent = as_(boss).post(f"/en/courses/approvals/{second.pk}/", {"decision": "decline"})
    assert silent.status_code == 422
    assert "Say in a few words why not." in silent.content.decode()
    as_(boss).post(f"/en/courses/approvals/{second.pk}/", {"decision": "decline", f"{second.pk}-reason": "Next year"})
    assert standing(two, coming) == "declined"
    assert "Next year" in as_(two).get(at("", coming)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_to_approve_asks_the_same_questions_at_any_length(rows: int) -> None:
    boss, page = person(), course_page(needs_approval=True)
    for _ in range(rows):
        reader = person(manager=boss)
        enrol(held(page), reader, actor=reader, wish="I run the routers")
    client = as_(boss)
    client.get("/en/courses/approvals/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/courses/approvals/")
    assert len(queries) == 11


@pytest.mark.parametrize("rows", [1, 3])
def test_a_course_asks_the_same_questions_for_any_number_of_runs(rows: int) -> None:
    page, reader = course_page(), person()
    for number in range(rows):
        made = held(page, in_days=5 + number)
        made.lecturers.add(person())
        enrol(made, reader, actor=reader)
    client = as_(reader)
    made_anew(client, address_of(page, language="en"))
    with CaptureQueriesContext(connection) as queries:
        made_anew(client, address_of(page, language="en"))
    assert len(queries) == 33


def test_nobody_decides_about_people_who_are_not_theirs() -> None:
    coming, reader = held(course_page(needs_approval=True)), person(manager=person())
    as_(reader).post(at("enrol/", coming))
    pk = Enrolment.objects.get().pk
    assert as_(person()).post(f"/en/courses/approvals/{pk}/", {"decision": "approve"}).status_code == 404
    assert as_(reader).post(f"/en/courses/approvals/{pk}/", {"decision": "approve"}).status_code == 404


def test_a_draft_is_there_for_those_who_run_it_alone() -> None:
    lecturer, planned = person(), held(status="draft")
    planned.lecturers.add(lecturer)
    assert as_(person()).get(at("", planned)).status_code == 404
    assert as_(lecturer).get(at("", planned)).status_code == 200


def test_prerequisites_are_links_with_a_tick_where_one_has_them() -> None:
    reader, page = person(), course_page(title="Routing")
    first, second = course_page(title="Cables"), course_page(title="Addresses")
    CoursePrerequisite.objects.create(course=fact(page), needed=fact(first), is_enforced=True)
    CoursePrerequisite.objects.create(course=fact(page), needed=fact(second))
    Completion.objects.create(
        person=reader, course=fact(first), title="x", completed_on=timezone.localdate(), source="recorded"
    )
    needed = as_(reader).get(address_of(page, language="en")).context["needed"]
    assert [(each.title, each.is_enforced, each.is_met) for each in needed] == [
        ("Cables", True, True),
        ("Addresses", False, False),
    ]


def test_a_sitting_reads_in_my_zone_and_in_that_of_the_run() -> None:
    coming = held(zone="America/New_York")
    assert "in the zone of the run (America/New_York)" in as_(person()).get(at("", coming)).content.decode()
    assert "in the zone of the run" not in as_(person()).get(at("", held())).content.decode()


def test_another_course_at_the_same_time_is_warned_of_and_no_reason_to_refuse() -> None:
    reader, one, two = person(), held(course_page(title="Routing")), held(course_page(title="Writing"))
    enrol(one, reader, actor=reader)
    html = as_(reader).get(at("", two)).content.decode()
    assert "At the same time your calendar has:" in html
    as_(reader).post(at("enrol/", two))
    assert standing(reader, two) == "enrolled"


def test_messages_are_read_by_those_whom_they_were_written_to() -> None:
    coming, comes, waits = held(seats=1), person(), person()
    for reader in (comes, waits):
        enrol(coming, reader, actor=reader)
    RunMessage.objects.create(run=coming, subject="Bring a laptop", body="x")
    RunMessage.objects.create(run=coming, subject="More seats soon", body="x", to_waiting=True)
    assert len(as_(comes).get(at("", coming)).context["run_messages"]) == 2
    assert [each.subject for each in as_(waits).get(at("", coming)).context["run_messages"]] == ["More seats soon"]
    assert as_(person()).get(at("", coming)).context["run_messages"] == []


def test_materials_of_course_and_run_come_with_my_progress() -> None:
    page = course_page()
    CourseMaterial.objects.create(course=fact(page), material_key=material(title="Cables by hand").translation_key)
    response = as_(person()).get(address_of(page, language="en"))
    assert [row.page.title for row in response.context["materials"]] == ["Cables by hand"]
    assert [row.page.title for row in as_(person()).get(at("", held(page))).context["materials"]] == ["Cables by hand"]


def test_a_wrong_code_is_refused_at_its_field() -> None:
    reader, now = person(), timezone.now()
    coming = held(starts_at=now - dt.timedelta(minutes=5), ends_at=now + dt.timedelta(hours=1))
    enrolled(reader, coming)
    assert "Check in" in as_(reader).get(at("", coming)).content.decode()
    answer = as_(reader).post(at("check-in/", coming), {"code": "０00 000"})
    assert answer.status_code == 422
    assert answer.context["check_in"].errors["code"]
    assert "０00 000" in answer.content.decode()


def test_a_code_that_comes_before_or_after_a_sitting_is_answered_and_kept() -> None:
    reader, coming = person(), held()
    enrolled(reader, coming)
    html = as_(reader).post(at("check-in/", coming), {"code": "123 456"}).content.decode()
    assert "A code is good from 15 minutes before a sitting until its end." in html
    assert "123 456" in html


def over(**facts: Any) -> CourseRun:
    now = timezone.now()
    return held(starts_at=now - dt.timedelta(days=2), ends_at=now - dt.timedelta(days=1), **facts)


def test_feedback_takes_three_taps_and_is_read_without_names() -> None:
    lecturer, past = person(), over()
    past.lecturers.add(lecturer)
    past = CourseRun.objects.get(pk=past.pk)
    for number in range(3):
        said = feedback_of(past, lecturer)
        assert said is not None
        assert (said.count, said.good) == (number, ())
        reader = person()
        enrolled(reader, past, status="completed")
        facts = {"useful": "5", "pace": "0", "recommends": "on", "good": f"Good {number}"}
        assert as_(reader).post(at("feedback/", past), facts).status_code == 302
    said = feedback_of(past, lecturer)
    assert said is not None
    assert (said.count, said.mean, said.good) == (3, 5.0, ("Good 0", "Good 1", "Good 2"))
    assert feedback_of(past, person()) is None


def test_feedback_is_given_once_and_changed_by_whom_it_is() -> None:
    reader, past = person(), over()
    enrolled(reader, past, status="completed")
    wrong = as_(reader).post(at("feedback/", past), {"useful": "9", "pace": "0", "good": "Nice"})
    assert wrong.status_code == 422
    assert "Nice" in wrong.content.decode()
    for useful in ("4", "2"):
        as_(reader).post(at("feedback/", past), {"useful": useful, "pace": "1"})
    assert list(Feedback.objects.values_list("useful", "pace", "recommends")) == [(2, 1, False)]
    assert as_(person()).get(at("feedback/", past)).status_code == 404


def test_feedback_waits_until_the_run_is_over() -> None:
    reader, coming = person(), held()
    enrolled(reader, coming)
    assert "when the last sitting is over" in as_(reader).get(at("feedback/", coming)).content.decode()
    as_(reader).post(at("feedback/", coming), {"useful": "5", "pace": "0"})
    assert not Feedback.objects.exists()


def test_a_kept_course_page_tells_of_each_seat_that_goes() -> None:
    page = course_page()
    coming, reader = held(page, seats=2), person()
    client, where = as_(reader), address_of(page, language="en")
    made_anew(client, where)
    assert "2 seats free" in client.get(where).content.decode()
    other = person()
    enrol(coming, other, actor=other)
    assert "1 seat free" in client.get(where).content.decode()


def test_the_old_address_of_my_learning_leads_to_the_new_one() -> None:
    assert as_(person()).get("/en/materials/mine/").headers["Location"] == "/en/my-learning/"
    assert reverse("my_learning").endswith("/my-learning/")


def test_a_withdrawal_is_undone_from_the_page_of_the_run_and_from_that_of_the_course() -> None:
    page, reader = course_page(title="Routing"), person()
    coming = held(page, seats=1)
    enrol(coming, reader, actor=reader)
    answer = as_(reader).post(at("withdraw/", coming), {"next": "course"}, follow=True)
    html = answer.content.decode()
    assert "You have withdrawn. For ten minutes" in html
    assert f'action="{at("withdraw/undo/", coming)}"' in html
    assert as_(reader).get(at("withdraw/undo/", coming)).status_code == 302  # whoever comes back by the address
    assert as_(reader).post(at("withdraw/undo/", coming)).status_code == 302
    assert standing(reader, coming) == "enrolled"
    other = person()
    enrol(coming, other, actor=other)
    html = as_(reader).post(at("withdraw/", coming), follow=True).content.decode()
    assert "your seat went to the next in line" in html
    assert "withdraw/undo/" not in html
    late = as_(reader).post(at("withdraw/undo/", coming))
    assert (late.status_code, "Your seat went to the next in line" in late.content.decode()) == (422, True)
    assert as_(person()).post(at("withdraw/undo/", coming)).status_code == 404


def test_who_is_in_another_run_of_the_course_is_told_before_they_take_a_second_seat() -> None:
    page, reader = course_page(title="Routing"), person()
    first, second = held(page, name_en="May"), held(page, name_en="June", in_days=40)
    words = "You are in another run of this course already:"
    assert words not in as_(reader).get(at("", second)).content.decode()
    enrol(first, reader, actor=reader)
    for address in (at("", second), address_of(page, language="en")):
        html = as_(reader).get(address).content.decode()
        assert html.count(words) == 1
        assert f'href="{at("", first)}"' in html
    assert words not in as_(reader).get(at("", first)).content.decode()
    assert words not in as_(person()).get(at("", second)).content.decode()
