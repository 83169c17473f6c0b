import datetime as dt

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from core.domain.leaving import leave
from core.models import AuditEntry
from tests.people import PASSWORD, home, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> None:
    home()


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/ja/sign-in/", {"username": email, "password": password, **more})


def test_signing_in_leads_home_in_the_persons_language(client: Client) -> None:
    person = make_person(language="en")

    response = sign_in(client, person.email)

    assert (response.status_code, response.url) == (302, "/en/")
    assert client.cookies["terakoya_language"].value == "en"
    assert AuditEntry.objects.filter(action="session.started", actor=person).count() == 1


def test_capitals_and_spaces_in_the_address_do_not_matter(client: Client) -> None:
    person = make_person(email="hanako@example.com")

    assert sign_in(client, "  Hanako@Example.COM ").status_code == 302
    assert client.get("/ja/password/").wsgi_request.user == person


def test_next_is_followed_on_this_site_alone(client: Client) -> None:
    person = make_person()

    assert sign_in(client, person.email, next="/en/me/").url == "/en/me/"
    client.post("/ja/sign-out/")
    assert sign_in(client, person.email, next="https://evil.example/").url == "/ja/"
    client.post("/ja/sign-out/")
    assert sign_in(client, person.email, next="//evil.example/").url == "/ja/"


def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: Client) -> None:
    assert client.get("/en/me/?tab=1").url == "/en/sign-in/?next=%2Fen%2Fme%2F%3Ftab%3D1"
    assert client.get("/ja/").url == "/ja/sign-in/"
    assert client.get("/admin/").url == "/ja/sign-in/?next=%2Fadmin%2F"
    assert client.get("/ja/no-such-page/").status_code == 302


def test_a_strangers_forms_and_fetches_are_refused_without_a_redirect(client: Client) -> None:
    assert client.post("/ja/settings/").status_code == 403
    fetched = client.get("/ja/me/", headers={"HX-Request": "true"})
    assert (fetched.status_code, fetched["HX-Redirect"]) == (401, "/ja/sign-in/")


def test_whose_session_ended_comes_back_to_the_page_that_is_open(client: Client) -> None:
    def led_to(page: str) -> str:
        return client.get("/en/me/", headers={"HX-Request": "true", "HX-Current-URL": page})["HX-Redirect"]

    assert (
        led_to("http://testserver/en/people/?q=%E4%BD%90")
        == "/en/sign-in/?next=%2Fen%2Fpeople%2F%3Fq%3D%25E4%25BD%2590"
    )
    assert led_to("https://evil.example/en/people/") == "/en/sign-in/"
    assert led_to("//evil.example/") == "/en/sign-in/"
    assert led_to("javascript:alert(1)") == "/en/sign-in/"


def test_a_form_that_is_sent_after_the_session_ended_is_refused_on_a_page_that_says_so(client: Client) -> None:
    from_a_browser = {"Accept": "text/html,*/*;q=0.8", "Referer": "http://testserver/en/settings/"}
    refused = client.post("/en/settings/", headers=from_a_browser)
    assert refused.status_code == 403
    assert "You are signed out" in refused.content.decode()
    assert 'href="/en/sign-in/?next=%2Fen%2Fsettings%2F"' in refused.content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_wrong_password_an_unknown_address_and_someone_who_left_read_the_same(client: Client, language: str) -> None:
    person = make_person()
    left = make_person(left_on=timezone.localdate())
    client.cookies["terakoya_language"] = language

    pages = []
    for email, password in ((person.email, "wrong"), ("nobody@example.com", PASSWORD), (left.email, PASSWORD)):
        response = client.post(f"/{language}/sign-in/", {"username": email, "password": password})
        assert response.status_code == 422
        pages.append(str(response.context["form"].non_field_errors()))
    assert len(set(pages)) == 1


def test_five_failures_close_the_account_from_that_address_alone(client: Client) -> None:
    person = make_person()

    for _ in range(4):
        assert sign_in(client, person.email, "wrong").status_code == 422
    locked = sign_in(client, person.email, "wrong")

    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "15分" in locked.content.decode()
    assert sign_in(client, person.email).status_code == 429
    assert sign_in(client, f" {person.email.upper()}").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, person.email).status_code == 302
    assert AuditEntry.objects.filter(action="session.locked_out", subject=person).exists()


def test_an_unknown_account_is_locked_out_with_the_same_words(client: Client) -> None:
    for _ in range(5):
        response = sign_in(client, "nobody@example.com", "wrong")

    assert response.status_code == 429


def test_one_address_may_not_try_many_accounts(client: Client) -> None:
    codes = {sign_in(client, f"someone{number}@example.com", "wrong").status_code for number in range(62)}

    assert codes == {422, 429}


def test_signing_out_asks_for_a_post(client: Client) -> None:
    client.force_login(make_person(language="en"))

    assert client.get("/ja/sign-out/").status_code == 405
    assert client.post("/ja/sign-out/").url == "/en/sign-in/"
    assert client.get("/ja/me/").status_code == 302


def test_leaving_ends_the_session_at_once(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    assert client.get("/ja/password/").status_code == 200

    leave(person, on=timezone.localdate(), actor=None)

    assert client.get("/ja/").url == "/ja/sign-in/"


def test_access_ends_on_the_day_of_leaving_without_anyone_doing_anything(client: Client) -> None:
    person = make_person(left_on=timezone.localdate() + dt.timedelta(days=1))
    client.force_login(person)
    assert client.get("/ja/password/").status_code == 200

    type(person).objects.filter(pk=person.pk).update(left_on=timezone.localdate())

    assert client.get("/ja/password/").status_code == 302


def test_signing_out_everywhere_ends_every_other_session() -> None:
    person = make_person()
    laptop, phone = Client(), Client()
    for device in (laptop, phone):
        sign_in(device, person.email)

    laptop.post("/ja/settings/sign-out-everywhere/")

    assert laptop.get("/ja/password/").status_code == 200
    assert phone.get("/ja/password/").status_code == 302


def test_outside_the_demo_nobody_signs_in_with_one_click(client: Client) -> None:
    person = make_person()

    assert client.post("/ja/sign-in/demo/", {"person": person.public_id}).status_code == 404


@override_settings(DEMO=True)
def test_in_the_demo_one_click_signs_in(client: Client) -> None:
    person = make_person(language="en")
    left = make_person(left_on="2021-01-01")

    assert person.display_name in client.get("/ja/sign-in/").content.decode()
    assert client.get("/ja/sign-in/demo/").status_code == 405
    assert client.post("/ja/sign-in/demo/", {"person": left.public_id}).status_code == 404
    assert client.post("/ja/sign-in/demo/", {"person": person.public_id}).url == "/en/"


def test_the_address_sets_the_language_of_a_page_and_the_person_that_of_the_rest(client: Client) -> None:
    client.force_login(make_person(language="en"))

    assert client.get("/ja/password/").wsgi_request.LANGUAGE_CODE == "ja"
    assert client.get("/").url == "/en/"
