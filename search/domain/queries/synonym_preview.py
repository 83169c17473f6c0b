"""What a row of synonyms would change: how much each of its words finds without it and with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.models.person import Person
from search.domain.queries.answering import ask
from search.domain.queries.sight import sight_for
from search.domain.queries.synonyms import in_force
from search.domain.synonym_table import Row, SynonymTable, table_of
from search.engines.protocol import Engine
from search.query import Query
from search.sight import Sight
from search.text.parse import parse


@dataclass(frozen=True)
class Gain:
    """One word: what the editor finds with it now, and would find with the row."""

    word: str
    before: int
    after: int

    @property
    def more(self) -> int:
        return max(0, self.after - self.before)


def gains(
    words: Sequence[str], finds: Sequence[str], *, viewer: Person, besides: int | None = None
) -> list[Gain] | None:
    """For each word whose finds would change; None while no engine answers. `besides` is the row that is changed."""
    rows = [Row(tuple(row.words), tuple(row.finds)) for row in in_force() if row.pk != besides]
    without, with_row = table_of(rows), table_of([*rows, Row(tuple(words), tuple(finds))])
    sight = sight_for(viewer)
    answer = ask(
        lambda engine: [
            Gain(word, _count(engine, word, without, sight), _count(engine, word, with_row, sight)) for word in words
        ],
        nothing=list[Gain](),
        engines=sight.engines,
    )
    return None if answer.is_away else answer.value


def _count(engine: Engine, word: str, table: SynonymTable, sight: Sight) -> int:
    # A space behind it: the word is whole, and counts without what begins like it.
    parsed = parse(f"{word} ", expand=table.expand)
    return engine.query(Query(parsed, sight=sight, limit=1, snippets=False)).total
