"""The company in an index, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.both import ENGINES
from tests.search.indexed import Index, index_on
from tests.search.rights.company import Company, build_company


@pytest.fixture
def company(db: None) -> Company:
    return build_company()


@pytest.fixture(params=ENGINES)
def index(
    request: pytest.FixtureRequest, company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Index]:
    """Built from the company; what is marked afterwards waits until `index.apply()`."""
    with index_on(request.param, tmp_path, monkeypatch) as made:
        made.engine.refresh()
        yield made
