"""Courses and curricula become facts when their pages are published."""

import pytest

from learning.models import (
    Course,
    CoursePageEquivalent,
    CoursePagePrerequisite,
    Curriculum,
    CurriculumPageItem,
    Equivalent,
)
from tests.learning.building import curriculum, material
from tests.learning.courses import course_page

pytestmark = pytest.mark.django_db


def test_a_published_course_is_one_row_with_its_facts() -> None:
    first = course_page(title="経路制御", minutes=90, level="basic")
    page = course_page(title="BGP", minutes=180, needs_approval=True)
    page.page_prerequisites = [CoursePagePrerequisite(needed=first, is_enforced=True)]
    page.save_revision().publish()
    course = Course.objects.get(translation_key=page.translation_key)
    assert (course.title_ja, course.minutes, course.needs_approval) == ("BGP", 180, True)
    assert [(row.needed.title_ja, row.is_enforced) for row in course.prerequisites.all()] == [("経路制御", True)]


def test_a_draft_changes_no_fact_and_what_is_unpublished_stays_as_a_row() -> None:
    page = course_page(minutes=90)
    page.minutes = 10
    page.save_revision()
    assert Course.objects.get().minutes == 90
    page.unpublish()
    assert [(row.minutes, row.is_live) for row in Course.objects.all()] == [(90, False)]


def test_a_curriculum_has_its_items_in_order_and_sums_what_is_required() -> None:
    page, lesson, practice = curriculum(), course_page(minutes=90), material(minutes=45)
    page.page_items = [
        CurriculumPageItem(item=lesson, is_required=True),
        CurriculumPageItem(item=practice, is_required=False),
    ]
    page.save_revision().publish()
    row = Curriculum.objects.get(translation_key=page.translation_key)
    assert row.minutes == 90
    assert [(item.course_id is None, item.is_required, item.minutes) for item in row.items.all()] == [
        (False, True, 90),
        (True, False, 45),
    ]


def test_what_counts_for_a_course_is_published_with_it_and_taken_back_with_it() -> None:
    old, page = course_page(title="2023"), course_page(title="2026")
    page.page_equivalents = [CoursePageEquivalent(counts=old)]
    page.save_revision().publish()
    assert [(row.course.title_ja, row.counts.title_ja) for row in Equivalent.objects.all()] == [("2026", "2023")]
    page.page_equivalents = []
    page.save_revision().publish()
    assert Equivalent.objects.count() == 0
