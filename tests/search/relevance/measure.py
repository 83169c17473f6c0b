"""How good the order of an engine is: nDCG@10 with gains of 2^grade - 1, for each query, class and part."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from search.documents import SearchDocument
from search.engines.protocol import Engine
from search.query import Query
from search.text.parse import parse
from tests.search.relevance.corpus import everything
from tests.search.relevance.judgements import FIRST, FOURTH, SECOND, THIRD, Judged, queries, synonyms
from tests.search.shelf import Shelf

DEPTH = 10
PARTS = {FIRST: "first part", SECOND: "second, written later", THIRD: "third", FOURTH: "fourth, an estimate"}


@dataclass(frozen=True)
class Score:
    """One query's: `found` are the first keys with their grades."""

    judged: Judged
    ndcg: float
    found: tuple[tuple[str, int], ...]
    relevant: int

    @property
    def is_empty(self) -> bool:
        return not self.found


def gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def ndcg(found: Sequence[int], all_grades: Iterable[int]) -> float:
    """Of the grades in the order found, against the best order of all."""
    best = gain(sorted(all_grades, reverse=True)[:DEPTH])
    return gain(found[:DEPTH]) / best if best else 0.0


def scores(engine: Engine, documents: Sequence[SearchDocument]) -> list[Score]:
    """Fill an empty engine and ask it everything."""
    shelf = Shelf(engine).start()
    shelf.put(*documents)
    sight = everything(list(documents))
    expand = {part: synonyms(part).expand for part in PARTS}
    found = []
    for judged in queries():
        grades = judged.grades(documents)
        hits = engine.query(
            Query(parse(judged.text, expand=expand[judged.part]), sight=sight, limit=DEPTH, snippets=False)
        ).hits
        keys = tuple((hit.key, grades.get(hit.key, 0)) for hit in hits)
        found.append(Score(judged, ndcg([grade for _, grade in keys], grades.values()), keys, len(grades)))
    return found


def mean(found: Iterable[Score], which: Callable[[Score], bool] = lambda score: True) -> float:
    values = [score.ndcg for score in found if which(score)]
    return sum(values) / len(values) if values else 0.0


def _told(part: Sequence[Score]) -> str:
    return f"{mean(part):.3f} ({len(part):>2})" if part else f"{'–':^10}"


def table(name: str, found: Sequence[Score]) -> str:
    """As the command and a failing test print it."""
    lines = [f"nDCG@{DEPTH}, {name}: {mean(found):.3f} of {len(found)} queries"]
    lines.append(f"  tuned on {mean(found, lambda score: not score.judged.is_held_out):.3f}")
    lines.append(f"  held out {mean(found, lambda score: score.judged.is_held_out):.3f}")
    parts = [[score for score in found if score.judged.part == part] for part in PARTS]
    told = (f"{name} {mean(part):.3f} ({len(part)})" for name, part in zip(PARTS.values(), parts, strict=True))
    lines.append(f"  {', '.join(told)}")
    for group in dict.fromkeys(score.judged.group for score in found):
        of_group = [[score for score in part if score.judged.group == group] for part in parts]
        lines.append(f"  {group:<12} " + "  ".join(map(_told, of_group)))
    return "\n".join(lines)
