"""From a page's text to its stored step list, with each step's identity kept."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from learning.markdown import Document, Step, derive_steps, match_steps, parse

_known: ContextVar[Document | None] = ContextVar("known_document", default=None)


@contextlib.contextmanager
def known_document(document: Document | None) -> Iterator[None]:
    """Whoever has read a text already says so here: saving its page then need not read it again, up to twice."""
    token = _known.set(document)
    try:
        yield
    finally:
        _known.reset(token)


def _read(text: str) -> Document:
    known = _known.get()
    return known if known is not None and known.text == text else parse(text)


def refreshed(
    previous: list[dict[str, Any]],
    text: str,
    *,
    level: int | None,
    is_overview: bool,
    original: list[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """The steps of `text` as JSON, matched against the `previous` list so that known steps keep their id.

    `original` is the list of the language that this page was translated from: there the steps are the same, and so
    are their ids, though no word of the text is.
    """
    if is_overview:
        return []
    drafts = derive_steps(_read(text), level=level)
    steps = match_steps([Step.from_json(row) for row in previous], drafts, new_id=_new_id)
    rows = [step.to_json() for step in steps]
    return aligned(rows, original) if original else rows


def aligned(rows: list[dict[str, Any]], original: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give steps that the original does not know the ids of the original's, where their place leaves no doubt.

    Known steps are the anchors; between two of them, as many unknown steps here as there are the same ones in order.
    """
    places = {row["id"]: place for place, row in enumerate(original)}
    result = list(rows)
    here, there = 0, 0
    anchors = [(place, places[row["id"]]) for place, row in enumerate(rows) if row["id"] in places]
    for until_here, until_there in [*_rising(anchors), (len(rows), len(original))]:
        gap = original[there:until_there]
        is_free = not any(row["id"] == source["id"] for source in gap for row in rows)
        if is_free and until_here - here == len(gap):
            for step, source in enumerate(gap):
                known = {key: source.get(key) for key in ("id", "split_from", "absorbed")}
                result[here + step] = {**rows[here + step], **known}
        here, there = until_here + 1, until_there + 1
    return result


def _rising(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Anchors in the original's order; one that was moved says nothing about its neighbours."""
    rising: list[tuple[int, int]] = []
    for anchor in anchors:
        if not rising or anchor[1] > rising[-1][1]:
            rising.append(anchor)
    return rising


def _new_id() -> str:
    return f"s-{secrets.token_hex(5)}"
