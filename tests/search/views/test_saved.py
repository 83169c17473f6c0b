"""My saved searches in the interface."""

import html

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.models import Person
from search.domain.queries.saved import feed_address
from search.domain.saved import MOST, save_search
from search.models import SavedSearch
from tests.people import make_person
from tests.search.library import Library

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return make_person(language="en")


@pytest.fixture
def mine(owner: Person) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def kept(owner: Person, name: str = "Web servers", **facts: object) -> SavedSearch:
    return save_search(owner, name=name, **{"text": "nginx", "language": "en", **facts})  # type: ignore[arg-type]


def test_the_page_of_a_search_saves_it_with_its_filters(library: Library, mine: Client, owner: Person) -> None:
    library.add("material:1", "nginx", facets={"department": ("network",)})
    page = mine.get("/en/search/", {"q": "nginx", "kind": "material", "department": "network", "order": "new"})
    assert 'action="/en/search/saved/save/"' in page.content.decode()
    fields = {"q": "nginx", "kind": "material", "department": "network", "order": "new", "name": "Web servers"}
    for name, value in fields.items():
        if name != "name":
            assert f'<input type="hidden" name="{name}" value="{value}">' in page.content.decode()
    assert mine.post("/en/search/saved/save/", fields)["Location"] == "/en/search/saved/"
    listed = mine.get("/en/search/saved/").content.decode()
    assert "Web servers" in listed
    assert 'href="/en/search/?q=nginx&amp;kind=material&amp;department=network&amp;order=new"' in listed


def test_what_is_saved_already_says_so_and_leads_there(library: Library, mine: Client, owner: Person) -> None:
    library.add("material:1", "nginx")
    saved = kept(owner, filters={"department": ["network", "sales"]}, kinds=["material"])
    there = f"/en/search/saved/#saved-{saved.public_id}"
    again = {"q": " NGINX ", "kind": "material", "department": ["sales", "network"], "name": "Another"}
    page = mine.get("/en/search/", again).content.decode()
    assert f'href="{there}"' in page
    assert "Save this search" not in page
    told = mine.post("/en/search/saved/save/", again, follow=True)
    assert told.redirect_chain == [(there, 302)]
    assert "This search is saved already, as “Web servers”." in html.unescape(told.content.decode())
    assert f'id="saved-{saved.public_id}"' in told.content.decode()
    mine.post("/en/search/saved/save/", {**again, "order": "new"})
    assert [each.name for each in SavedSearch.objects.filter(owner=owner)] == ["Another", "Web servers"]


def test_what_was_saved_anew_meanwhile_is_not_brought_back(library: Library, mine: Client, owner: Person) -> None:
    saved = kept(owner)
    mine.post(f"/en/search/saved/{saved.public_id}/remove/")
    kept(owner, "Again")
    page = mine.post(f"/en/search/saved/{saved.public_id}/restore/", follow=True).content.decode()
    assert "This search is saved already, as “Again”." in html.unescape(page)
    assert SavedSearch.objects.filter(owner=owner, removed_at__isnull=True).count() == 1


def test_one_too_many_is_said_and_the_search_stays(library: Library, mine: Client, owner: Person) -> None:
    for number in range(MOST):
        kept(owner, text=str(number))
    page = mine.post("/en/search/saved/save/", {"q": "nginx"}, follow=True)
    assert page.redirect_chain == [("/en/search/?q=nginx", 302)]
    assert f"You have {MOST} saved searches; remove one first." in page.content.decode()


def test_removing_has_an_undo(library: Library, mine: Client, owner: Person) -> None:
    saved = kept(owner)
    page = mine.post(f"/en/search/saved/{saved.public_id}/remove/", follow=True).content.decode()
    restore = f"/en/search/saved/{saved.public_id}/restore/"
    assert "“Web servers” was removed." in page
    assert f'action="{restore}"' in page
    mine.post(restore)
    assert "Web servers" in mine.get("/en/search/saved/").content.decode()


def test_a_search_is_renamed_and_its_feed_gets_a_new_address(library: Library, mine: Client, owner: Person) -> None:
    saved = kept(owner)
    before = feed_address(saved)
    mine.post(f"/en/search/saved/{saved.public_id}/rename/", {"name": "Proxies"})
    mine.post(f"/en/search/saved/{saved.public_id}/feed/")
    saved.refresh_from_db()
    assert (saved.name, feed_address(saved) == before) == ("Proxies", False)
    assert feed_address(saved) in mine.get("/en/search/saved/").content.decode()


def test_a_name_holds_no_character_that_a_database_refuses(mine: Client, owner: Person) -> None:
    saved = kept(owner)
    for name in ("Prox\0ies", "\0"):
        mine.post(f"/en/search/saved/{saved.public_id}/rename/", {"name": name})
        saved.refresh_from_db()
        assert saved.name == "Proxies"
    mine.post("/en/search/saved/save/", {"q": "proxies", "name": "An\0other"})
    assert {each.name for each in SavedSearch.objects.filter(owner=owner)} == {"Proxies", "Another"}


@pytest.mark.parametrize("verb", ["rename", "remove", "restore", "feed"])
def test_anothers_is_not_there(verb: str, library: Library, reader: Client, owner: Person) -> None:
    saved = kept(owner)
    assert reader.post(f"/en/search/saved/{saved.public_id}/{verb}/", {"name": "mine"}).status_code == 404
    assert "Web servers" not in reader.get(f"/en/search/saved/?removed={saved.public_id}").content.decode()


@pytest.mark.parametrize("removed", ["x", "0", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_an_undo_for_nothing_shows_nothing(removed: str, library: Library, mine: Client) -> None:
    assert mine.get("/en/search/saved/", {"removed": removed}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    rows: int, library: Library, mine: Client, owner: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        kept(owner, text=str(number))
    mine.get("/en/search/saved/")
    with django_assert_num_queries(5):
        mine.get("/en/search/saved/")
