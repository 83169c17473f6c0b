"""One state of the index, for as long as a search looks at it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from search.engines.embedded.folder import Folder
from search.engines.embedded.reading import Readers
from search.query import Change
from tests.search.engines.embedded.building import TODAY, document, engine_with


def test_a_search_under_way_is_shut_out_by_its_own_state_whatever_is_written_meanwhile(tmp_path: Path) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    engine = engine_with(tmp_path, document("page:1", "会議", shown_until=yesterday), document("page:2", "会議"))
    readers = Readers(engine.folder)
    before = readers.read("searching", lambda now: now)

    engine.apply([Change("page:1", [], 2)])

    assert readers.read("searching", lambda now: now.out_of_time(TODAY)) == []
    assert len(before.out_of_time(TODAY)) == 1


def test_files_that_a_merge_takes_away_meanwhile_do_not_make_an_index_seem_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with(tmp_path, document("page:1", "会議"))
    (engine.folder.at(engine.folder.current()) / "merged.fast").write_bytes(b"old")
    listed = Path.iterdir

    def and_then_gone(folder: Path) -> list[Path]:
        found = list(listed(folder))
        (folder / "merged.fast").unlink()
        return found

    monkeypatch.setattr(Path, "iterdir", and_then_gone)
    monkeypatch.setattr(Path, "is_file", lambda file: True)
    assert engine.health().is_up


def test_an_index_that_is_swapped_while_its_health_is_asked_is_not_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with(tmp_path, document("page:1", "会議"))
    size = Folder.size

    def swapped(folder: Folder, name: str) -> int:
        monkeypatch.setattr(Folder, "size", size)
        engine_with(tmp_path, document("page:1", "会議"), document("page:2", "会議"))
        return size(folder, name)

    monkeypatch.setattr(Folder, "size", swapped)
    assert (engine.health().is_up, engine.health().documents) == (True, 2)
