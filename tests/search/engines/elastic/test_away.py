"""Elasticsearch away, overloaded, locked, or something else: one error, soon, and no secret in it."""

from __future__ import annotations

import contextlib
import logging
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from search.engines.elastic import ElasticEngine, connection
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.query import Change, Query
from search.text.parse import parse
from tests.search.documents import EMPLOYEE, document
from tests.search.engines.elastic.conftest import StandIn

Make = Callable[..., ElasticEngine]
REFUSED = [
    (401, {"error": {"type": "security_exception"}}, "Elasticsearch refuses our key or user."),
    (403, {"error": {"type": "security_exception"}}, "Elasticsearch refuses our key or user."),
    (429, {"error": {"type": "circuit_breaking_exception"}}, "Elasticsearch has too much to do."),
    (500, {"error": "broken"}, "Elasticsearch replies with 500."),
    (502, {}, "Elasticsearch replies with 502."),
    (503, {"error": "not yet"}, "Elasticsearch replies with 503."),
    (400, {"error": {"type": "parsing_exception"}}, "Elasticsearch replies with 400."),
    (200, b"<html>Welcome to nginx</html>", "What is at ELASTICSEARCH_URL is not Elasticsearch."),
]


def asked(engine: ElasticEngine) -> dict[str, Callable[[], object]]:
    """Everything that an engine is asked."""
    return {
        "query": lambda: engine.query(Query(parse("勉強会"), EMPLOYEE)),
        "suggest": lambda: engine.suggest(parse("勉"), sight=EMPLOYEE),
        "similar": lambda: engine.similar("page:1", sight=EMPLOYEE),
        "apply": lambda: engine.apply([Change("page:1", [document("page:1")], 1)]),
        "begin": engine.begin_rebuild,
        "finish": lambda: engine.finish_rebuild("terakoya-v1-x"),
        "drop": lambda: engine.drop("terakoya-v1-x"),
        "half built": engine.half_built,
        "documents": lambda: list(engine.documents()),
    }


VERBS = tuple(asked(ElasticEngine({"index": "x"})))


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        yield found.getsockname()[1]


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_there_is_unavailable_whatever_was_asked(engine_at: Make, closed_port: int, verb: str) -> None:
    with pytest.raises(EngineUnavailableError, match="cannot be reached"):
        asked(engine_at(f"http://127.0.0.1:{closed_port}"))[verb]()


@pytest.mark.parametrize(("status", "body", "says"), REFUSED, ids=[str(row[0]) for row in REFUSED])
@pytest.mark.parametrize("verb", VERBS)
def test_a_refusal_is_unavailable_and_says_which(
    engine_at: Make, stand_in: StandIn, verb: str, status: int, body: object, says: str
) -> None:
    stand_in.answer = (status, body)

    with pytest.raises(EngineUnavailableError) as raised:
        asked(engine_at(f"http://{stand_in.address}"))[verb]()

    assert str(raised.value) == says


def test_an_index_that_is_not_there_must_be_built(engine_at: Make, stand_in: StandIn) -> None:
    stand_in.answer = (404, {"error": {"type": "index_not_found_exception"}})

    with pytest.raises(IndexUnusableError):
        asked(engine_at(f"http://{stand_in.address}"))["query"]()


@pytest.mark.parametrize("status", [200, 404])
def test_a_proxy_that_answers_for_a_cluster_that_had_answered_is_not_taken_for_it(
    engine_at: Make, stand_in: StandIn, status: int
) -> None:
    engine = engine_at(f"http://{stand_in.address}")
    stand_in.answer = (200, {"hits": {"hits": []}})
    assert engine.suggest(parse("勉"), sight=EMPLOYEE) == []

    stand_in.answer = (status, b"<html>Welcome to nginx</html>")

    for ask in asked(engine).values():
        with pytest.raises(EngineUnavailableError, match="is not Elasticsearch"):
            ask()


