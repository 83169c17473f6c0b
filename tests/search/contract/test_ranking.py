"""What comes first: where it matched, how new, how much used, how weighted."""

from __future__ import annotations

import datetime as dt

from tests.search.documents import document
from tests.search.shelf import Shelf

UTC = dt.UTC


def test_title_before_tag_before_text(shelf: Shelf) -> None:
    shelf.put(
        document("page:text", "手引き", "監視の話"),
        document("page:tag", "手引き", "別の話", tags=("監視",)),
        document("page:title", "監視", "別の話"),
    )

    assert shelf.found("監視") == ["page:title", "page:tag", "page:text"]


def test_words_that_stand_together_before_words_apart(shelf: Shelf) -> None:
    shelf.put(
        document("page:apart", "手引き", "docker を入れてから、長い説明のあとで、最後に compose と network を"),
        document("page:together", "手引き", "まず docker compose network を長い説明のあとで、最後に入れて"),
    )

    assert shelf.found("docker compose network") == ["page:together", "page:apart"]


def test_the_newer_of_equals_first(shelf: Shelf) -> None:
    now = dt.datetime.now(tz=UTC)
    shelf.put(
        document("page:old", "監視の手引き", updated_at=now - dt.timedelta(days=2500)),
        document("page:new", "監視の手引き", updated_at=now - dt.timedelta(days=5)),
    )

    assert shelf.found("監視") == ["page:new", "page:old"]


def test_the_more_used_of_equals_first(shelf: Shelf) -> None:
    shelf.put(document("page:quiet", "監視の手引き"), document("page:used", "監視の手引き", popularity=250))

    assert shelf.found("監視") == ["page:used", "page:quiet"]


def test_the_weightier_of_equals_first(shelf: Shelf) -> None:
    shelf.put(document("page:light", "監視の手引き", boost=0.5), document("page:heavy", "監視の手引き", boost=3.0))

    assert shelf.found("監視") == ["page:heavy", "page:light"]


def test_being_new_and_used_does_not_outweigh_the_words(shelf: Shelf) -> None:
    now = dt.datetime.now(tz=UTC)
    shelf.put(
        document("page:about", "監視", "監視の基礎", updated_at=now - dt.timedelta(days=2500)),
        document(
            "page:mentions", "今週の予定", "会議、懇親会、監視、" + "その他" * 50, updated_at=now, popularity=5000
        ),
    )

    assert shelf.found("監視") == ["page:about", "page:mentions"]


def test_strange_figures_do_no_harm(shelf: Shelf) -> None:
    shelf.put(
        document("page:1", "監視", popularity=-5, boost=0.0),
        document("page:2", "監視", popularity=1e12, boost=1e6),
        document("page:3", "監視", updated_at=dt.datetime(9999, 12, 31, tzinfo=UTC)),
        document("page:4", "監視", updated_at=dt.datetime(1, 1, 2, tzinfo=UTC)),
    )

    assert set(shelf.found("監視")) == {"page:1", "page:2", "page:3", "page:4"}


def test_much_repetition_does_not_win_over_a_title(shelf: Shelf) -> None:
    shelf.put(document("page:title", "監視の基礎"), document("page:noise", "雑記", "監視 " * 500))

    assert shelf.found("監視") == ["page:title", "page:noise"]
