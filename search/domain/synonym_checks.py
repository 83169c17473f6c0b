"""What a row of synonyms must fulfil; whoever breaks it is told in which field and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from search.domain.queries.synonyms import in_force
from search.domain.synonym_table import Row, said
from search.models import Synonym

MOST_ROWS = 3_000
MOST_WORDS = 12
LONGEST = 60


def check(words: Sequence[str], finds: Sequence[str], *, besides: int | None = None) -> tuple[list[str], list[str]]:
    """The words, cleaned, each once; ValidationError for `words` or `finds`. `besides` is the row that is changed."""
    rows = [row for row in in_force() if row.pk != besides]
    if len(rows) >= MOST_ROWS:
        raise ValidationError(_("There are %(most)d rows; take some away first.") % {"most": MOST_ROWS})
    cleaned = _clean(words, "words"), _clean(finds, "finds")
    _check_own(*cleaned)
    _check_others(Row(tuple(cleaned[0]), tuple(cleaned[1])), rows)
    return cleaned


def _clean(words: Sequence[str], field: str) -> list[str]:
    found = [" ".join(word.split()) for word in words if word.strip()]
    if len(found) > MOST_WORDS:
        raise ValidationError({field: _("At most %(most)d words stand in one row.") % {"most": MOST_WORDS}})
    for word in found:
        if len(word) > LONGEST:
            shown = {"word": word[:20], "most": LONGEST}
            raise ValidationError({field: _("“%(word)s…” is longer than %(most)d characters.") % shown})
        if not said(word):
            raise ValidationError({field: _("“%(word)s” has no letter or digit to search for.") % {"word": word}})
    return found


def _check_own(words: list[str], finds: list[str]) -> None:
    """Words that the search takes for one and the same say nothing as synonyms."""
    twice = _first_twice(words)
    if twice:
        raise ValidationError({"words": _same(*twice)})
    twice = _first_twice([*words, *finds])
    if twice:
        raise ValidationError({"finds": _same(*twice)})
    if not words:
        raise ValidationError({"words": _("Write at least one word.")})
    if len(words) < 2 and not finds:
        raise ValidationError({"words": _("Write at least two words, or say which others the word also finds.")})


def _same(one: str, other: str) -> str:
    if one == other:
        return _("“%(word)s” stands there twice.") % {"word": one}
    return _("“%(one)s” and “%(other)s” are the same word to the search already.") % {"one": one, "other": other}


def _first_twice(words: Iterable[str]) -> tuple[str, str] | None:
    seen: dict[str, str] = {}
    for word in words:
        if said(word) in seen:
            return seen[said(word)], word
        seen[said(word)] = word
    return None


def _check_others(row: Row, rows: Sequence[Synonym]) -> None:
    """A word of equal words stands in one row: else nobody can say what it finds."""
    pairs, own = set(row.pairs()), {said(word): word for word in row.words}
    for other in rows:
        theirs = Row(tuple(other.words), tuple(other.finds))
        shared = own.keys() & {said(word) for word in theirs.words} if not (row.finds or theirs.finds) else set()
        again = shared or {word for word, _other in pairs & set(theirs.pairs())}
        if again:
            word = own[min(again)]
            shown = {"word": word, "row": str(other)}
            raise ValidationError({"words": _("“%(word)s” has a row already: %(row)s. Add to that one.") % shown})
