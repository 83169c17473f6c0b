"""Where the words of a query stand in a folded text: Japanese anywhere, other words by their stem or beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from search.engines.embedded.schema import stem_analyzer
from search.text.parsed import Parsed
from search.text.tokens import beside, is_latin, runs

MOST = 200
"""Places in one text that are looked at."""
FEW = 8
"""Forms that are looked for one by one: quicker than one expression for all, and compiled once for all queries. Those
of an error message are a hundred."""

_stem = stem_analyzer()


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    found = _stem.analyze(word)
    return found[0] if found else word


Places = list[tuple[int, int, str]]
"""(start, end, text) of matches in a folded text."""


class _Asked(dict[str, bool]):
    """Whether a stretch is what was asked for; reckoned once, as the same words stand in one hit after another."""

    def __init__(self, words: Iterable[str], typed: Iterable[str]) -> None:
        self.words, self._typed = frozenset(words), tuple(typed)
        self._stems = frozenset(map(stem, self.words))

    def __missing__(self, text: str) -> bool:
        found = self[text] = not (text.isalpha() and is_latin(text)) or self._is_word(text)
        return found

    def _is_word(self, text: str) -> bool:
        return text in self.words or stem(text) in self._stems or text.startswith(self._typed)


class Marks:
    """Made once for a query, used on each hit."""

    def __init__(self, parsed: Parsed, also: Iterable[str] = ()) -> None:
        asked = [form.text for clause in parsed.clauses for form in clause.forms] if not parsed.is_error else []
        stretches = [clause.text for clause in parsed.clauses] if parsed.is_error else []
        asked += [word for each in stretches for word, _, _ in runs(each) if len(word) > 2]
        every = sorted(dict.fromkeys((*asked, *also)), key=len, reverse=True)
        typed = (clause.text for clause in parsed.clauses if clause.is_prefix)
        self._asked = _Asked(filter(is_latin, every), typed)
        self._patterns = _patterns(every)

    def places(self, folded: str) -> Places:
        """Each match, in order."""
        found = [_places(pattern, folded) for pattern in self._patterns if pattern.search(folded)]
        if not found:
            return []
        places = found[0] if len(found) == 1 else _together(found)
        return [place for place in places if self._asked[place[2]]] if self._asked.words else places

    def are_in(self, folded: str) -> bool:
        return bool(self.places(folded))

    def texts(self, folded: str) -> list[str]:
        """The stretches that match, as they stand."""
        return list(dict.fromkeys([text for _, _, text in self.places(folded)]))


def _places(pattern: re.Pattern[str], folded: str) -> Places:
    return [(match.start(), match.end(), match.group()) for match in islice(pattern.finditer(folded), MOST)]


def _together(found: Sequence[Places]) -> Places:
    """The places of several forms, the longest form first, as one expression for all of them would find them: what
    begins first, and there the longest form, and nothing that lies over it."""
    every = sorted([(place[0], rank, place) for rank, places in enumerate(found) for place in places])
    kept: Places = []
    at = 0
    for start, _, place in every:
        if start >= at:
            kept.append(place)
            at = place[1]
    return kept[:MOST]


def _patterns(forms: Sequence[str]) -> list[re.Pattern[str]]:
    if len(forms) <= FEW:
        return [pattern for form in forms if (pattern := _pattern(form))]
    expressions = [expression for form in forms if (expression := _expression(form))]
    return [re.compile("|".join(expressions))] if expressions else []


@lru_cache(maxsize=4096)
def _pattern(form: str) -> re.Pattern[str] | None:
    expression = _expression(form)
    return re.compile(expression) if expression else None


def _expression(form: str) -> str:
    """The words of a form with little between them, Japanese with spaces or without. A word alone may end in another
    way than it was typed: what has its first letters is looked at (studies, study)."""
    parts = runs(form)
    if len(parts) == 1 and form.isalpha() and is_latin(form):
        root = form[: max(len(form) - 3, 3)] if len(form) > 3 else form
        return rf"{_beginning(root, beside(form))}[a-z]*(?!{beside(form)})"
    found = [" ?".join(map(re.escape, text)) if is_cjk else _whole(text) for text, _, is_cjk in parts]
    return r"[\W_]{0,3}".join(found)


def _whole(word: str) -> str:
    letter = beside(word)
    after = f"(?!{letter})" if word[-1:].isalnum() else ""
    return f"{_beginning(word, letter) if word[:1].isalnum() else re.escape(word)}{after}"


def _beginning(letters: str, before: str) -> str:
    """These letters where a word begins. What must not stand before them is looked at when they are found: an
    expression that begins with plain letters is ten times as quick."""
    plain = re.escape(letters)
    return f"{plain}(?<!{before}{plain})"
