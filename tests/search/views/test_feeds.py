"""The feed of a saved search, read as a feed reader does."""

import datetime as dt
import html

import feedparser
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.models import Person
from portal.logs import mask
from search.domain.queries.saved import feed_address
from search.domain.saved import remove_saved, reset_feed, save_search
from search.models import SavedSearch
from tests.people import make_person
from tests.search.library import Away, Library, answering

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def saved() -> SavedSearch:
    return save_search(make_person(language="en"), name="Web <servers>", text="nginx", language="en")


def read(saved: SavedSearch, **headers: str):  # type: ignore[no-untyped-def]
    """As a stranger: no session, no cookie."""
    return Client().get(feed_address(saved).removeprefix("http://127.0.0.1:8000"), headers=headers)


def parsed(saved: SavedSearch):  # type: ignore[no-untyped-def]
    found = feedparser.parse(read(saved).content)
    assert (found.bozo, found.version) == (False, "atom10")
    return found


def test_a_real_parser_reads_it_and_the_newest_stands_first(library: Library, saved: SavedSearch) -> None:
    library.add("material:1", "nginx <old> & more", updated_at=NOON)
    library.add("step:2", "nginx new", updated_at=NOON + dt.timedelta(hours=1), part_of="Web servers")
    found = parsed(saved)
    titles = [html.unescape(each.title) for each in (found.feed, *found.entries)]
    assert titles == ["Web <servers>", "nginx new – Web servers", "nginx <old> & more"]
    assert [entry.link for entry in found.entries] == [
        "http://127.0.0.1:8000/step:2/",
        "http://127.0.0.1:8000/material:1/",
    ]
    assert found.entries[0].updated == "2026-11-01T13:00:00+00:00"
    assert found.feed.updated == found.entries[0].updated
    assert [link.href for link in found.feed.links if link.rel == "self"] == [feed_address(saved)]


def test_a_quotation_with_tags_in_it_is_read_as_it_was_written(library: Library, saved: SavedSearch) -> None:
    library.add("material:1", "Headings", "nginx answers <h1>Hello</h1> & <title>", updated_at=NOON)
    (entry,) = parsed(saved).entries
    assert html.unescape(entry.summary) == "one line · nginx answers <h1>Hello</h1> & <title>"


def test_ids_stay_whatever_things_are_called(library: Library, saved: SavedSearch) -> None:
    library.add("material:1", "nginx", updated_at=NOON)
    before = parsed(saved)
    library.add("material:1", "nginx renamed", updated_at=NOON + dt.timedelta(days=1))
    after = parsed(saved)
    assert [each.id for each in before.entries] == [each.id for each in after.entries]
    assert before.feed.id == after.feed.id == saved.public_id.urn
    assert after.entries[0].title == "nginx renamed"


def test_what_has_not_changed_is_not_sent_again(library: Library, saved: SavedSearch) -> None:
    library.add("material:1", "nginx", updated_at=NOON)
    first = read(saved)
    again = read(saved, **{"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    library.add("material:2", "nginx two", updated_at=NOON)
    assert read(saved, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_a_feed_without_entries_is_valid_and_does_not_change(library: Library, saved: SavedSearch) -> None:
    assert parsed(saved).entries == []
    assert read(saved).content == read(saved).content


def test_what_the_owner_may_no_longer_see_is_gone_with_the_next_reading(library: Library, saved: SavedSearch) -> None:
    library.add("material:1", "nginx", updated_at=NOON)
    first = read(saved)
    del library.shown["material:1"]
    assert parsed(saved).entries == []
    assert read(saved, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_it_stops_at_once_when_its_owner_leaves_removes_it_or_resets_the_address(
    library: Library, saved: SavedSearch
) -> None:
    library.add("material:1", "nginx")
    Person.objects.get_queryset().filter(pk=saved.owner_id).update(left_on=timezone.localdate())
    assert read(saved).status_code == 404
    Person.objects.get_queryset().filter(pk=saved.owner_id).update(left_on=None)
    assert read(saved).status_code == 200
    old = SavedSearch.objects.get(pk=saved.pk)
    reset_feed(saved, actor=saved.owner)
    assert (read(old).status_code, read(saved).status_code) == (404, 200)
    remove_saved(saved, actor=saved.owner)
    assert read(saved).status_code == 404


def test_kinds_that_are_no_more_find_nothing_rather_than_everything(library: Library, saved: SavedSearch) -> None:
    library.add("material:1", "nginx")
    SavedSearch.objects.filter(pk=saved.pk).update(kinds=["dragon"])
    assert parsed(saved).entries == []


def test_what_xml_cannot_hold_breaks_nothing(library: Library, saved: SavedSearch) -> None:
    library.add("material:1", "nginx \x0b\x00 \ud83d\ude00 \ufffe")
    SavedSearch.objects.filter(pk=saved.pk).update(name="a\x0bb")
    assert [entry.title for entry in parsed(saved).entries] != []


def test_while_no_engine_answers_readers_are_told_to_come_back(library: Library, saved: SavedSearch) -> None:
    with answering(Away()):
        answer = read(saved)
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")


def test_an_address_is_asked_only_so_often(
    library: Library, saved: SavedSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.views.feeds.AN_HOUR", 2)
    cache.clear()
    assert [read(saved).status_code for _ in range(3)] == [200, 200, 429]


def test_the_address_stands_in_no_log_and_no_cache(library: Library, saved: SavedSearch) -> None:
    path = feed_address(saved).removeprefix("http://127.0.0.1:8000")
    assert mask(f"GET {path} 200") == "GET /feeds/search/[hidden]/ 200"
    answer = read(saved)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    assert Client().post(path).status_code == 405
