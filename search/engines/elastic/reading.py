"""The answer of Elasticsearch as hits and counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.engines.elastic import quotes
from search.engines.elastic.clauses import fewer
from search.engines.elastic.labels import Label, Labels
from search.engines.elastic.places import is_compound, is_foreign
from search.engines.elastic.spelling import LEAST, meant
from search.query import Hit, Query
from search.text.fold import fold
from search.text.parsed import Parsed
from search.text.tokens import is_latin, runs

PLACES = ("title", "reading", "tags", "people", "body")
FEW = 3
"""A foreign word that so few documents have may be misspelt."""
MOST_MISSPELT, LONGEST_MISSPELT = 8, 40
"""Words of one search that are tried with other letters, and their letters: two dozen made-up words, or one of a
hundred kana, kept Elasticsearch busy for a second, in which it seemed to be away."""
LITERAL = {"", "begins", "synonym"}


@dataclass(frozen=True)
class Row:
    """One hit as it came: what is shown of it, which parts of the question matched, which words and stretches."""

    raw: Mapping[str, Any]
    labels: tuple[Label, ...]

    @property
    def shown(self) -> dict[str, Any]:
        values: dict[str, Any] = self.raw["_source"]
        return values

    def stretches(self, name: str) -> list[str]:
        found: list[str] = self.raw.get("highlight", {}).get(name, [])
        return found

    def words(self) -> list[str]:
        """Words that matched, folded."""
        names = ("title_ja", "title_en", "body_ja", "body_en")
        return quotes.marked_words([text for name in names for text in self.stretches(name)])


def rows(answer: Mapping[str, Any], labels: Labels) -> list[Row]:
    return [Row(hit, tuple(labels.of(hit.get("matched_queries", [])))) for hit in answer["hits"]["hits"]]


def doubtful(parsed: Parsed, found: Sequence[Row]) -> frozenset[int] | None:
    """Latin words that no hit holds, as typed or by their stem: they may be misspelt. None where asking again, more
    forgivingly, would find nothing else."""
    if parsed.is_error or parsed.is_empty:
        return None
    matched = Counter(clause for row in found for clause in {label.clause for label in row.labels})
    unmatched = [
        number
        for number, clause in enumerate(parsed.clauses)
        if len(clause.text) <= LONGEST_MISSPELT
        and (
            (not matched[number] and not clause.required and len(clause.text) >= LEAST and _is_word(clause.text))
            or (matched[number] < FEW and is_foreign(clause))
        )
    ]
    would_find_more = unmatched or fewer(parsed) < parsed.minimum or any(map(is_compound, parsed.clauses))
    return frozenset(unmatched[:MOST_MISSPELT]) if would_find_more else None


def misspelt(parsed: Parsed, found: Sequence[Row]) -> dict[int, str]:
    """clause → the word that was meant, for words that no hit holds as they were typed."""
    if parsed.is_error:
        return {}
    literal = {label.clause for row in found for label in row.labels if label.how in LITERAL}
    doubtful = [
        (number, clause.text)
        for number, clause in enumerate(parsed.clauses)
        if number not in literal and not clause.required and _is_word(clause.text)
    ]
    if not doubtful:
        return {}
    words = [word for row in found for word in _near_words(row)]
    return {number: right for number, text in doubtful if (right := meant(text, words))}


def corrected(parsed: Parsed, right: Mapping[int, str]) -> str:
    if not right:
        return ""
    return " ".join(right.get(number, clause.text) for number, clause in enumerate(parsed.clauses))


def hit(row: Row, query: Query, parsed: Parsed, right: Mapping[int, str]) -> Hit:
    values, forms, found = row.shown, forms_of(parsed), row.words()
    mine = "ja" if query.language.startswith("ja") else "en"
    title_in = mine if values.get(f"title_{mine}") else _other(mine)
    written = values.get("updated_at")
    language, snippet = _quoted(row, mine, forms, found) if query.snippets else (title_in, ())
    return Hit(
        key=values["key"],
        kind=values["kind"],
        score=row.raw.get("_score") or 0.0,
        title=quotes.title(values.get(f"title_{title_in}", ""), forms, found),
        snippet=snippet,
        why=_why(row, right),
        group=values.get("group", ""),
        language=language,
        updated_at=dt.datetime.fromisoformat(written) if written else None,
    )


def counts(answer: Mapping[str, Any], name: str) -> dict[str, int]:
    found = answer.get("aggregations", {}).get(name)
    if found is None:  # not asked for
        return {}
    return {bucket["key"]: bucket["doc_count"] for bucket in found.get("values", found)["buckets"]}


def forms_of(parsed: Parsed) -> list[str]:
    """Folded stretches to mark."""
    if parsed.is_error:
        return [word for clause in parsed.clauses for word in clause.text.split() if len(word) > 2]
    return list(dict.fromkeys(form.text for clause in parsed.clauses for form in clause.forms))


def _quoted(row: Row, mine: str, forms: list[str], found: list[str]) -> tuple[str, tuple[Any, ...]]:
    """The stretch of the viewer's language, of the other where only that matched; else how the text begins."""
    values = row.shown
    for language in (mine, _other(mine)):
        if stretches := row.stretches(f"body_{language}"):
            return language, quotes.snippet(stretches[0], values.get(f"lead_{language}", ""), forms, found)
    language = mine if values.get(f"lead_{mine}") else _other(mine)
    return language, quotes.snippet("", values.get(f"lead_{language}", ""), forms, found)


def _why(row: Row, right: Mapping[int, str]) -> tuple[str, ...]:
    matched = {label.place for label in row.labels}
    literal = {label.clause for label in row.labels if label.how in LITERAL - {"synonym"}}
    others = [f"synonym:{label.word}" for label in row.labels if label.word and label.clause not in literal]
    typos = [f"typo:{word}" for number, word in right.items() if any(each.clause == number for each in row.labels)]
    return tuple(dict.fromkeys([*(place for place in PLACES if place in matched), *others, *typos]))


def _near_words(row: Row) -> list[str]:
    titles = [fold(row.shown.get(name, "")) for name in ("title_ja", "title_en")]
    return [text for part in (*row.words(), *titles) for text, _, is_cjk in runs(part) if not is_cjk]


def _is_word(text: str) -> bool:
    return is_latin(text) and text.isalpha()


def _other(language: str) -> str:
    return "en" if language == "ja" else "ja"
