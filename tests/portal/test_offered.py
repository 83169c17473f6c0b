"""Whom the demo's sign-in page offers."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import translation
from pytest_django.asserts import assertNumQueries

from portal.demo.offered import offered
from tests.people import make_person


@pytest.mark.django_db
def test_those_of_the_cast_who_are_there_are_offered_with_what_they_come_to_do() -> None:
    make_person(employee_number="M0002")
    make_person(employee_number="M0004")
    make_person(employee_number="X0001")
    with translation.override("en"), assertNumQueries(1):
        groups = [(str(group.label), [offer.hint for offer in group.offers]) for group in offered()]
    assert groups == [
        ("Authors and lecturers", ["Author of materials: sees where readers are stuck"]),
        ("Editors", ["Editor of everything: drafts, reviews, publishes"]),
    ]


@pytest.mark.django_db
def test_the_sign_in_page_offers_nobody_outside_the_demo(client: Client, settings: LazySettings) -> None:
    person = make_person(employee_number="M0002")
    assert str(person.public_id) not in client.get("/en/sign-in/").content.decode()
    settings.DEMO = True
    assert str(person.public_id) in client.get("/en/sign-in/").content.decode()
