"""Where the words of a query stand in a folded text: Japanese anywhere, other words by their stem or beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from search.engines.embedded.schema import stem_analyzer
from search.text.parse import Parsed
from search.text.tokens import beside, is_latin, runs

MOST = 200
"""Places in one text that are looked at."""

_stem = stem_analyzer()


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    found = _stem.analyze(word)
    return found[0] if found else word


Places = list[tuple[int, int, str]]
"""(start, end, text) of matches in a folded text."""


class Marks:
    """Made once for a query, used on each hit."""

    def __init__(self, parsed: Parsed, also: Iterable[str] = ()) -> None:
        asked = [form.text for clause in parsed.clauses for form in clause.forms] if not parsed.is_error else []
        stretches = [clause.text for clause in parsed.clauses] if parsed.is_error else []
        asked += [word for each in stretches for word, _, _ in runs(each) if len(word) > 2]
        self._typed = frozenset(clause.text for clause in parsed.clauses if clause.is_prefix)
        self._all = list(dict.fromkeys((*asked, *also)))
        self._words = frozenset(each for each in self._all if is_latin(each))
        self._stems = frozenset(stem(each) for each in self._words)
        parts = list(filter(None, (self._pattern(each) for each in sorted(self._all, key=len, reverse=True))))
        self._pattern_of_all = re.compile("|".join(parts)) if parts else None

    def places(self, folded: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, text) of each match, in order."""
        if self._pattern_of_all is None:
            return
        for count, match in enumerate(self._pattern_of_all.finditer(folded)):
            if count >= MOST:
                return
            text = match.group()
            if self._is_match(text):
                yield match.start(), match.end(), text

    def are_in(self, folded: str) -> bool:
        first = self._pattern_of_all.search(folded) if self._pattern_of_all else None
        return first is not None and (self._is_match(first.group()) or any(True for _ in self.places(folded)))

    def texts(self, folded: str) -> list[str]:
        """The stretches that match, as they stand."""
        return list(dict.fromkeys(text for _, _, text in self.places(folded)))

    def _pattern(self, form: str) -> str:
        """The words of a form with little between them, Japanese with spaces or without. A word alone may end in
        another way than it was typed: what has its first letters is looked at (studies, study)."""
        parts = runs(form)
        if len(parts) == 1 and form in self._words and form.isalpha():
            root = form[: max(len(form) - 3, 3)] if len(form) > 3 else form
            return rf"(?<!{beside(form)}){re.escape(root)}[a-z]*(?!{beside(form)})"
        found = [" ?".join(map(re.escape, text)) if is_cjk else _whole(text) for text, _, is_cjk in parts]
        return r"[\W_]{0,3}".join(found)

    def _is_match(self, text: str) -> bool:
        return not (text.isalpha() and is_latin(text)) or self._is_asked(text)

    def _is_asked(self, text: str) -> bool:
        return text in self._words or stem(text) in self._stems or any(text.startswith(each) for each in self._typed)


def _whole(word: str) -> str:
    letter = beside(word)
    before, after = (f"(?<!{letter})" if word[:1].isalnum() else "", f"(?!{letter})" if word[-1:].isalnum() else "")
    return f"{before}{re.escape(word)}{after}"
