"""Signing in with an identity provider: a real process answers, over HTTP, with its own keys."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from core.domain.leaving import leave
from core.domain.people import sign_out_everywhere
from core.enums import Role
from core.interfaces.openid_connect import Exchange
from core.models import AuditEntry, OutsideAccount, Person
from tests.outside.conftest import Provider, described, local, sign_in, with_other
from tests.people import PASSWORD, home, make_person
from tests.portal.ports import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def signed_in(client: Client) -> Person | None:
    user = client.get("/en/me/").wsgi_request.user
    return user if isinstance(user, Person) else None


def test_without_a_provider_nothing_is_changed(client: Client) -> None:
    assert "Sign in with" not in client.get("/en/sign-in/").content.decode()
    assert client.get("/en/sign-in/with/minamo/").status_code == 404
    assert client.get("/sign-in/with/minamo/back/").status_code == 404


def test_each_provider_has_its_button_in_both_languages_and_next_goes_along(client: Client, minamo: Provider) -> None:
    english = client.get("/en/sign-in/?next=/en/me/%3Fa=1").content.decode()

    assert "Sign in with Minamo ID" in english
    assert 'href="/en/sign-in/with/minamo/?next=%2Fen%2Fme%2F%3Fa%3D1"' in english
    assert "ミナモIDでサインイン" in client.get("/ja/sign-in/").content.decode()


def test_a_verified_address_lets_in_and_the_account_is_remembered(client: Client, minamo: Provider) -> None:
    person = make_person(email="aiko@example.com", language="en")
    minamo.knows("aiko-1", email="Aiko@Example.com", email_verified=True)

    answer = sign_in(client, minamo, "aiko-1", next_url="/en/settings/")

    assert (answer.status_code, answer.url) == (302, "/en/settings/")
    assert signed_in(client) == person
    assert client.cookies["terakoya_language"].value == "en"
    remembered = OutsideAccount.objects.get()
    assert (remembered.person, remembered.provider, remembered.subject) == (person, "minamo", "aiko-1")
    assert list(AuditEntry.objects.filter(actor=person).values_list("action", flat=True).order_by("pk")) == [
        "account.linked",
        "session.started",
    ]


def test_what_is_asked_of_the_provider_is_bound_to_this_browser(client: Client, minamo: Provider) -> None:
    asked = parse_qs(urlsplit(client.get("/ja/sign-in/with/minamo/").url).query)

    assert asked["redirect_uri"] == ["http://testserver/sign-in/with/minamo/back/"]
    assert (asked["response_type"], asked["code_challenge_method"], asked["ui_locales"]) == (["code"], ["S256"], ["ja"])
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 16


def test_an_employee_number_lets_in_where_the_settings_say_so(
    client: Client, minamo: Provider, settings: LazySettings
) -> None:
    settings.OIDC_PROVIDERS = [described(minamo, match="employee_number")]
    person = make_person(employee_number="M0042")
    make_person(email="other@example.com")
    minamo.knows("number-1", staff_no="M0042", email="other@example.com", email_verified=True)

    sign_in(client, minamo, "number-1")

    assert signed_in(client) == person


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email": "stranger@example.com", "email_verified": True}, "no account for you here"),
        ({"email": "aiko@example.com", "email_verified": False}, "has not verified your e-mail address"),
        ({"email": "aiko@example.com"}, "has not verified your e-mail address"),
        ({"email": "stranger@example.com"}, "has not verified your e-mail address"),
        ({}, "no account for you here"),
    ],
)
def test_strangers_and_unverified_addresses_are_told_so_and_nothing_is_made(
    client: Client, minamo: Provider, claims: dict[str, object], words: str
) -> None:
    make_person(email="aiko@example.com")
    minamo.knows("nobody-1", **claims)
    people = Person.objects.count()

    answer = sign_in(client, minamo, "nobody-1")

    assert (answer.status_code, words in answer.content.decode()) == (403, True)
    assert signed_in(client) is None
    assert (Person.objects.count(), OutsideAccount.objects.count()) == (people, 0)
    assert AuditEntry.objects.get(action="session.refused").detail["provider"] == "minamo"


def test_the_page_for_a_stranger_speaks_the_language_in_which_they_left(client: Client, minamo: Provider) -> None:
    minamo.knows("nobody-2", email="stranger@example.com", email_verified=True)
    away = client.get("/ja/sign-in/with/minamo/")
    client.cookies["terakoya_language"] = "en"

    assert "ここにはアカウントがありません" in client.get(local(minamo.says_yes(away.url, "nobody-2"))).content.decode()


def test_a_trusted_provider_need_not_say_that_it_verified(
    client: Client, minamo: Provider, settings: LazySettings
) -> None:
    settings.OIDC_PROVIDERS = [described(minamo, trust_email=True)]
    person = make_person(email="aiko@example.com")
    minamo.knows("trusted-1", email="aiko@example.com")

    sign_in(client, minamo, "trusted-1")

    assert signed_in(client) == person


def test_whoever_left_or_has_not_joined_or_is_closed_stays_outside(client: Client, minamo: Provider) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    left = make_person(email="left@example.com")
    minamo.knows("left-1", email="left@example.com", email_verified=True)
    sign_in(client, minamo, "left-1")
    client.post("/en/sign-out/")
    leave(left, on=timezone.localdate(), actor=None)
    make_person(email="early@example.com", joined_on=tomorrow)
    minamo.knows("early-1", email="early@example.com", email_verified=True)
    make_person(email="closed@example.com", is_active=False)
    minamo.knows("closed-1", email="closed@example.com", email_verified=True)

    for subject in ("left-1", "early-1", "closed-1"):
        answer = sign_in(client, minamo, subject)
        assert (answer.status_code, "not open today" in answer.content.decode()) == (403, True)
        assert signed_in(client) is None
    assert OutsideAccount.objects.count() == 1


def test_an_address_that_moves_on_at_the_provider_opens_nobody_elses_account(client: Client, minamo: Provider) -> None:
    aiko, ken = make_person(email="aiko@example.com"), make_person(email="ken@example.com")
    minamo.knows("aiko-2", email="aiko@example.com", email_verified=True)
    minamo.knows("ken-2", email="ken@example.com", email_verified=True)
    for subject in ("aiko-2", "ken-2"):
        sign_in(client, minamo, subject)
        client.post("/en/sign-out/")
    minamo.knows("aiko-2", email="new.name@example.com", email_verified=True)
    minamo.knows("mallory", email="ken@example.com", email_verified=True)

    sign_in(client, minamo, "aiko-2")
    assert signed_in(client) == aiko
    client.post("/en/sign-out/")
    refused = sign_in(client, minamo, "mallory")
    assert (refused.status_code, "another account" in refused.content.decode()) == (403, True)
    assert AuditEntry.objects.get(action="session.refused").subject == ken


def test_hr_forgets_an_account_that_was_made_anew_at_the_provider(client: Client, minamo: Provider) -> None:
    ken = make_person(email="ken@example.com")
    OutsideAccount.objects.create(person=ken, provider="minamo", subject="gone-with-the-old-directory")
    hr = Client()
    hr.force_login(make_person(role=Role.HR, language="en"))
    page = f"/en/accounts/{ken.public_id}/"
    assert "Signs in with Minamo ID since" in hr.get(page).content.decode()

    assert hr.post(f"{page}outside/{ken.outside_accounts.get().pk}/forget/").status_code == 302
    minamo.knows("ken-3", email="ken@example.com", email_verified=True)
    sign_in(client, minamo, "ken-3")

    assert signed_in(client) == ken
    assert AuditEntry.objects.filter(action="account.unlinked", subject=ken).count() == 1


def test_a_second_provider_stands_beside_the_first_with_accounts_of_its_own(
    client: Client, minamo: Provider, settings: LazySettings
) -> None:
    second = described(minamo, id="group", name={"ja": "グループID", "en": "Group ID"}, issuer=minamo.other_address)
    settings.OIDC_PROVIDERS = [described(minamo), second]
    person = make_person(email="aiko@example.com")
    minamo.knows("both-1", email="aiko@example.com", email_verified=True)

    for name in ("minamo", "group"):
        sign_in(client, minamo, "both-1", at=name)
        assert signed_in(client) == person
        client.post("/en/sign-out/")
    assert list(OutsideAccount.objects.values_list("provider", "person")) == [
        ("group", person.pk),
        ("minamo", person.pk),
    ]


def test_an_answer_for_one_provider_is_nothing_to_another(
    client: Client, minamo: Provider, settings: LazySettings
) -> None:
    settings.OIDC_PROVIDERS = [described(minamo), described(minamo, id="group", issuer=minamo.other_address)]
    make_person(email="aiko@example.com")
    minamo.knows("mixed-1", email="aiko@example.com", email_verified=True)
    back = local(minamo.says_yes(client.get("/en/sign-in/with/minamo/").url, "mixed-1"))

    assert client.get(back.replace("/minamo/", "/group/")).status_code == 400
    assert signed_in(client) is None


@pytest.mark.parametrize("changed", ["state", "nonce", "code_challenge"])
def test_what_was_asked_by_somebody_else_lets_nobody_in(client: Client, minamo: Provider, changed: str) -> None:
    make_person(email="aiko@example.com")
    minamo.knows("aiko-4", email="aiko@example.com", email_verified=True)
    away = with_other(client.get("/en/sign-in/with/minamo/").url, **{changed: "x" * 43})

    answer = client.get(local(minamo.says_yes(away, "aiko-4")))

    assert answer.status_code == 400
    assert signed_in(client) is None


def test_a_link_of_coming_back_works_once_and_in_its_own_browser_alone(client: Client, minamo: Provider) -> None:
    make_person(email="aiko@example.com")
    minamo.knows("aiko-5", email="aiko@example.com", email_verified=True)
    back = local(minamo.says_yes(client.get("/en/sign-in/with/minamo/").url, "aiko-5"))

    assert Client().get(back).status_code == 400
    assert client.get(back).status_code == 302
    client.post("/en/sign-out/")
    assert client.get(back).status_code == 400


def test_who_says_no_at_the_provider_is_led_back(client: Client, minamo: Provider) -> None:
    away = client.get("/en/sign-in/with/minamo/").url
    back = httpx.post(away, data={"action": "deny"}).headers["location"]
    state = parse_qs(urlsplit(away).query)["state"][0]

    answer = client.get(with_other(local(back), state=state))

    assert (answer.status_code, "was cancelled" in answer.content.decode()) == (400, True)


def test_a_discovery_document_of_another_issuer_is_refused(
    client: Client, minamo: Provider, settings: LazySettings
) -> None:
    settings.OIDC_PROVIDERS = [described(minamo, issuer=f"{minamo.address}/elsewhere")]

    assert client.get("/en/sign-in/with/minamo/").status_code == 400


def _forged(how: str, claims: dict[str, Any], kid: str) -> str:
    """The token as somebody without the provider's key would write it."""
    if how == "unsigned":
        return jwt.encode(claims, "", algorithm="none", headers={"kid": kid})
    if how == "by the client's secret":
        return jwt.encode(claims, "not-to-be-told", algorithm="HS256", headers={"kid": kid})
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, own, algorithm="RS256", headers={"kid": kid if how == "another key" else "unknown"})


