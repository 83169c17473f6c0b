"""Hits as a viewer sees them: read again from the database, so that nothing is shown that they may not see now."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jaconv
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.models.person import Person
from search import registry
from search.domain.queries.waiting import AsRead, as_they_are_now
from search.domain.synonyms import as_written
from search.query import Hit
from search.registry import Kind, Shown
from search.sight import Sight
from search.text.fold import fold
from search.text.highlight import Piece, pieces
from search.text.parsed import Parsed
from search.text.tokens import runs

KATAKANA = re.compile("[\u30a1-\u30fa\uff66-\uff9d]")
TELLING = ("typo", "synonym", "reading", "title")
"""Reasons that say more than where it stands: these come first, since the palette has room for one."""
SIMILAR = "similar"
"""Nothing stands there as it was typed: a stem led there, or a compound taken apart."""


@dataclass(frozen=True)
class Row:
    """One hit as it is shown. `why` are reasons in words, where the texts do not speak for themselves. What it is part
    of is marked too: 「nginx 確認」 finds the step by its own title and by that of its material."""

    hit: Hit
    kind: Kind
    shown: Shown
    title: tuple[Piece, ...]
    part_of: tuple[Piece, ...] = ()
    snippet: tuple[Piece, ...] = ()
    why: tuple[str, ...] = ()


def rows_of(
    hits: Sequence[Hit], *, parsed: Parsed, viewer: Person, language: str, sight: Sight, read: AsRead | None = None
) -> list[Row]:
    """The hits that the viewer may see now, in their order; each once. `sight` is what they were found under."""
    known = registry.kinds()
    hits = as_they_are_now(hits, parsed=parsed, sight=sight, read=read)
    shown = shown_to(((hit.key, hit.kind) for hit in hits), viewer=viewer, language=language)
    once = {hit.key: hit for hit in hits if hit.key in shown and hit.kind in known}
    titles = {key: _title(hit, shown[key], parsed) for key, hit in once.items()}
    return [
        Row(
            hit,
            known[hit.kind],
            shown[key],
            title=titles[key],
            part_of=_marked(shown[key].part_of, parsed),
            snippet=_snippet(hit, shown[key]),
            why=tuple(reasons(_unseen(hit, titles[key], parsed), parsed=parsed)),
        )
        for key, hit in once.items()
    ]


def _unseen(hit: Hit, title: Sequence[Piece], parsed: Parsed) -> list[str]:
    """The reasons that nobody sees: a marked title or quotation says itself that it is in the text, and a name that is
    marked as it was typed needs no reading. 佐藤 for sato does not show it, whatever else she is called. A title that
    is shown without a mark matched in the other language."""
    is_named, is_quoted = _is_marked(title), _is_marked(hit.snippet)
    told = {
        "title": is_named or "reading" in hit.why or parsed.is_empty,
        "body": is_quoted or "title" in hit.why,
        "reading": is_named,
        "tags": is_named,
    }
    found = [each for each in hit.why if not told.get(each)]
    if not hit.why and not (is_named or is_quoted or parsed.is_empty or parsed.is_error):
        found = [SIMILAR]
    rank = {name: place for place, name in enumerate(TELLING)}
    return sorted(found, key=lambda each: rank.get(each.partition(":")[0], len(rank)))


def _is_marked(shown: Sequence[Piece]) -> bool:
    return any(piece.is_match for piece in shown)


def shown_to(found: Iterable[tuple[str, str]], *, viewer: Person, language: str) -> dict[str, Shown]:
    """(key, kind) of documents → what the viewer sees of them; each source is asked once."""
    keys: dict[str, list[str]] = defaultdict(list)
    sources = {}
    for key, kind in found:
        source = registry.source_of_kind(kind)
        if source is not None:
            sources[source.prefix] = source
            keys[source.prefix].append(key)
    shown: dict[str, Shown] = {}
    for prefix, source in sources.items():
        shown |= source.present(list(dict.fromkeys(keys[prefix])), viewer=viewer, language=language)
    return shown


def forms_of(parsed: Parsed) -> list[str]:
    """Everything that is marked where it stands in a text."""
    return [form.text for clause in parsed.clauses for form in clause.forms]


def reasons(why: Iterable[str], *, parsed: Parsed) -> list[str]:
    """Why something was found, in words. A title that matches shows it itself; what is said once is enough."""
    found = [_reason(each, parsed) for each in why]
    return list(dict.fromkeys(each for each in found if each))


def _reason(why: str, parsed: Parsed) -> str:
    name, _colon, word = why.partition(":")
    typed = Truncator(" ".join(parsed.raw.split())).chars(24)
    worded: Mapping[str, Any] = {
        "title": lambda: pgettext("where it matched", "name in the other language"),
        "reading": lambda: _("reading: %(word)s") % {"word": word or typed},
        "body": lambda: pgettext("where it matched", "in the text"),
        "people": lambda: pgettext("where it matched", "by name"),
        "tags": lambda: pgettext("where it matched", "as a tag"),
        "synonym": lambda: _("synonym: %(word)s") % {"word": as_written(word)},
        "typo": lambda: _("spelling: %(word)s") % {"word": _in_kana_of(parsed.raw, word)},
        SIMILAR: lambda: pgettext("where it matched", "by similar words"),
    }
    return str(worded[name]()) if name in worded else ""


def _in_kana_of(typed: str, word: str) -> str:
    """A folded foreign word in katakana where that is how it was misspelt: ネットワーク for ネトワーク."""
    return str(jaconv.hira2kata(word)) if KATAKANA.search(typed) else word


def _title(hit: Hit, shown: Shown, parsed: Parsed) -> tuple[Piece, ...]:
    """The engine's marks where they stand in the words that are shown, else ours: the page may be in the other language
    than what matched."""
    if "".join(piece.text for piece in hit.title) == shown.title:
        return hit.title
    return _marked(shown.title, parsed)


def _marked(text: str, parsed: Parsed) -> tuple[Piece, ...]:
    if not text:
        return ()
    folded = fold(text)
    return pieces(text, [*(form for form in forms_of(parsed) if form in folded), *_half_typed(folded, parsed)])


def _half_typed(folded: str, parsed: Parsed) -> list[str]:
    """Latin words of a title that begin as the last word was typed so far."""
    half = tuple(form.text for clause in parsed.clauses if clause.is_prefix for form in clause.forms)
    return [word for word, _start, is_cjk in runs(folded) if not is_cjk and half and word.startswith(half)]


def _snippet(hit: Hit, shown: Shown) -> tuple[Piece, ...]:
    """The quotation, unless nothing is marked in it and it only says again what stands in the line above. What a step
    is part of is the last line of its text, and stands above already."""
    said = _without_end(hit.snippet, f"\n{shown.part_of}") if shown.part_of else hit.snippet
    text = "".join(piece.text for piece in said)
    says_again = bool(shown.line) and text.startswith(shown.line) and not _is_marked(said)
    return () if says_again or text == shown.part_of else said


def _without_end(quoted: Sequence[Piece], end: str) -> tuple[Piece, ...]:
    text = "".join(piece.text for piece in quoted)
    if not text.endswith(end):
        return tuple(quoted)
    left, kept = len(text) - len(end), []
    for piece in quoted:
        kept.append(Piece(piece.text[:left], piece.is_match))
        left -= len(kept[-1].text)
    return tuple(piece for piece in kept if piece.text)
