"""Which words of a document matched, and which stretch of its text to quote.

Elasticsearch finds the stretch and the words in the text as it was written; what is shown is cut and marked by
`search.text.highlight`, the same as for the other engine.
"""

from __future__ import annotations

import re
from typing import Any

from search.engines.elastic.places import FUZZINESS
from search.engines.elastic.words import KATAKANA, clean
from search.text.fold import fold
from search.text.highlight import QUOTED, Piece, pieces
from search.text.parsed import Parsed
from search.text.tokens import is_latin

BEGIN, END = "\ue000", "\ue001"
"""Private characters: a text that holds them itself loses them when it is quoted."""

MARKED = re.compile(f"{BEGIN}([^{END}]*){END}")
LONGEST_QUESTION = 400
LONGEST_BEGINNING = 60


def highlight(parsed: Parsed, *, forgiving: frozenset[int] | None, bodies: bool) -> dict[str, Any]:
    """The request: whole titles, and the one best stretch of a text in each language."""
    question = _question(parsed)
    whole = {"number_of_fragments": 0}
    stretch = {"number_of_fragments": 1, "fragment_size": QUOTED}
    texts = {"body_ja": stretch, "body_en": stretch} if bodies else {}
    fields = {
        name: {**how, "highlight_query": _words(name, question, parsed, forgiving)}
        for name, how in {"title_ja": whole, "title_en": whole, **texts}.items()
    }
    return {"type": "unified", "pre_tags": [BEGIN], "post_tags": [END], "order": "score", "fields": fields}


def _question(parsed: Parsed) -> str:
    """What was asked for in words that the analysis of a language knows: as typed, and kana as katakana too."""
    forms = list(dict.fromkeys(form.text for clause in parsed.clauses for form in clause.forms))
    katakana = [form.translate(KATAKANA) for form in forms if form and "\u3041" <= form[0] <= "\u3096"]
    typed = "" if parsed.is_error else clean(parsed.raw[:LONGEST_QUESTION])
    return " ".join([typed, *forms, *katakana])[: LONGEST_QUESTION * 3]


def _words(name: str, question: str, parsed: Parsed, forgiving: frozenset[int] | None) -> dict[str, Any]:
    should: list[dict[str, Any]] = [{"match": {name: {"query": question}}}]
    for number, clause in enumerate(parsed.clauses):
        if number in (forgiving or ()):
            fuzzy = {
                "query": clause.text[:LONGEST_BEGINNING],
                "fuzziness": FUZZINESS,
                "prefix_length": 1,
                "max_expansions": 30,
            }
            should.append({"match": {name: fuzzy}})
        if clause.is_prefix and is_latin(clause.text) and " " not in clause.text:
            should.append({"prefix": {name: {"value": clause.text[:LONGEST_BEGINNING]}}})
    return {"bool": {"should": should}}


def marked_words(texts: list[str]) -> list[str]:
    """The words that Elasticsearch found, folded."""
    return list(dict.fromkeys(fold(word) for text in texts for word in MARKED.findall(text) if word))


def unmarked(text: str) -> str:
    return text.replace(BEGIN, "").replace(END, "")


def title(text: str, forms: list[str], found: list[str]) -> tuple[Piece, ...]:
    return pieces(text, _to_mark(text, forms, found))


def snippet(stretch: str, lead: str, forms: list[str], found: list[str]) -> tuple[Piece, ...]:
    """The stretch as it is quoted; without one, the beginning of the text."""
    text = unmarked(stretch) or lead
    quoted = pieces(text, _to_mark(text, forms, found), limit=QUOTED)
    is_beginning = lead.startswith(text[:40]) or text.startswith(lead[:40])
    return quoted if is_beginning or not quoted else (Piece("… "), *_without_gap(quoted))


def _without_gap(quoted: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return quoted[1:] if quoted[0].text == "… " else quoted


def _to_mark(text: str, forms: list[str], found: list[str]) -> list[str]:
    """What was asked for, and what stands for it: stems, misspellings, and the parts of a compound where the whole
    stands nowhere. Single letters are marked only where they were asked for."""
    folded = fold(text)
    joined = folded.replace(" ", "")
    literal = [form for form in forms if form in folded or form in joined]
    others = [word for word in found if len(word) > 1 and not any(word in form for form in literal)]
    return [*forms, *others]
