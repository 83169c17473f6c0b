"""One state of the index, for as long as a search looks at it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

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
