import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from core.domain import mail
from core.enums import Role
from core.models import Mail, Person, RoleGrant
from tests.people import home, make_department, make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> None:
    home()


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="core.backends.EmployedBackend")
    return client


def invitation(**facts: object) -> dict[str, object]:
    return {
        "email": "New@Example.com", "employee_number": "N1", "family_name": "新田", "given_name": "人",
        "family_kana": "にった", "given_kana": "ひと", "region": make_region().pk, "hire_type": "mid_career",
        "joined_on": "2026-04-01", "language": "ja", **facts,
    }  # fmt: skip


def test_hr_invites_someone_by_mail() -> None:
    response = client_of(make_person(role=Role.HR)).post("/ja/accounts/invite/", invitation())

    person = Person.objects.get(email="new@example.com")
    assert response.url == f"/ja/accounts/{person.public_id}/"
    assert person.family_romaji == "Nitta"
    mail.deliver(Mail.objects.get().pk)
    assert [message.subject for message in outbox.outbox] == ["Terakoyaへの招待"]


@pytest.mark.parametrize("odd", [{"family_name": "=1+1", "family_kana": ""}, {"family_kana": "つ" * 60}])
def test_a_name_of_which_no_romaji_follow_has_none(odd: dict[str, str]) -> None:
    response = client_of(make_person(role=Role.HR)).post("/ja/accounts/invite/", invitation(**odd))
    assert (response.status_code, Person.objects.get(email="new@example.com").family_romaji) == (302, "")


def test_a_taken_address_is_said_at_its_field_and_the_form_keeps_what_was_typed() -> None:
    taken = make_person()
    client = client_of(make_person(role=Role.HR))

    response = client.post("/ja/accounts/invite/", invitation(email=taken.email.upper()))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]
    assert "新田" in response.content.decode()


def test_accounts_are_found_by_name_number_and_address() -> None:
    client = client_of(make_person(role=Role.HR))
    person = make_person(family_name="伊集院", family_kana="いじゅういん", family_romaji="Ijuin")

    for search in ("伊集院", "いじゅう", "ijui", person.email[:8], person.employee_number):
        page = client.get("/ja/accounts/", {"q": search})
        assert person in page.context["page"].object_list


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(count: int, django_assert_num_queries) -> None:
    client = client_of(make_person(role=Role.HR))
    for _ in range(count):
        make_person(role=Role.LECTURER)
    client.get("/ja/accounts/")

    with django_assert_num_queries(7):
        client.get("/ja/accounts/")


def test_ending_access_ends_it_today() -> None:
    person, hr = make_person(), make_person(role=Role.HR)
    theirs = client_of(person)

    client_of(hr).post(f"/ja/accounts/{person.public_id}/end/", {"left_on": timezone.localdate().isoformat()})

    person.refresh_from_db()
    assert person.left_on == timezone.localdate()
    assert theirs.get("/ja/password/").status_code == 302


@pytest.mark.parametrize("day", ["", "soon", "2026-02-31"])
def test_access_ends_on_no_day_that_was_not_said(day: str) -> None:
    person, hr = make_person(), make_person(role=Role.HR)
    response = client_of(hr).post(f"/ja/accounts/{person.public_id}/end/", {"left_on": day})
    assert response.status_code == 302
    assert Person.objects.get(pk=person.pk).left_on is None


def test_nobody_ends_their_own_access() -> None:
    hr = make_person(role=Role.HR)
    client_of(hr).post(f"/ja/accounts/{hr.public_id}/end/", {"left_on": timezone.localdate().isoformat()})
    assert Person.objects.get(pk=hr.pk).left_on is None


def test_closing_and_opening_an_account() -> None:
    person, hr = make_person(), make_person(role=Role.HR)
    theirs, ours = client_of(person), client_of(hr)

    ours.post(f"/ja/accounts/{person.public_id}/switch/", {"active": "false"})
    assert theirs.get("/ja/password/").status_code == 302
    ours.post(f"/ja/accounts/{person.public_id}/switch/", {"active": "true"})
    assert Person.objects.get(pk=person.pk).is_active


def test_nobody_closes_their_own_account_and_hr_closes_no_administrators() -> None:
    hr, administrator = make_person(role=Role.HR), make_person(role=Role.ADMINISTRATOR)
    client = client_of(hr)

    client.post(f"/ja/accounts/{hr.public_id}/switch/", {"active": "false"})
    refused = [
        client.post(f"/ja/accounts/{administrator.public_id}/{what}/").status_code
        for what in ("switch", "end", "sessions", "invite")
    ]

    assert refused == [404] * 4
    assert Person.objects.filter(pk__in=[hr.pk, administrator.pk], is_active=True, left_on=None).count() == 2


def test_an_administrator_grants_and_revokes_roles_and_hr_does_not() -> None:
    person, department = make_person(), make_department("network")
    administrator = client_of(make_person(role=Role.ADMINISTRATOR))
    url = f"/ja/accounts/{person.public_id}/roles/"

    assert administrator.post(url, {"role": "department_editor"}).status_code == 422
    assert administrator.post(url, {"role": "department_editor", "department": department.pk}).status_code == 302
    held = RoleGrant.objects.get(person=person)
    assert client_of(make_person(role=Role.HR)).post(f"{url}{held.pk}/revoke/").status_code == 404
    assert administrator.post(f"{url}{held.pk}/revoke/").status_code == 302
    assert not RoleGrant.objects.filter(person=person).exists()
