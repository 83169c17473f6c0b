"""Similar to this: a fragment below a page, and a page of its own."""

import pytest
from django.test import Client

from tests.search.library import Away, Library, answering

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def shelves(library: Library) -> Library:
    for number, words in enumerate(("nginx proxy cache", "nginx proxy cache upstream", "holiday", "leave", "rooms")):
        library.add(f"material:{number}", words, f"{words} and so on, {words} once more", tags=(words.split()[0],))
    return library


def test_what_is_alike_stands_in_the_fragment_and_on_the_page(shelves: Library, reader: Client) -> None:
    fragment = reader.get("/en/search/similar/", {"key": "material:0"}, headers=HTMX).content.decode()
    page = reader.get("/en/search/similar/", {"key": "material:0"}).content.decode()
    assert ("<html" in fragment, "<html" in page) == (False, True)
    for told in (fragment, page):
        assert 'href="/material:1/"' in told
        assert 'href="/material:0/"' not in told


def test_what_the_viewer_may_not_see_is_neither_shown_nor_compared_with(shelves: Library, reader: Client) -> None:
    del shelves.shown["material:1"]
    assert reader.get("/en/search/similar/", {"key": "material:0"}, headers=HTMX).content.strip() == b""
    assert reader.get("/en/search/similar/", {"key": "material:1"}).status_code == 404


@pytest.mark.parametrize("key", ["", "nonsense", "material:", "material:\x00", "dragon:1", "x" * 5000])
def test_a_key_that_is_none_is_not_there(key: str, shelves: Library, reader: Client) -> None:
    assert reader.get("/en/search/similar/", {"key": key}).status_code == 404


def test_while_no_engine_answers_there_is_just_nothing(shelves: Library, reader: Client) -> None:
    with answering(Away()):
        fragment = reader.get("/en/search/similar/", {"key": "material:0"}, headers=HTMX)
        page = reader.get("/en/search/similar/", {"key": "material:0"})
    assert (fragment.status_code, fragment.content.strip(), page.status_code) == (200, b"", 200)
