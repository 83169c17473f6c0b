"""The API of search: what it answers, whom, and how it says no."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.models import Person
from search.domain.queries import finding
from tests.people import make_person
from tests.search.library import Away, Library, answering

pytestmark = pytest.mark.django_db


def ask(client: Client, path: str, **asked: object):  # type: ignore[no-untyped-def]
    return client.get(f"/api/v1/{path}", asked)


def test_it_finds_what_the_page_finds(library: Library, reader: Client) -> None:
    library.add("material:1", "nginx", "how to start nginx", facets={"department": ("network",)}, part_of="Web servers")
    library.add("person:1", "nginx master")
    found = ask(reader, "search", q="nginx", kind="material", filter="department:network").json()
    assert (found["total"], found["page"], found["pages"], found["is_reduced"]) == (1, 1, 1, False)
    hit = found["hits"][0]
    assert (hit["key"], hit["kind"], hit["title"], hit["part_of"]) == ("material:1", "material", "nginx", "Web servers")
    assert hit["url"] == "http://127.0.0.1:8000/material:1/"
    assert {"text": "nginx", "is_match": True} in hit["snippet"]
    assert {each["value"]: each["count"] for each in found["kinds"]} == {"material": 1}
    assert found["facets"] == [
        {"name": "department", "label": "Department", "values": [{"value": "network", "label": "Network", "count": 1}]}
    ]


def test_pages_go_on_and_end(library: Library, reader: Client) -> None:
    for number in range(25):
        library.add(f"material:{number:02}", f"nginx {number}")
    pages = [ask(reader, "search", q="nginx", page=page).json() for page in (1, 2, 3)]
    assert [(len(page["hits"]), page["pages"]) for page in pages] == [(20, 2), (5, 2), (0, 2)]
    assert len({hit["key"] for page in pages for hit in page["hits"]}) == 25


def test_suggestions_and_similar_things(library: Library, reader: Client) -> None:
    for number, words in enumerate(("nginx proxy cache", "nginx proxy cache upstream", "holiday", "leave", "rooms")):
        library.add(f"material:{number}", words, f"{words} and so on, {words} once more", tags=(words.split()[0],))
    assert {hit["key"] for hit in ask(reader, "suggest", q="ngi").json()["hits"]} == {"material:0", "material:1"}
    assert [hit["key"] for hit in ask(reader, "similar", key="material:0").json()["hits"]] == ["material:1"]


def test_kinds_and_facets_are_told_in_the_persons_language(library: Library, reader: Client) -> None:
    told = ask(reader, "kinds").json()
    assert [kind["name"] for kind in told["kinds"]] == ["person", "material", "step", "question"]
    assert {"name": "tag", "label": "Tag"} in told["facets"]


def test_what_is_like_something_that_one_may_not_see_is_not_told(library: Library, reader: Client) -> None:
    library.add("material:1", "nginx secret", gone=True)
    library.add("material:2", "nginx secret")
    for key in ("material:1", "material:9", "nonsense", "\x00"):
        answer = ask(reader, "similar", key=key)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "path", ["search?q=nginx", "suggest?q=n", "similar?key=material:1", "kinds", "openapi.json", "no"]
)
def test_strangers_and_those_who_left_are_told_401(path: str, library: Library) -> None:
    gone = Client()
    person = make_person()
    gone.force_login(person)
    Person.objects.get_queryset().filter(pk=person.pk).update(left_on=timezone.localdate())
    for client in (Client(), gone):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "asked", "field"),
    [
        ("search", {"page": "x"}, "page"),
        ("search", {"page": "0"}, "page"),
        ("search", {"page": "-1"}, "page"),
        ("search", {"page": str(finding.LAST_PAGE + 1)}, "page"),
        ("search", {"page": "9" * 5000}, "page"),
        ("search", {"order": "worst"}, "order"),
        ("search", {"kind": "dragon"}, "kind"),
        ("search", {"kind": ["person"] * 50}, "kind"),
        ("search", {"filter": "dragon:1"}, "filter"),
        ("search", {"filter": "department"}, "filter"),
        ("search", {"q": "x" * 10_001}, "q"),
        ("suggest", {}, "q"),
        ("suggest", {"q": ""}, "q"),
        ("similar", {"key": "material:1", "limit": "0"}, "limit"),
        ("similar", {}, "key"),
    ],
)
def test_what_is_not_valid_is_said_at_its_field_in_the_persons_language(
    path: str, asked: dict[str, object], field: str, library: Library
) -> None:
    for language, is_japanese in (("ja", True), ("en", False)):
        client = Client()
        client.force_login(make_person(language=language))
        answer = ask(client, path, **asked)
        said = json.loads(answer.content)
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
        assert [each["field"] for each in said["errors"]] == [field]
        words = said["title"] + said["errors"][0]["message"]
        assert any("\u3041" <= letter <= "\u9fff" for letter in words) is is_japanese


def test_while_no_engine_answers_that_is_said(library: Library, reader: Client) -> None:
    with answering(Away()):
        answers = [ask(reader, "search", q="nginx"), ask(reader, "suggest", q="nginx")]
    assert [(each.status_code, each["Retry-After"]) for each in answers] == [(503, "30"), (503, "30")]


def test_only_so_many_requests_a_minute(library: Library, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.views.ways_in.A_MINUTE", 2)
    cache.clear()
    answers = [ask(reader, "kinds") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_head_is_get_without_its_body_and_any_other_method_is_refused(library: Library, reader: Client) -> None:
    for path in ("search?q=nginx", "kinds", "openapi.json"):
        got, asked, refused = (getattr(reader, verb)(f"/api/v1/{path}") for verb in ("get", "head", "put"))
        assert (asked.status_code, asked.content) == (200, b"")
        assert asked["Content-Length"] == got["Content-Length"]
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
        assert refused["Content-Type"] == "application/problem+json"
    assert reader.head("/api/v1/search?page=0").status_code == 422


def test_what_one_may_choose_of_is_listed_without_english_in_between(library: Library) -> None:
    client = Client()
    client.force_login(make_person(language="ja"))
    assert ask(client, "search", order="worst").json()["errors"] == [
        {"field": "order", "message": "次のどれか（best, new）にしてください。"}
    ]


def test_more_values_than_are_read_are_refused_as_everything_is(library: Library, reader: Client) -> None:
    answer = reader.get("/api/v1/search?" + "&".join(f"x{number}=1" for number in range(10_001)))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/search", "/api/v1/search/"])
def test_an_address_that_is_none_is_said_as_json(path: str, library: Library, reader: Client) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_the_page_about_it_loads_nothing_and_names_every_operation(library: Library, reader: Client) -> None:
    page = reader.get("/en/api/").content.decode()
    for path in ("search", "suggest", "similar", "kinds"):
        assert f"GET /api/v1/{path}" in page
    assert "https://" not in page.split("<main")[1].split("</main>")[0]
