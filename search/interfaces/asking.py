"""A search as an address says it, and back: `?q=nginx&kind=step&department=network&order=new&page=2`.

Whatever stands there is understood or left out: kinds, facets and orders that nobody knows are ignored, a page is a
number from 1 on. A value of a facet that nobody has stays, finds nothing, and can be taken off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict

from search import registry
from search.domain.queries.finding import LAST_PAGE
from search.domain.queries.found import Asked
from search.text.errors import distinctive_lines, looks_like_error
from search.text.parse import LONGEST

ORDERS = ("best", "new")
IN_AN_ADDRESS = 4_000
"""Bytes that a text may take in an address (nine for each Japanese character); many servers stop at eight thousand."""
MOST_BYTES = 12
"""Of one character in an address: an emoji."""
MOST_VALUES = 20


def asked_from(values: QueryDict) -> Asked:
    """What an address or a form asks for."""
    known = registry.kinds()
    return Asked(
        text=clean(values.get("q", "")),
        kinds=tuple(kind for kind in _once(values.getlist("kind")) if kind in known),
        filters={name: chosen for name in registry.facets() if (chosen := _once(values.getlist(name)))},
        order=values.get("order", "") if values.get("order") in ORDERS else "best",
        page=page_number(values.get("page", "")),
    )


def address(asked: Asked) -> str:
    """The query of an address, with its question mark; `?` alone where nothing is asked. A text that is too long for
    it is made fit: a page has dozens of links, and ten thousand emoji take 120 kB in each."""
    text = _fitting(asked.text)
    pairs = [("q", text)] if text else []
    pairs += [("kind", kind) for kind in asked.kinds]
    pairs += [(name, value) for name, values in asked.filters.items() for value in values]
    pairs += [("order", asked.order)] if asked.order != "best" else []
    pairs += [("page", str(asked.page))] if asked.page > 1 else []
    return f"?{urlencode(pairs)}"


def fit_for_an_address(asked: Asked) -> Asked:
    """The same search, short enough for an address. Of an error message only the lines that tell are kept: what differs
    from one machine to the next (paths, hosts, hashes) has no place in an address either."""
    if looks_like_error(asked.text):
        lines = distinctive_lines(asked.text)
        return replace(asked, text=_within("\n".join(lines)) if lines else _within(asked.text))
    return replace(asked, text=_within(" ".join(asked.text.split())))


def clean(text: str) -> str:
    """Without NUL and what is no character; at most what is read of a query."""
    whole = text[:LONGEST].encode("utf-8", "ignore").decode("utf-8", "ignore")
    return whole.replace("\0", "").replace("\r\n", "\n").strip()


def page_number(text: str) -> int:
    """1 for what is no number; never beyond the page after the last."""
    return (
        min(int(text), LAST_PAGE + 1) if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) else 1
    )


def toggled(asked: Asked, name: str, value: str) -> Asked:
    """The search with one value of a facet put on or taken off, from its first page."""
    chosen = asked.filters.get(name, ())
    values = tuple(each for each in chosen if each != value) if value in chosen else (*chosen, value)
    filters = {key: held for key, held in {**asked.filters, name: values}.items() if held}
    return replace(asked, filters=filters, page=1)


@lru_cache(maxsize=64)
def _fitting(text: str) -> str:
    is_fit = len(text) * MOST_BYTES <= IN_AN_ADDRESS or len(quote_plus(text)) <= IN_AN_ADDRESS
    return text if is_fit else fit_for_an_address(Asked(text)).text


def _within(text: str) -> str:
    """As much as an address carries; of several lines, whole ones."""
    kept = text[:IN_AN_ADDRESS]
    while len(quote_plus(kept)) > IN_AN_ADDRESS:
        kept = kept.rsplit("\n", 1)[0] if "\n" in kept else kept[: len(kept) * 9 // 10]
    return kept


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (clean(value)[:200] for value in values) if each))[:MOST_VALUES]
