"""One engine with so many documents, measured in a process of its own.

python -m tests.benchmarks.search_engines embedded|elastic FOLDER DOCUMENTS ROUNDS [alone]
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

CHUNK = 100_000
"""Documents made at a time, while no clock runs: all that are compared, or an engine would work on unclocked."""
BATCH = 500
"""Sources that a rebuild applies at a time (`search.domain.rebuilding`)."""


class Alone(Protocol):
    """The same engine without ours around it."""

    def prepare(self, text: str) -> Callable[[], object]:
        """What asks a query that is built already."""

    def bulk(self, chunks: Iterator[Sequence[Any]]) -> float:
        """Seconds to index the documents, prebuilt."""


def main(name: str, folder: Path, size: int, rounds: int, *, alone: bool) -> dict[str, float]:
    from search.query import Query
    from search.text.parse import parse
    from tests.benchmarks.corpus import VIEWER, Corpus
    from tests.benchmarks.search_alone import FACETS, alone_beside, engine_in

    corpus = Corpus()
    engine = engine_in(name, folder)
    found = {"documents": float(size), "bulk_s": _bulk(engine, _chunks(corpus, size))}
    texts = corpus.queries(rounds)

    def ask(text: str) -> object:
        return engine.query(Query(parse(text), VIEWER, facets=FACETS))

    def suggest(text: str) -> object:
        return engine.suggest(parse(text), sight=VIEWER)

    asked = [(lambda text=text: ask(text)) for text in texts]
    beside = alone_beside(name, folder, engine) if alone else None
    if beside:
        # Turn and turn about: what else this machine does meets both alike.
        bare = [beside.prepare(text) for text in texts]
        ours, theirs = _timed_in_turns(asked, bare)
        found |= _percentiles("query", ours) | _percentiles("alone", theirs)
    else:
        found |= _percentiles("query", _timed(asked))
    found |= _percentiles("suggest", _timed([(lambda text=text: suggest(text)) for text in texts]))
    if beside:
        found["alone_bulk_s"] = round(beside.bulk(_chunks(corpus, size)), 2)
    return found


def _chunks(corpus: Any, size: int) -> Iterator[Sequence[Any]]:
    """Documents, made while no clock runs. A rebuild reads a few at a time: the collector, which would go through all
    of these again and again, leaves them alone."""
    for first in range(0, size, CHUNK):
        documents = list(corpus.documents(min(CHUNK, size - first), first=first))
        gc.freeze()
        yield documents
        gc.unfreeze()


def _bulk(engine: Any, chunks: Iterator[Sequence[Any]]) -> float:
    from search.query import Change

    index, took = engine.begin_rebuild(), 0.0
    for documents in chunks:
        begun = time.perf_counter()
        for at in range(0, len(documents), BATCH):
            engine.apply([Change(each.source, [each], 1) for each in documents[at : at + BATCH]], index=index)
        took += time.perf_counter() - begun
    begun = time.perf_counter()
    engine.finish_rebuild(index)
    engine.refresh()
    return round(took + time.perf_counter() - begun, 2)


def _timed(asks: Sequence[Callable[[], object]]) -> list[float]:
    for ask in asks[: len(asks) // 4]:
        ask()
    return [_milliseconds(ask) for ask in asks]


def _timed_in_turns(
    ours: Sequence[Callable[[], object]], theirs: Sequence[Callable[[], object]]
) -> tuple[list[float], list[float]]:
    for ask in (*ours[: len(ours) // 4], *theirs[: len(theirs) // 4]):
        ask()
    took: tuple[list[float], list[float]] = ([], [])
    for number, pair in enumerate(zip(ours, theirs, strict=True)):
        # Who comes second finds the words of this query in the processor's memory: each does, every other time.
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            took[which].append(_milliseconds(pair[which]))
    return took


def _milliseconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def _percentiles(name: str, took: list[float]) -> dict[str, float]:
    ordered = sorted(took)
    middle, late = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
    return {f"{name}_p50": round(middle, 2), f"{name}_p95": round(late, 2)}


if __name__ == "__main__":
    import django

    django.setup()
    _name, _folder, _size, _rounds, *_more = sys.argv[1:]
    _found = main(_name, Path(_folder), int(_size), int(_rounds), alone=bool(_more))
    sys.stdout.write(json.dumps(_found) + "\n")
