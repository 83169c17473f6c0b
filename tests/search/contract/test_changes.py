"""What is written is findable, and only that: replaced, repeated, late and removed sources."""

import pytest

from search.documents import SCHEMA, Words
from search.engines.protocol import EngineError, IndexUnusableError
from tests.search.both import Another
from tests.search.documents import document
from tests.search.shelf import Shelf


def test_what_was_put_in_is_found(shelf: Shelf) -> None:
    shelf.put(document("page:1", "勉強会の開き方"), document("page:2", Words(en="How to hold a study meeting")))

    assert shelf.found("勉強会") == ["page:1"]
    assert shelf.found("study") == ["page:2"]


def test_a_source_is_replaced_as_a_whole(shelf: Shelf) -> None:
    first, second = document("step:1", "準備", source="material:a"), document("step:2", "片付け", source="material:a")
    shelf.put(first, second, document("page:9", "片付けの順番"))

    shelf.put(document("step:1", "用意", source="material:a"))

    assert shelf.found("準備") == []
    assert shelf.found("用意") == ["step:1"]
    assert shelf.found("片付け") == ["page:9"]
    assert shelf.held() == {"step:1", "page:9"}


def test_the_same_change_twice_is_the_same_as_once(shelf: Shelf) -> None:
    change = shelf.change("page:1", [document("page:1", "勉強会")], version=7)

    shelf.apply([change])
    shelf.apply([change, change])

    results = shelf.search("勉強会")
    assert ([hit.key for hit in results.hits], results.total) == (["page:1"], 1)
    assert shelf.held() == {"page:1"}


def test_of_two_changes_of_a_source_in_one_batch_the_later_holds(shelf: Shelf) -> None:
    shelf.apply(
        [
            shelf.change("page:1", [document("page:1", "古い話")], version=1),
            shelf.change("page:1", [document("page:1", "新しい話")], version=2),
        ]
    )

    assert shelf.found("古い") == []
    assert shelf.found("新しい") == ["page:1"]


def test_an_older_reading_that_comes_late_changes_nothing(shelf: Shelf) -> None:
    shelf.put(document("page:1", "新しい話"), version=20)

    shelf.put(document("page:1", "古い話"), version=10)

    assert shelf.found("新しい") == ["page:1"]
    assert shelf.found("古い") == []


def test_an_older_reading_does_not_bring_back_what_has_gone(shelf: Shelf) -> None:
    shelf.put(document("page:1", "会議の記録"), version=10)
    shelf.take_away("page:1", version=20)

    shelf.put(document("page:1", "会議の記録"), version=15)

    assert shelf.found("会議") == []
    assert shelf.held() == set()


def test_a_source_comes_back_with_a_newer_reading(shelf: Shelf) -> None:
    shelf.put(document("page:1", "会議の記録"), version=10)
    shelf.take_away("page:1", version=20)

    shelf.put(document("page:1", "会議の記録"), version=30)

    assert shelf.found("会議") == ["page:1"]


def test_what_has_no_documents_any_more_is_gone(shelf: Shelf) -> None:
    shelf.put(document("page:1", "勉強会"), document("page:2", "勉強の記録"))

    shelf.take_away("page:1", "page:3")

    assert shelf.found("勉強") == ["page:2"]
    assert shelf.held() == {"page:2"}


@pytest.mark.parametrize("is_old_one_first", [True, False], ids=["the old source first", "the new source first"])
@pytest.mark.parametrize("batches", [1, 2], ids=["together", "one after the other"])
@pytest.mark.parametrize("is_building", [False, True], ids=["searched", "under construction"])
def test_a_document_that_goes_to_another_source_stays(
    shelf: Shelf, is_old_one_first: bool, batches: int, is_building: bool
) -> None:
    """Both sources changed; their changes come in any order, and together with one version."""
    index = shelf.engine.begin_rebuild() if is_building else None
    stays = document("step:2", "片付け", source="material:a")
    shelf.put(document("step:1", "準備", source="material:a"), stays, version=1, index=index)
    left = shelf.change("material:a", [stays], version=2)
    come = shelf.change("material:b", [document("step:1", "準備", source="material:b")], version=2)

    both = [left, come] if is_old_one_first else [come, left]
    for some in [both] if batches == 1 else [[change] for change in both]:
        shelf.apply(some, index=index)
    if index:
        shelf.engine.finish_rebuild(index)
        shelf.settle()

    held = sorted((each.key, each.source) for each in shelf.engine.documents())
    assert held == [("step:1", "material:b"), ("step:2", "material:a")]
    assert shelf.found("準備") == ["step:1"]


def test_names_that_begin_alike_are_different_sources(shelf: Shelf) -> None:
    shelf.put(document("page:1", "勉強会"), document("page:10", "勉強会"), document("page:1:a", "勉強会"))

    shelf.take_away("page:1")

    assert shelf.held() == {"page:10", "page:1:a"}


def test_a_hundred_changes_at_once(shelf: Shelf) -> None:
    shelf.put(*(document(f"page:{number}", f"第{number}回の勉強会") for number in range(100)))

    assert shelf.search("勉強会").total == 100
    assert shelf.found("第42回") == ["page:42"]


def test_nothing_to_change_is_no_error(shelf: Shelf) -> None:
    shelf.apply([])

    assert shelf.held() == set()


def test_the_index_tells_what_it_holds(shelf: Shelf) -> None:
    documents = [document("step:1", "準備", source="material:a"), document("page:2", Words(en="Study"))]
    shelf.put(*documents)

    held = {(indexed.key, indexed.source, indexed.fingerprint) for indexed in shelf.engine.documents()}

    assert held == {(each.key, each.source, each.fingerprint()) for each in documents}


def test_a_second_process_sees_the_same(shelf: Shelf, another: Another) -> None:
    shelf.put(document("page:1", "勉強会"))

    assert Shelf(another()).found("勉強会") == ["page:1"]


def test_a_second_process_sees_what_changes_later(shelf: Shelf, another: Another) -> None:
    shelf.put(document("page:1", "勉強会"))
    second = Shelf(another())
    assert second.found("勉強会") == ["page:1"]

    shelf.put(document("page:1", "会議"))
    second.settle()

    assert second.found("勉強会") == []
    assert second.found("会議") == ["page:1"]


def test_health_tells_how_many_and_of_which_schema(shelf: Shelf) -> None:
    shelf.put(document("page:1", "勉強会"), document("page:2", "会議"))

    health = shelf.engine.health()

    assert (health.is_up, health.documents, health.schema, health.problem) == (True, 2, SCHEMA, "")
    assert health.index != ""
    assert health.size_bytes > 0


def test_without_an_index_a_search_says_that_it_must_be_built(another: Another) -> None:
    shelf = Shelf(another())

    with pytest.raises(IndexUnusableError):
        shelf.search("勉強会")


def test_without_an_index_health_says_what_is_wrong(another: Another) -> None:
    health = another().health()

    assert (health.documents, health.schema) == (0, None)
    assert health.problem != ""


def test_a_write_without_an_index_is_refused_not_lost_in_silence(another: Another) -> None:
    shelf = Shelf(another())

    with pytest.raises(EngineError):
        shelf.put(document("page:1", "勉強会"))


def test_lone_surrogates_and_nul_in_a_document_do_no_harm(shelf: Shelf) -> None:
    shelf.put(document("page:1", "勉強\ud800会\x00の記録", "本文\udfff"), document("page:2", "会議"))

    assert shelf.held() == {"page:1", "page:2"}
    assert shelf.found("記録") == ["page:1"]
