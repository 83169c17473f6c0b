"""The table of a home page that lays a curriculum out: a row for each category, a cell for each slot."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from learning.markdown.document import Document
from learning.markdown.targets import Target, classify
from learning.markdown.token_text import plain_text

LINKS_IN_A_TABLE = 2
NOTE = re.compile(r"[(（]([^()（）]{1,80})[)）]\s*$")


@dataclass(frozen=True)
class IndexLink:
    """`raw` as written; `target` where it leads."""

    title: str
    raw: str
    target: Target


@dataclass(frozen=True)
class IndexSlot:
    """One cell. `title` is all its text but the `note` in brackets at its end; a slot without links is not public."""

    title: str
    note: str
    links: tuple[IndexLink, ...]
    line: int

    @property
    def target(self) -> Target | None:
        return self.links[0].target if self.links else None


@dataclass(frozen=True)
class IndexRow:
    label: str
    slots: tuple[IndexSlot, ...]


@dataclass(frozen=True)
class IndexTable:
    """`heading` is the one above the table; `columns` the words over the slots."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[IndexRow, ...]


def read_index_table(document: Document) -> IndexTable | None:
    """The first table whose cells hold links, or None where the page has no such table."""
    for start, token in enumerate(document.tokens):
        if token.type != "table_open":
            continue
        rows = list(_rows(document.tokens, start))
        body = [_row(cells, document) for cells in rows[1:]]
        if sum(bool(slot.links) for row in body for slot in row.slots) >= LINKS_IN_A_TABLE:
            above = [heading.text for heading in document.headings if heading.index < start]
            columns = tuple(plain_text(cell.children or []) for cell in rows[0][1:])
            return IndexTable(above[-1] if above else "", columns, tuple(body))
    return None


def _rows(tokens: Sequence[Token], start: int) -> Iterator[list[Token]]:
    """The inline tokens of each row of the table that begins at `start`."""
    row: list[Token] = []
    for token in tokens[start:]:
        if token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(token)
        elif token.type == "tr_close":
            yield row
        elif token.type == "table_close":
            return


def _row(cells: Sequence[Token], document: Document) -> IndexRow:
    slots = (_slot(cell, document) for cell in cells[1:])
    return IndexRow(plain_text(cells[0].children or []), tuple(slot for slot in slots if slot.title or slot.links))


def _slot(cell: Token, document: Document) -> IndexSlot:
    text = plain_text(cell.children or [])
    note = NOTE.search(text)
    return IndexSlot(
        title=(text[: note.start()] if note else text).strip() or text,
        note=note[1] if note else "",
        links=tuple(_links(cell.children or [], document)),
        line=cell.map[0] + 1 if cell.map else 0,
    )


def _links(children: Sequence[Token], document: Document) -> Iterator[IndexLink]:
    start = 0
    for index, child in enumerate(children):
        if child.type == "link_open":
            start = index
        elif child.type == "link_close":
            raw = str(children[start].attrs.get("href", ""))
            text = plain_text(children[start + 1 : index])
            note = NOTE.search(text)
            title = (text[: note.start()] if note else text).strip() or text
            yield IndexLink(title, raw, classify(raw, page=document.path, site=document.site))