@pytest.mark.parametrize("how", ["unsigned", "by the client's secret", "another key", "an unknown key"])
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    client: Client, minamo: Provider, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    make_person(email="aiko@example.com")
    minamo.knows("aiko-3", email="aiko@example.com", email_verified=True)
    honest = Exchange.get_access_token_data

    def dishonest(self: Exchange, *args: Any, **kwargs: Any) -> dict[str, Any]:
        answer = honest(self, *args, **kwargs)
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
        kid = httpx.get(f"{minamo.address}/jwks").json()["keys"][0]["kid"]
        return {**answer, "id_token": _forged(how, claims, kid)}

    monkeypatch.setattr(Exchange, "get_access_token_data", dishonest)

    assert sign_in(client, minamo, "aiko-3").status_code == 400
    assert signed_in(client) is None


def test_a_provider_that_is_down_says_so_and_the_password_still_works(
    client: Client, minamo: Provider, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OIDC_PROVIDERS = [described(minamo, issuer=f"http://127.0.0.1:{free_port()}")]
    person = make_person(email="aiko@example.com")

    with caplog.at_level(logging.DEBUG):
        away = client.get("/en/sign-in/with/minamo/")

    assert (away.status_code, "cannot be reached" in away.content.decode()) == (503, True)
    assert "not-to-be-told" not in caplog.text
    client.post("/en/sign-in/", {"username": person.email, "password": PASSWORD})
    assert signed_in(client) == person


def test_signing_out_leaves_the_provider_too(client: Client, minamo: Provider) -> None:
    make_person(email="aiko@example.com", language="en")
    minamo.knows("aiko-6", email="aiko@example.com", email_verified=True)
    sign_in(client, minamo, "aiko-6")

    answer = client.post("/en/sign-out/")

    assert signed_in(client) is None
    address = answer.headers["Refresh"].removeprefix("0; url=")
    told = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{minamo.address}/oauth2/end_session?")
    assert (told["post_logout_redirect_uri"], told["client_id"]) == (["http://testserver/en/sign-in/"], ["terakoya"])
    assert told["id_token_hint"][0].count(".") == 2
    assert httpx.get(address).status_code == 200
    # Whoever came by password leaves by it: nobody else is told.
    client.post("/en/sign-in/", {"username": "aiko@example.com", "password": PASSWORD})
    assert client.post("/en/sign-out/").url == "/en/sign-in/"


def test_signing_out_everywhere_ends_what_began_at_a_provider(client: Client, minamo: Provider) -> None:
    person = make_person(email="aiko@example.com")
    minamo.knows("aiko-7", email="aiko@example.com", email_verified=True)
    sign_in(client, minamo, "aiko-7")

    sign_out_everywhere(person, actor=person)

    assert signed_in(client) is None


def test_an_account_that_is_locked_stays_locked_for_a_provider_too(client: Client, minamo: Provider) -> None:
    make_person(email="aiko@example.com")
    minamo.knows("aiko-8", email="aiko@example.com", email_verified=True)
    for _ in range(5):
        client.post("/en/sign-in/", {"username": "aiko@example.com", "password": "wrong"})

    assert sign_in(client, minamo, "aiko-8").status_code == 429
    assert signed_in(client) is None


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_next_is_followed_on_this_site_alone(client: Client, minamo: Provider, address: str) -> None:
    make_person(email="aiko@example.com", language="ja")
    minamo.knows("aiko-9", email="aiko@example.com", email_verified=True)

    assert sign_in(client, minamo, "aiko-9", next_url=address).url == "/ja/"


@pytest.mark.parametrize("path", ["login/", "signup/", "accounts/login/", "accounts/social/signup/", "logout/"])
def test_none_of_allauths_own_pages_is_there(client: Client, minamo: Provider, path: str) -> None:
    client.force_login(make_person())

    assert client.get(f"/en/{path}").status_code == 404
    assert client.get(f"/en/sign-in/with/minamo/{path}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_over_http(live_server, provider: Provider, settings: LazySettings) -> None:  # type: ignore[no-untyped-def]
    home()
    settings.BASE_URL = live_server.url
    settings.OIDC_PROVIDERS = [described(provider)]
    make_person(email="aiko@example.com", language="en")
    provider.knows("aiko-0", email="aiko@example.com", email_verified=True)

    with httpx.Client(base_url=live_server.url, follow_redirects=True) as browser:
        asked = browser.get("/en/sign-in/with/minamo/", params={"next": "/en/me/"})
        assert str(asked.url).startswith(provider.address)
        arrived = browser.post(asked.url, data={"sub": "aiko-0"})
        assert (arrived.status_code, arrived.url.path) == (200, "/en/me/")
        token = browser.cookies["terakoya_csrf"]
        left = browser.post("/en/sign-out/", headers={"X-CSRFToken": token, "Origin": live_server.url})
        assert left.headers["Refresh"].startswith(f"0; url={provider.address}/oauth2/end_session")
        assert browser.get("/en/me/").url.path == "/en/sign-in/"
