"""Course runs in Wagtail: an editor finds and makes those of their part, with the portal's own form."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.api import Role, grant_role
from learning.models import CourseRun
from tests.learning.building import person
from tests.learning.courses import bare_course, course_page, run
from tests.learning.views.stuck import as_, text_of
from tests.learning.views.test_run_form import form_of, sitting
from tests.people import make_department, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return make_department("network")


@pytest.fixture
def editor(network):
    who = person(language="en")
    grant_role(who, role=Role.DEPARTMENT_EDITOR, department=network, actor=None)
    return type(who).objects.get(pk=who.pk)


def test_a_departments_editor_finds_its_runs_and_no_others(network, editor) -> None:
    run(bare_course(department=network, title_en="BGP", title_ja="BGP"))
    run(bare_course(department=make_department("sales"), title_en="Selling", title_ja="Selling"))
    page = text_of(as_(editor).get(reverse("admin_runs")))
    assert ("BGP" in page, "Selling" in page) == (True, False)
    assert "BGP" not in text_of(as_(editor).get(reverse("admin_runs"), {"q": "nothing like it"}))


def test_a_run_is_made_there_by_the_same_rules(network, editor) -> None:
    course = bare_course(department=network)
    address = f"{reverse('admin_run_new')}?course={course.translation_key}"
    wrong = as_(editor).post(address, form_of(sitting(7), seats="-1"))
    assert (wrong.status_code, CourseRun.objects.count()) == (422, 0)
    as_(editor).post(address, form_of(sitting(7)))
    made = CourseRun.objects.get()
    assert (made.organiser, made.course) == (editor, course)
    assert as_(editor).get(reverse("admin_run_edit", kwargs={"key": made.key})).status_code == 200


def test_the_editor_of_a_course_shows_its_runs(network, editor) -> None:
    page = course_page(make_section(network))
    assert "This course has no runs yet." in text_of(
        as_(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    )
