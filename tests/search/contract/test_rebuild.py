"""An index is built beside the one that is searched, then takes its place."""

from __future__ import annotations

import threading

from search.engines.protocol import EngineError
from tests.search.both import Another
from tests.search.documents import document
from tests.search.shelf import Shelf


def test_the_old_index_is_searched_until_the_swap(shelf: Shelf) -> None:
    shelf.put(document("page:1", "古い会議"))

    index = shelf.engine.begin_rebuild()
    shelf.put(document("page:2", "新しい会議"), index=index)
    during = shelf.found("会議")
    shelf.engine.finish_rebuild(index)

    assert during == ["page:1"]
    assert shelf.found("会議") == ["page:2"]
    assert shelf.held() == {"page:2"}


def test_writes_without_a_name_go_to_the_index_that_is_searched(shelf: Shelf) -> None:
    index = shelf.engine.begin_rebuild()
    shelf.put(document("page:1", "会議"))

    assert shelf.found("会議") == ["page:1"]
    assert shelf.held(index=index) == set()


def test_the_new_index_tells_what_it_holds_before_the_swap(shelf: Shelf) -> None:
    index = shelf.engine.begin_rebuild()
    shelf.put(document("page:1", "会議"), index=index)

    assert shelf.held(index=index) == {"page:1"}
    assert shelf.held() == set()


def test_only_indexes_under_construction_are_half_built(shelf: Shelf) -> None:
    assert shelf.engine.half_built() == []

    index = shelf.engine.begin_rebuild()
    assert shelf.engine.half_built() == [index]

    shelf.engine.finish_rebuild(index)
    assert shelf.engine.half_built() == []


def test_a_killed_rebuild_is_seen_by_the_next_process_and_given_up(shelf: Shelf, another: Another) -> None:
    shelf.put(document("page:1", "会議"))
    index = shelf.engine.begin_rebuild()
    shelf.put(document("page:2", "会議"), index=index)

    second = another()
    assert second.half_built() == [index]
    second.drop(index)

    assert second.half_built() == []
    assert Shelf(second).found("会議") == ["page:1"]


def test_a_killed_rebuild_goes_on_in_the_next_process(shelf: Shelf, another: Another) -> None:
    index = shelf.engine.begin_rebuild()
    shelf.put(document("page:1", "会議"), index=index)

    second = Shelf(another())
    second.put(document("page:2", "会議"), index=index)
    second.engine.finish_rebuild(index)

    assert second.held() == {"page:1", "page:2"}


def test_an_open_searcher_follows_the_swap_of_another_process(shelf: Shelf, another: Another) -> None:
    shelf.put(document("page:1", "会議"))
    reader = Shelf(another())
    assert reader.found("会議") == ["page:1"]

    index = shelf.engine.begin_rebuild()
    shelf.put(document("page:2", "会議"), index=index)
    shelf.engine.finish_rebuild(index)
    reader.settle()

    assert reader.found("会議") == ["page:2"]


def test_giving_up_an_unknown_index_is_no_error_and_the_searched_one_stays(shelf: Shelf) -> None:
    shelf.put(document("page:1", "会議"))

    for name in ("no-such-index", "", "../..", "*", "_all", shelf.engine.health().index):
        shelf.engine.drop(name)

    assert shelf.found("会議") == ["page:1"]


def test_finishing_what_was_given_up_is_refused_and_changes_nothing(shelf: Shelf) -> None:
    shelf.put(document("page:1", "会議"))
    index = shelf.engine.begin_rebuild()
    shelf.engine.drop(index)

    try:
        shelf.engine.finish_rebuild(index)
    except EngineError:
        pass
    else:
        raise AssertionError("an index that is not there took the place of one that is")

    assert shelf.found("会議") == ["page:1"]


def test_searches_during_swaps_always_see_one_whole_index(shelf: Shelf) -> None:
    """Each generation has ten documents of one colour: never less, never two colours, never an error."""
    _generation(shelf, 0)
    seen: list[object] = []
    stop = threading.Event()
    searching = threading.Thread(target=_search_until, args=(shelf, stop, seen))
    searching.start()
    try:
        for generation in range(1, 5):
            _generation(shelf, generation)
    finally:
        stop.set()
        searching.join(timeout=30)

    assert set(seen) == {(10, 1)}


def _generation(shelf: Shelf, generation: int) -> None:
    index = shelf.engine.begin_rebuild()
    shelf.put(
        *(document(f"page:{number}", "会議", facets={"colour": (f"c{generation}",)}) for number in range(10)),
        index=index,
    )
    shelf.engine.finish_rebuild(index)


def _search_until(shelf: Shelf, stop: threading.Event, seen: list[object]) -> None:
    while not stop.is_set():
        try:
            results = shelf.search("会議", facets=("colour",))
        except Exception as error:
            seen.append(repr(error))
        else:
            seen.append((len(results.hits), len(results.facets["colour"])))
