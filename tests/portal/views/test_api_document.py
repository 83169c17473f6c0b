"""The document of the API speaks Japanese and English, and leaves nothing undescribed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from core.domain.api_tokens import make_token
from core.models import Person
from portal.views.api import api
from portal.views.api_document import operations
from tests.people import make_person

JAPANESE = re.compile("[ぁ-んァ-ヶ一-鿿]")
DOCUMENT = "/api/v1/openapi.json"


def said_by(document: Any) -> Iterator[tuple[str, str]]:
    """Everything that the document says to people, with where it says it."""
    yield "info", document["info"]["description"]
    yield from ((f"tag {tag['name']}", tag["description"]) for tag in document["tags"])
    for operation in operations(document):
        name = operation["operationId"]
        yield from ((f"{name} {part}", operation.get(part, "")) for part in ("summary", "description"))
        yield from ((f"{name} {each['name']}", each.get("description", "")) for each in operation["parameters"])
        yield from ((f"{name} {code}", each["description"]) for code, each in operation["responses"].items())
    for name, schema in document["components"]["schemas"].items():
        yield name, schema.get("description", "")
        yield from (
            (f"{name}.{field}", each.get("description", "")) for field, each in schema.get("properties", {}).items()
        )


def test_every_operation_parameter_and_field_is_described_in_japanese() -> None:
    with translation.override("ja"):
        said = list(said_by(api.get_openapi_schema()))
    assert len(said) > 250
    assert [place for place, words in said if not JAPANESE.search(words)] == []


def test_and_in_english() -> None:
    with translation.override("en"):
        said = list(said_by(api.get_openapi_schema()))
    assert [place for place, words in said if not words or JAPANESE.search(words)] == []


def test_every_operation_has_a_tag_that_is_explained() -> None:
    document = api.get_openapi_schema()
    explained = {tag["name"] for tag in document["tags"]}
    assert {tag for each in operations(document) for tag in each["tags"]} == explained


@pytest.fixture
def reader(db: None) -> Person:
    return make_person(language="en")


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "en"), ("", "ja", "ja"), ("", "fr, *;q=0.1", "en"),
        ("?language=ja", "en", "ja"), ("?language=x", "", "en"),
    ],
)  # fmt: skip
def test_a_program_reads_it_in_the_language_it_asks_for_or_that_of_its_person(
    reader: Person, query: str, header: str, language: str
) -> None:
    text = make_token(reader, name="program", scope="read", last_day=timezone.localdate())[1]
    headers = {"Authorization": f"Bearer {text}"} | ({"Accept-Language": header} if header else {})
    answer = Client().get(DOCUMENT + query, headers=headers)
    assert answer.headers["Content-Language"] == language
    assert bool(JAPANESE.search(answer.json()["info"]["description"])) == (language == "ja")


def test_a_browser_reads_it_in_the_persons_own_language(reader: Person, client: Client) -> None:
    client.force_login(reader)
    answer = client.get(DOCUMENT, headers={"Accept-Language": "ja"})
    assert answer.json()["info"]["description"].startswith("The portal as")


def test_the_page_is_in_the_language_of_its_address(reader: Person, client: Client) -> None:
    client.force_login(reader)
    pages = {language: client.get(f"/{language}/api/").content.decode() for language in ("ja", "en")}
    assert "すべてを検索" in pages["ja"]
    assert "Search everything" not in pages["ja"]
    assert "Search everything" in pages["en"]
    assert "hits.snippet.is_match" in pages["ja"]


def test_errors_are_in_the_language_that_a_program_asks_for(reader: Person) -> None:
    text = make_token(reader, name="program", scope="read", last_day=timezone.localdate())[1]
    headers = {"Authorization": f"Bearer {text}", "Accept-Language": "ja"}
    assert JAPANESE.search(Client().get("/api/v1/search?page=0", headers=headers).json()["detail"])
