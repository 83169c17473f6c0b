"""Each test of the domain may have an index, on either engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.both import ENGINES
from tests.search.indexed import Index, index_on


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """An index of what the database has (after the fixtures before it); changes wait until `index.apply()`."""
    with index_on(request.param, tmp_path, monkeypatch) as made:
        yield made
