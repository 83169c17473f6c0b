"""What people have completed of curricula."""

import datetime as dt
import uuid

import pytest

from core.models import Person
from learning.domain.queries.credit import Credit
from learning.domain.queries.curricula import credits_of
from learning.enums import CompletionSource
from learning.models import Completion, Course, Curriculum, CurriculumItem, Equivalent
from tests.learning.building import person
from tests.learning.courses import bare_course, bare_curriculum

pytestmark = pytest.mark.django_db
MAY, JUNE = dt.date(2026, 5, 7), dt.date(2026, 6, 1)


def completed(who: Person, what: Course | uuid.UUID, on: dt.date = MAY) -> None:
    thing = {"course": what} if isinstance(what, Course) else {"material_key": what}
    Completion.objects.create(person=who, completed_on=on, source=CompletionSource.RECORDED, **thing)


def credit(who: Person, what: Curriculum) -> Credit:
    return credits_of(who, [what.pk])[what.pk]


def test_a_curriculum_is_complete_when_all_that_is_required_is() -> None:
    first, second, extra = bare_course(), bare_course(), bare_course()
    whole, who = bare_curriculum(first, second, electives=(extra,)), person()
    completed(who, first)
    assert (credit(who, whole).percent, credit(who, whole).completed_on) == (50, None)
    completed(who, second, JUNE)
    assert (credit(who, whole).percent, credit(who, whole).completed_on) == (100, JUNE)


def test_an_equivalent_counts_one_way() -> None:
    old, new = bare_course(), bare_course()
    Equivalent.objects.create(course=new, counts=old)
    has_old, has_new = person(), person()
    completed(has_old, old)
    completed(has_new, new)
    assert [credit(has_old, bare_curriculum(new)).done, credit(has_new, bare_curriculum(old)).done] == [1, 0]


def test_materials_count_and_what_is_older_can_be_left_out() -> None:
    key, who = uuid.uuid4(), person()
    whole = bare_curriculum()
    CurriculumItem.objects.create(curriculum=whole, material_key=key, is_required=False)
    completed(who, key, MAY)
    assert credit(who, whole).completed_on == MAY
    assert credit(who, whole).since(JUNE).done == 0


def test_a_curriculum_of_nothing_is_never_complete() -> None:
    assert credit(person(), bare_curriculum()).completed_on is None


def test_three_queries_for_any_number_of_curricula(django_assert_num_queries: object) -> None:
    courses = [bare_course() for _ in range(4)]
    many = [bare_curriculum(each).pk for each in courses]
    who = person()
    completed(who, courses[0])
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert sum(each.done for each in credits_of(who, many).values()) == 1