def test_a_page_does_not_wait_long_for_one_that_does_not_answer(engine_at: Make) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        with pytest.raises(EngineUnavailableError, match="in time"):
            asked(engine_at(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=1))["query"]()

    assert time.monotonic() - began < 3


def test_another_node_answers_for_one_that_is_away(engine_at: Make, stand_in: StandIn, closed_port: int) -> None:
    stand_in.answer = (200, {"hits": {"hits": []}})
    engine = engine_at(f"http://127.0.0.1:{closed_port}", f"http://{stand_in.address}")

    assert [engine.suggest(parse("勉"), sight=EMPLOYEE) for _ in range(4)] == [[], [], [], []]


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port on which nobody takes a connection: whoever tries waits, as for a machine that was switched off."""
    with socket.socket() as found, contextlib.ExitStack() as tried:
        found.bind(("127.0.0.1", 0))
        found.listen(0)
        for _ in range(4):
            each = tried.enter_context(socket.socket())
            each.setblocking(False)
            each.connect_ex(found.getsockname())
        yield found.getsockname()[1]


def test_another_node_answers_for_one_that_cannot_even_be_connected_to(
    engine_at: Make, stand_in: StandIn, full_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.05)
    stand_in.answer = (200, {"hits": {"hits": []}})
    engine = engine_at(f"http://127.0.0.1:{full_port}", f"http://{stand_in.address}")

    assert [engine.suggest(parse("勉"), sight=EMPLOYEE) for _ in range(4)] == [[], [], [], []]


def test_health_says_it_and_never_raises(engine_at: Make, stand_in: StandIn, closed_port: int) -> None:
    away = engine_at(f"http://127.0.0.1:{closed_port}").health()
    assert (away.is_up, away.problem) == (False, "Elasticsearch cannot be reached.")

    for status, body, says in REFUSED:
        stand_in.answer = (status, body)
        health = engine_at(f"http://{stand_in.address}").health()
        assert (health.is_up, health.problem) == (False, says)


def test_it_comes_back_by_itself(engine_at: Make, stand_in: StandIn) -> None:
    engine = engine_at(f"http://{stand_in.address}")
    stand_in.answer = (503, {})
    with pytest.raises(EngineUnavailableError):
        engine.suggest(parse("勉"), sight=EMPLOYEE)

    stand_in.answer = (200, {"hits": {"hits": []}})

    assert engine.suggest(parse("勉"), sight=EMPLOYEE) == []


def test_no_secret_is_logged_or_said(
    engine_at: Make, closed_port: int, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in.answer = (400, {"error": {"type": "parsing_exception"}})
    said = ""
    for engine in (
        engine_at(f"http://elastic:hunter22@127.0.0.1:{closed_port}"),
        engine_at(f"http://elastic:hunter22@{stand_in.address}"),
        engine_at(f"http://{stand_in.address}", api_key="aHVudGVyMjI6aHVudGVyMjI="),
    ):
        for verb, ask in asked(engine).items():
            with pytest.raises(EngineUnavailableError) as raised:
                ask()
            said += f"{verb}: {raised.value} {raised.value!r}\n"
        said += str(engine.health())

    assert "hunter22" not in said + caplog.text
    assert "aHVudGVy" not in said + caplog.text


def test_the_key_and_the_user_reach_the_server(engine_at: Make, stand_in: StandIn) -> None:
    stand_in.answer = (200, {"hits": {"hits": []}})
    engine_at(f"http://{stand_in.address}", api_key="a2V5").suggest(parse("勉"), sight=EMPLOYEE)
    engine_at(f"http://elastic:p%40ss@{stand_in.address}").suggest(parse("勉"), sight=EMPLOYEE)

    sent = dict.fromkeys(headers["authorization"] for headers in stand_in.headers)
    assert list(sent) == ["ApiKey a2V5", "Basic ZWxhc3RpYzpwQHNz"]
