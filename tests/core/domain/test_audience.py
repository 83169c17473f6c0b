"""An audience: named axes are joined by "and", values on one axis by "or"; nothing named reaches nobody."""

import datetime as dt

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from core.domain.queries.audience import audience_ids_of, includes, members, years_before
from core.enums import HireType
from core.models import Audience
from tests.people import make_department, make_person, make_region, place

pytestmark = pytest.mark.django_db


def audience(**axes: object) -> Audience:
    plain = {key: value for key, value in axes.items() if not isinstance(value, list) or key == "hire_types"}
    made = Audience.objects.create(name=f"{Audience.objects.count()} {axes}"[:120], **plain)
    for key, value in axes.items():
        if key not in plain:
            getattr(made, key).set(value)
    return made


def test_an_audience_that_names_nothing_reaches_nobody() -> None:
    make_person()
    assert list(members(audience())) == []


def test_everyone_is_said() -> None:
    person = make_person()
    make_person(left_on=timezone.localdate())
    assert list(members(audience(everyone=True))) == [person]


def test_a_department_reaches_those_below_it() -> None:
    above = make_department("above")
    below, beside = make_department("below", above), make_department("beside")
    inside, outside = make_person(), make_person()
    place(inside, below)
    place(outside, beside)
    only = audience(departments=[above])
    assert list(members(only)) == [inside]
    assert (includes(only, inside), includes(only, outside)) == (True, False)


def test_axes_are_joined_by_and_on_one_and_the_same_place() -> None:
    one, two = make_department("one"), make_department("two")
    person = make_person()
    first = place(person, one)
    leader = type(first.position).objects.create(code="leader", name_ja="リーダー", name_en="Leader")
    place(person, two, kind="concurrent", position=leader)
    assert list(members(audience(departments=[one], positions=[leader]))) == []
    assert list(members(audience(departments=[two], positions=[leader]))) == [person]


def test_years_of_service_count_whole_years() -> None:
    day = dt.date(2026, 4, 1)
    third = make_person(joined_on=dt.date(2023, 4, 1))
    make_person(joined_on=dt.date(2023, 4, 2))
    make_person(joined_on=dt.date(2022, 4, 1))
    assert list(members(audience(years_from=3, years_to=3), on=day)) == [third]


def test_days_of_joining_both_count_and_either_end_may_stay_open() -> None:
    days = [dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2026, 4, 2)]
    before, first, after = (make_person(joined_on=day) for day in days)
    of_april = audience(joined_from=days[1], joined_to=days[1])
    assert list(members(of_april, on=dt.date(2026, 5, 1))) == [first]
    assert set(members(audience(joined_from=days[1]), on=dt.date(2026, 5, 1))) == {first, after}
    assert set(members(audience(joined_to=days[1]), on=dt.date(2026, 5, 1))) == {before, first}


def test_a_leap_day_has_a_year_before() -> None:
    assert years_before(dt.date(2024, 2, 29), 1) == dt.date(2023, 2, 28)


def test_region_and_hire_type_are_facts_of_the_person() -> None:
    europe = make_region("europe")
    person = make_person(region=europe, hire_type=HireType.NEW_GRADUATE)
    make_person(region=europe)
    assert list(members(audience(regions=[europe], hire_types=["new_graduate"]))) == [person]


def test_the_last_department_of_an_audience_cannot_be_deleted() -> None:
    department = make_department("ops")
    only = audience(departments=[department])
    with pytest.raises(ProtectedError):
        department.delete()
    assert list(only.departments.all()) == [department]


def test_a_person_s_tokens_are_their_audiences() -> None:
    department = make_department("ops")
    person = make_person()
    place(person, department)
    mine, _other = audience(departments=[department]), audience(positions=[], years_from=80)
    assert audience_ids_of(person) & {mine.pk, _other.pk} == {mine.pk}
