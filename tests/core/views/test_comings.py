"""What those who look after accounts find on home."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.timezone import localdate as today
from pytest_django import DjangoAssertNumQueries

from core.domain.queries.comings import comings_and_goings
from core.enums import Role
from core.models import Person
from tests.people import home, make_person

pytestmark = pytest.mark.django_db


def day(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)


def front_page(person: Person) -> str:
    home()
    client = Client()
    client.force_login(person, backend="core.backends.EmployedBackend")
    return client.get("/ja/").content.decode()


def test_hr_sees_who_joins_leaves_and_has_not_taken_up_an_invitation() -> None:
    hr = make_person(role=Role.HR)
    soon, later = make_person(joined_on=day(30)), make_person(joined_on=day(31))
    leaves, left, stays = make_person(left_on=day(1)), make_person(left_on=today()), make_person(left_on=day(31))
    invited = make_person()
    Person.objects.filter(pk__in=[invited.pk, left.pk]).update(password="!unusable")
    found = comings_and_goings(viewer=hr)
    assert found is not None
    assert [group.people for group in (found.joining, found.leaving, found.invited)] == [[soon], [leaves], [invited]]
    page = front_page(hr)
    assert [str(person.public_id) in page for person in (soon, leaves, invited)] == [True, True, True]
    assert [str(person.public_id) in page for person in (later, left, stays)] == [False, False, False]


def test_a_quiet_month_is_said_and_nobody_else_has_the_card() -> None:
    assert "今後30日間に入社・退職する人はいません" in front_page(make_person(role=Role.HR))
    for person in (make_person(), make_person(role=Role.EDITOR), make_person(role=Role.PROGRAMME_OWNER)):
        assert 'data-card="comings"' not in front_page(person)


@pytest.mark.parametrize("number", [1, 5])
def test_the_card_asks_as_often_for_five_as_for_one(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hr = make_person(role=Role.HR)
    for _ in range(number):
        make_person(joined_on=day(3))
    hr = Person.objects.get(pk=hr.pk)
    with django_assert_num_queries(7):
        found = comings_and_goings(viewer=hr)
    assert found is not None
    assert (len(found.joining.people), found.joining.more) == (min(number, 3), max(0, number - 3))
