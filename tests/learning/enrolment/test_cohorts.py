"""Many at once: from a list as it was pasted, or from an audience."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone, translation

from core.transitions import ForbiddenError, NotNowError
from learning.domain.cohorts import enrol_cohort, list_of_audience, preview, read_list
from learning.enums import EnrolmentStatus as Status
from learning.enums import RunState
from learning.models import CoursePrerequisite, CourseRun
from tests.learning.building import person
from tests.learning.courses import bare_course, run
from tests.learning.enrolment.scenes import comes, organiser_of, statuses, taken, told, words
from tests.people import audience_of, make_department, make_person, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def test_each_has_a_place_in_the_order_of_the_list_and_who_cannot_be_named_is_named():
    where = run(seats=2)
    organiser = organiser_of(where)
    first, second, third = person(), person(), person()
    gone, inside = person(left_on=timezone.localdate()), person()
    comes(inside, where)
    pasted = f"""{third.employee_number}、{first.email.upper()}\t９９９９９
    {gone.employee_number};{third.email}, {inside.employee_number}

    {second.employee_number}"""
    cohort = enrol_cohort(where, read_list(pasted), actor=organiser)
    assert [(each.person, each.status, each.line) for each in cohort.admitted] == [
        (third, Status.ENROLLED, 2), (first, Status.WAITING, 3), (second, Status.WAITING, 4),
    ]  # fmt: skip
    assert [(each.text, each.obstacle.code) for each in cohort.refused if each.obstacle] == [
        ("99999", "unknown"), (gone.employee_number, "left"), (third.email, "twice"),
        (inside.employee_number, "already"),
    ]  # fmt: skip
    assert taken(where) == 2
    assert (told(third), told(first)) == (["enrolled"], ["waiting"])


def test_the_same_list_again_changes_nothing():
    where = run(seats=1)
    organiser = organiser_of(where)
    lines = [person().employee_number for _ in range(3)]
    for _ in range(2):
        cohort = enrol_cohort(where, read_list("\n".join(lines)), actor=organiser)
    assert {each.obstacle.code for each in cohort.refused if each.obstacle} == {"already"}
    assert statuses(where) == [Status.ENROLLED, Status.WAITING, Status.WAITING]


def test_a_preview_says_the_same_and_writes_nothing():
    where = run()
    organiser = organiser_of(where)
    CoursePrerequisite.objects.create(course=where.course, needed=bare_course(title_en="Basics"), is_enforced=True)
    cohort = preview(where, read_list(person().employee_number), actor=organiser)
    assert [each.obstacle.words for each in cohort.refused if each.obstacle] == ["Complete first: Basics"]
    assert where.enrolments.count() == 0


def test_an_audience_comes_in_the_order_of_its_numbers():
    sales, where = make_department("sales"), run(seats=1)
    people = [make_person() for _ in range(3)]
    for each in people:
        place(each, sales)
    cohort = enrol_cohort(where, list_of_audience(audience_of(sales)), actor=organiser_of(where))
    assert [each.person for each in cohort.admitted] == people


def test_a_list_of_nothing_or_of_too_many_is_refused_and_others_may_not():
    where = run()
    assert words(lambda: read_list(" ,;\n")) == "Write at least one employee number or e-mail."
    assert words(lambda: read_list("x\n" * 1001)) == "At most 1000 people at once; the list has 1001."
    with pytest.raises(ForbiddenError):
        enrol_cohort(where, read_list("1"), actor=person())
    CourseRun.objects.filter(pk=where.pk).update(status=RunState.CANCELLED)
    with pytest.raises(NotNowError):
        enrol_cohort(where, read_list("1"), actor=organiser_of(where))


def test_what_is_asked_of_a_cohort_does_not_grow_with_it(django_assert_max_num_queries: Any):
    where = run()
    organiser = organiser_of(where)
    for many in (1, 30):
        lines = read_list(" ".join(person().employee_number for _ in range(many)).replace(" ", "\n"))
        with django_assert_max_num_queries(5):
            preview(where, lines, actor=organiser)


def test_a_list_is_read_as_mail_programs_and_spreadsheets_write_it():
    first, second, third = person(), person(), person()
    text = f'Hana Sato <{first.email}>; "{second.employee_number}"\n<{third.email}>'
    assert [line.person for line in read_list(text)] == [first, second, third]
