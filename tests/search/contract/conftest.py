"""One suite, both engines. What an engine is allowed not to do is said by name: `@pytest.mark.weaker`."""

from collections.abc import Iterator

import pytest

from search.engines.protocol import Engine
from tests.search.both import ENGINES, Another, opened
from tests.search.shelf import Shelf


@pytest.fixture(scope="module", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(autouse=True)
def _allowances(request: pytest.FixtureRequest) -> None:
    """`weaker("embedded", "why")`: this engine is expected to fail here; the day it does not, the mark must go."""
    for mark in request.node.iter_markers("weaker"):
        engine, why = mark.args
        if "engine_name" in request.fixturenames and request.getfixturevalue("engine_name") == engine:
            request.applymarker(pytest.mark.xfail(strict=True, reason=f"{engine} is weaker: {why}"))


@pytest.fixture
def another(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Another]:
    """Opens the same, at first absent, index again and again."""
    with opened(engine_name, tmp_path_factory.mktemp("index")) as again:
        yield again


@pytest.fixture
def engine(another: Another) -> Engine:
    """An engine without any index yet."""
    return another()


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    """An empty index, to be written by one test."""
    return Shelf(engine).start()


@pytest.fixture(scope="module")
def module_shelf(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """An index that a whole module fills once and only reads."""
    with opened(engine_name, tmp_path_factory.mktemp("index")) as again:
        yield Shelf(again()).start()
