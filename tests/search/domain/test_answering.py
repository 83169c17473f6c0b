"""Which engine answers, and how little anyone waits for one that is away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from search import engines
from search.domain.queries import answering, patience
from search.domain.queries.answering import Answer, ask
from search.engines.protocol import EngineUnavailableError, IndexUnusableError, QuestionRefusedError


class Engine:
    def __init__(self, name: str) -> None:
        self.name, self.is_away, self.asked = name, False, 0

    def hello(self) -> str:
        self.asked += 1
        if self.is_away:
            raise EngineUnavailableError("away")
        return self.name


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Engine, Engine]]:
    first, second = Engine("elastic"), Engine("embedded")
    both: dict[str, Any] = {"elastic": first, "embedded": second}
    monkeypatch.setattr(answering, "engine_named", both.__getitem__)
    monkeypatch.setattr(answering, "engine_names", lambda: ["elastic", "embedded"])
    monkeypatch.setattr(answering, "breaker", answering.Breaker())
    yield first, second
    engines.engine_named.cache_clear()


def hello() -> Answer[str]:
    return ask(lambda engine: engine.hello(), nothing="")  # type: ignore[attr-defined]


def tried() -> None:
    """Whoever tries an engine again has done so."""
    for thread in threading.enumerate():
        if thread.name.startswith("trying-"):
            thread.join(timeout=5)


def test_the_first_engine_answers(two: tuple[Engine, Engine]) -> None:
    assert hello() == Answer("elastic", "elastic")
    assert two[1].asked == 0


def test_the_second_answers_while_the_first_is_away_and_says_so(two: tuple[Engine, Engine]) -> None:
    two[0].is_away = True
    assert hello() == Answer("embedded", "embedded", is_reduced=True)


def test_an_engine_that_failed_is_left_alone_for_a_while(two: tuple[Engine, Engine]) -> None:
    two[0].is_away = True
    for _ in range(20):
        hello()
    assert (two[0].asked, two[1].asked) == (1, 20)


def test_a_question_that_an_engine_refuses_takes_it_from_nobody_else(two: tuple[Engine, Engine]) -> None:
    def too_much(engine: Any) -> str:
        if engine.name == "elastic":
            raise QuestionRefusedError("too many clauses")
        return str(engine.hello())

    assert ask(too_much, nothing="") == Answer("embedded", "embedded", is_reduced=True)
    assert hello() == Answer("elastic", "elastic")


def test_it_is_tried_again_and_comes_back_by_itself(
    two: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(answering.time, "monotonic", lambda: clock[0])
    two[0].is_away = True
    hello()
    clock[0] += answering.SHORTEST + 0.1
    assert hello().is_reduced
    tried()
    assert two[0].asked == 2
    clock[0] += 2 * answering.SHORTEST + 0.1
    two[0].is_away = False
    assert hello().engine == "embedded"
    tried()
    assert [hello().engine, hello().engine] == ["elastic", "elastic"]


def test_nobody_waits_for_one_that_hangs_when_it_is_tried_again(
    two: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    monkeypatch.setattr(answering, "SHORTEST", 0.0)
    two[0].is_away = True
    hello()
    monkeypatch.setattr(two[0], "hello", goes_on.wait)
    assert hello() == Answer("embedded", "embedded", is_reduced=True)
    goes_on.set()
    tried()
    assert hello().engine == "elastic"


def test_an_index_that_was_built_answers_at_once(two: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    def unusable() -> None:
        raise IndexUnusableError("There is no index.")

    clock = [100.0]
    monkeypatch.setattr(answering.time, "monotonic", lambda: clock[0])
    with monkeypatch.context() as patch:
        for engine in two:
            patch.setattr(engine, "hello", unusable)
        for _ in range(9):
            assert hello().is_away
            clock[0] += answering.SHORTEST + 0.1
    assert hello() == Answer("elastic", "elastic")


def test_with_none_there_the_page_can_say_so(two: tuple[Engine, Engine]) -> None:
    two[0].is_away = two[1].is_away = True
    assert hello() == Answer("", is_reduced=True, is_away=True)


def test_what_waits_for_an_engine_that_may_come_back_is_looked_at_with_what_waits_for_the_other(
    two: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(answering.time, "monotonic", lambda: clock[0])
    assert answering.may_answer() == ["elastic", "embedded"]
    two[0].is_away = True
    hello()
    assert answering.may_answer() == ["embedded"]
    clock[0] += answering.SHORTEST
    assert answering.may_answer() == ["elastic", "embedded"]


class Hanging(Engine):
    """Its calls end when it is told to go on; then it answers, or is away."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.goes_on = threading.Event()

    def query(self, query: object) -> str:
        self.goes_on.wait(timeout=10)
        return self.hello()


@pytest.fixture
def hanging(two: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    both: dict[str, Any] = {"elastic": Hanging("elastic"), "embedded": Hanging("embedded")}
    both["embedded"].goes_on.set()
    monkeypatch.setattr(answering, "engine_named", both.__getitem__)
    monkeypatch.setattr(patience, "PATIENCE", 0.02)
    monkeypatch.setattr(patience, "A_MOMENT", 0.0)
    yield both["elastic"]
    both["elastic"].goes_on.set()


def search() -> Answer[str]:
    return ask(lambda engine: engine.query(None), nothing="")  # type: ignore[arg-type, return-value]


def end(hanging: Hanging) -> None:
    """All calls under way come to their end."""
    hanging.goes_on.set()
    for thread in threading.enumerate():
        if thread.name == "asking":
            thread.join(timeout=5)


def test_the_other_one_answers_for_one_that_does_not_answer_soon(hanging: Hanging) -> None:
    assert search() == Answer("embedded", "embedded", is_reduced=True)
    hanging.is_away = True
    end(hanging)
    assert not answering.breaker.may_ask("elastic")


def test_one_that_was_only_slow_goes_on_answering(hanging: Hanging) -> None:
    assert search().engine == "embedded"
    end(hanging)
    assert (search(), search()) == (Answer("elastic", "elastic"), Answer("elastic", "elastic"))


def test_while_it_hangs_only_so_many_ask_it(hanging: Hanging) -> None:
    for _ in range(3 * patience.MOST_LATE):
        assert search().engine == "embedded"
    end(hanging)
    assert hanging.asked == patience.MOST_LATE


def test_what_it_says_at_once_counts_at_once(hanging: Hanging, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 5.0)
    hanging.goes_on.set()
    assert search().engine == "elastic"
    hanging.is_away = True
    assert search().engine == "embedded"
    assert not answering.breaker.may_ask("elastic")


def test_without_another_one_it_is_waited_for(hanging: Hanging, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "engine_names", lambda: ["elastic"])
    threading.Timer(0.1, hanging.goes_on.set).start()
    assert search() == Answer("elastic", "elastic")


def test_only_those_are_asked_whose_changes_were_looked_at(two: tuple[Engine, Engine]) -> None:
    """One that came back in between has all of its absence still to do."""
    known = ask(lambda engine: engine.hello(), nothing="", engines=("embedded",))  # type: ignore[attr-defined]
    assert known == Answer("embedded", "embedded", is_reduced=True)
    assert two[0].asked == 0
