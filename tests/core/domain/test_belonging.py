"""All audiences of a person at once: the same answer as asking each, in as many queries for one as for many."""

import itertools

import pytest
from django.utils import timezone

from core.domain.queries.audience import audience_ids_of, includes
from core.enums import HireType
from core.models import Audience, Person
from tests.core.domain.test_audience import audience
from tests.people import make_department, make_person, make_region, place

pytestmark = pytest.mark.django_db


def test_it_answers_as_each_audience_would() -> None:
    above = make_department("above")
    below, beside = make_department("below", above), make_department("beside")
    europe, japan = make_region("europe"), make_region("japan")
    people = []
    for region, hire_type, department, age in itertools.product(
        (europe, japan), (HireType.NEW_GRADUATE, HireType.MID_CAREER), (above, below, beside, None), (0, 4)
    ):
        joined = timezone.localdate().replace(day=1, year=timezone.localdate().year - age)
        people.append(make_person(region=region, hire_type=hire_type, joined_on=joined))
        if department:
            position = place(people[-1], department).position
    leader = type(position).objects.create(code="leader", name_ja="リーダー", name_en="Leader")
    for person in people[::3]:
        place(person, beside, kind="concurrent", position=leader)
    make_person(left_on=timezone.localdate())
    audience(everyone=True)
    for departments, positions, regions, hire_types, years in itertools.product(
        ([], [above], [below, beside]), ([], [leader]), ([], [europe]), ([], ["mid_career"]), ({}, {"years_from": 3})
    ):
        audience(departments=departments, positions=positions, regions=regions, hire_types=hire_types, **years)
    this_year = timezone.localdate().replace(day=1)
    for span in (
        {"joined_from": this_year},
        {"joined_to": this_year},
        {"joined_from": this_year, "joined_to": this_year},
    ):
        audience(**span)
        audience(departments=[above], **span)

    audiences = list(Audience.objects.all())
    for person in Person.objects.all():
        assert audience_ids_of(person) == {each.pk for each in audiences if includes(each, person)}


def test_someone_who_left_belongs_to_none() -> None:
    audience(everyone=True)

    assert audience_ids_of(make_person(left_on=timezone.localdate())) == frozenset()


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_three_questions_however_many_audiences_there_are(
    count: int, django_assert_num_queries: object
) -> None:
    department = make_department("one")
    for years in range(count):
        audience(departments=[department], years_from=years)
    person = make_person()

    with django_assert_num_queries(3):  # type: ignore[operator]
        audience_ids_of(person)
