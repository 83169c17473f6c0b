"""Saved searches tell their owner once a day of what is new."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation

from core.domain.queries.notices import words_of
from core.models import Notice
from search.domain.saved import remove_saved, save_search
from search.domain.saved_notices import EACH, look_for_news
from search.models import SavedSearch
from tests.people import make_person
from tests.search.library import Away, Library, answering, opened

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path) as library:
        library.add("material:1", "nginx old", updated_at=NOON)
        yield library


@pytest.fixture
def saved(library: Library) -> SavedSearch:
    """Saved, and looked at for the first time."""
    saved = save_search(make_person(language="en"), name="Web <servers>", text="nginx", language="en")
    assert look_for_news() == 0
    return saved


def next_day() -> int:
    SavedSearch.objects.update(looked_at=timezone.now() - EACH - dt.timedelta(seconds=1))
    return look_for_news()


def test_only_what_is_new_since_the_last_look_is_told(library: Library, saved: SavedSearch) -> None:
    library.add("material:2", "nginx new")
    library.add("material:3", "nginx too")
    library.add("material:4", "something else")
    assert look_for_news() == 0  # its day is not over
    assert next_day() == 1
    notice = Notice.objects.get()
    with translation.override("en"):
        assert words_of(notice).title == "2 new finds of “Web <servers>”"
    with translation.override("ja"):
        assert words_of(notice).title == "「Web <servers>」に2件の新着があります"
    assert (notice.person, notice.delivery) == (saved.owner, "digest")
    assert next_day() == 0
    assert Notice.objects.count() == 1


def test_it_leads_to_the_search_newest_first_and_nobody_else_gets_there(library: Library, saved: SavedSearch) -> None:
    address = f"/en/search/saved/{saved.public_id}/"
    own, other = Client(), Client()
    own.force_login(saved.owner)
    other.force_login(make_person())
    assert own.get(address)["Location"] == "/en/search/?q=nginx&order=new"
    assert other.get(address).status_code == 404


def test_what_the_owner_may_not_see_is_no_news(library: Library, saved: SavedSearch) -> None:
    library.add("material:2", "nginx of the board", audience=("department:board",))
    library.add("material:3", "nginx gone since it was indexed", gone=True)
    assert next_day() == 0


def test_neither_who_left_nor_what_was_removed_is_looked_at(library: Library, saved: SavedSearch) -> None:
    removed = save_search(saved.owner, name="removed", text="nginx new", language="ja")
    remove_saved(removed, actor=saved.owner)
    library.add("material:2", "nginx new")
    type(saved.owner).objects.update(left_on=timezone.localdate())
    assert next_day() == 0


def test_an_engine_that_is_away_is_asked_again_and_nothing_is_missed(library: Library, saved: SavedSearch) -> None:
    library.add("material:2", "nginx new")
    with answering(Away()):
        assert next_day() == 0
    with answering(Away(), library.engine):  # the one that stands in may lack the newest
        assert look_for_news() == 0
    assert look_for_news() == 1
