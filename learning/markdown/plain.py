"""The text of a page without any mark-up, cut at its steps: what search reads. Commands and listings are in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.markdown.document import Document
from learning.markdown.render import placed
from learning.markdown.steps import Step
from learning.markdown.token_text import asks_for_contents, plain_text

VERBATIM = ("fence", "code_block")


@dataclass(frozen=True)
class Plain:
    """`intro` stands before the first step; `steps` is text by step id, without the step's own heading."""

    intro: str
    steps: dict[str, str]

    @property
    def whole(self) -> str:
        return "\n".join([self.intro, *self.steps.values()])


def plain(document: Document, steps: Sequence[Step] = ()) -> Plain:
    """What a reader sees as text. A step whose heading is gone gets none; its text stays with the one before."""
    starts = placed(document, steps)
    bounds = [place for place, _step in starts] + [len(document.tokens)]
    parts = {
        step.id: "\n".join(_texts(document, place, end, title=step.title))
        for (place, step), end in zip(starts, bounds[1:], strict=True)
    }
    return Plain("\n".join(_texts(document, 0, bounds[0], title=document.title)), parts)


def _texts(document: Document, start: int, end: int, *, title: str) -> Iterator[str]:
    """Of these tokens, without the heading that says the title, which is a field of its own."""
    before = ""
    for token in document.tokens[start:end]:
        text = plain_text(token.children or []) if token.type == "inline" else ""
        is_title = before == "heading_open" and text == title
        if text and not is_title and not asks_for_contents(token):
            yield text
        elif token.type in VERBATIM:
            yield token.content.rstrip("\n")
        before = token.type
