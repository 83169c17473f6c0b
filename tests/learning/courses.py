"""Courses, runs, curricula and rules for tests: real rows, one line each. Domain functions are what the tests call."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from django.utils import timezone

from core.models import HomePage, Person, Seats
from learning.enums import EnrolmentStatus, RunState
from learning.models import Course, CoursePage, CourseRun, CoursesPage, Curriculum, CurriculumItem, Enrolment, Sitting
from tests.learning.building import person

_numbers = itertools.count(1)


def courses_page(language: str = "ja") -> CoursesPage:
    """Where the company's courses lie in a language; made once."""
    from core.domain.site import ensure_site

    ensure_site()
    found = CoursesPage.objects.filter(locale__language_code=language).first()
    if found is None:
        home = HomePage.objects.get(locale__language_code=language)
        found = home.add_child(instance=CoursesPage(title="Training", slug=f"training-{language}", locale=home.locale))
    return CoursesPage.objects.get(pk=found.pk)


def course_page(parent: Any = None, **facts: Any) -> CoursePage:
    """A live course with its row (`page.course` through its translation_key)."""
    number = next(_numbers)
    facts = {"title": f"Course {number}", "slug": f"course-{number}", "goal": "To know it.", **facts}
    place = parent or courses_page()
    page = place.add_child(instance=CoursePage(locale=place.locale, **facts))
    page.save_revision().publish()
    return CoursePage.objects.get(pk=page.pk)


def course(**facts: Any) -> Course:
    """The facts of a course; with a page where a test shows it."""
    return Course.objects.get(translation_key=course_page(**facts).translation_key)


def bare_course(**facts: Any) -> Course:
    """A course without a page: quick, for rules that look at rows alone."""
    number = next(_numbers)
    return Course.objects.create(
        **{
            "translation_key": uuid.uuid4(),
            "title_ja": f"コース{number}",
            "title_en": f"Course {number}",
            "minutes": 120,
            **facts,
        }
    )


def run(of: Course | None = None, *, seats: int | None = 10, in_days: int = 14, **facts: Any) -> CourseRun:
    """An open run of one sitting of two hours, so many days from now."""
    starts = (timezone.now() + dt.timedelta(days=in_days)).replace(minute=0, second=0, microsecond=0)
    made = CourseRun.objects.create(
        **{
            "course": of or bare_course(),
            "seats": Seats.objects.create(capacity=seats),
            "status": RunState.OPEN,
            "starts_at": starts,
            "ends_at": starts + dt.timedelta(hours=2),
            **facts,
        }
    )
    Sitting.objects.create(run=made, starts_at=made.starts_at, ends_at=made.ends_at)
    return made


def enrolled(who: Person | None = None, at: CourseRun | None = None, **facts: Any) -> Enrolment:
    """A row as it is, for screens that only read; rules are tested through the domain."""
    where = at or run()
    defaults = {"status": EnrolmentStatus.ENROLLED, "seated_at": timezone.now()}
    made = Enrolment.objects.create(run=where, person=who or person(), **{**defaults, **facts})
    if made.status == EnrolmentStatus.ENROLLED:
        Seats.objects.filter(pk=where.seats_id).update(taken=where.enrolments.filter(status="enrolled").count())
    return made


def bare_curriculum(*courses: Course, electives: tuple[Course, ...] = (), **facts: Any) -> Curriculum:
    """A curriculum without a page, of these courses in this order."""
    number = next(_numbers)
    made = Curriculum.objects.create(
        **{
            "translation_key": uuid.uuid4(),
            "title_ja": f"カリキュラム{number}",
            "title_en": f"Curriculum {number}",
            "minutes": sum(each.minutes for each in courses),
            **facts,
        }
    )
    for order, each in enumerate((*courses, *electives)):
        CurriculumItem.objects.create(
            curriculum=made, order=order, course=each, minutes=each.minutes, is_required=each in courses
        )
    return made
