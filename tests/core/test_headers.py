import pytest
from django.test import Client

from core.enums import Role
from tests.people import home, make_person

pytestmark = pytest.mark.django_db
STRICT = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "


@pytest.fixture
def client() -> Client:
    home()
    made = Client()
    made.force_login(make_person(role=Role.EDITOR), backend="core.backends.EmployedBackend")
    return made


@pytest.mark.parametrize("url", ["/ja/", "/ja/settings/", "/ja/no-such-page/", "/en/departments/", "/ja/sign-out/"])
def test_every_page_has_the_strict_policy(client: Client, url: str) -> None:
    response = client.get(url)

    assert response["Content-Security-Policy"] == STRICT + "frame-ancestors 'none'"
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("url", ["/ja/", "/ja/no-such-page/", "/admin/", "/ja/sign-out/", "/ja/me/"])
def test_every_answer_has_the_other_headers(client: Client, url: str) -> None:
    response = client.get(url)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "private" in response["Cache-Control"]


def test_strangers_get_the_same_policy() -> None:
    home()
    assert Client().get("/ja/sign-in/")["Content-Security-Policy"] == STRICT + "frame-ancestors 'none'"


def test_only_the_admin_may_use_what_wagtail_needs(client: Client) -> None:
    policy = client.get("/admin/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'" in policy
    assert policy.endswith("frame-ancestors 'self'")


def test_a_preview_is_one_of_our_pages_in_wagtails_frame(client: Client) -> None:
    page = home()

    preview = client.get(f"/admin/pages/{page.pk}/view_draft/")

    assert preview["Content-Security-Policy"] == STRICT + "frame-ancestors 'self'"


def test_cookies_are_kept_from_scripts(client: Client) -> None:
    stranger = Client()
    stranger.get("/ja/sign-in/")

    cookie = stranger.cookies["terakoya_csrf"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_forged_form_is_refused_with_a_page() -> None:
    home()
    forging = Client(enforce_csrf_checks=True)

    response = forging.post("/ja/sign-in/", {"username": "a@example.com", "password": "x"})

    assert response.status_code == 403
    assert b"<html" in response.content
