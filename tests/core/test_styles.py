"""All stylesheets in one answer."""

from django.test import Client
from django.urls import reverse

from core.styles import digest, stylesheet


def test_every_import_is_written_into_its_layer() -> None:
    text = stylesheet()
    assert "@import" not in text
    assert text.startswith("@layer reset, tokens, base, layout, components, pages, utilities;")
    assert "@layer tokens {" in text
    assert "@media print {\n@layer utilities {" in text
    assert text.count("{") == text.count("}")


def test_a_stranger_gets_the_styles_and_keeps_them(client: Client) -> None:
    answer = client.get(reverse("styles", args=[digest()]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content.decode() == stylesheet()


def test_a_page_left_open_over_an_update_gets_todays_styles_for_a_short_time(client: Client) -> None:
    assert client.get("/styles/0123456789abcdef.css")["Cache-Control"] == "public, max-age=60"
