"""What tokens say to a reader, without any mark-up, and the two marks that are read off their text."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

TASK = re.compile(r"\[([ xX])\][ \t]")
LINE_BREAKS = ("softbreak", "hardbreak")


def plain_text(children: Sequence[Token]) -> str:
    """What a reader sees of inline tokens, without any mark-up."""
    return "".join(_pieces(children)).strip()


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for token in children:
        if token.type in ("text", "text_special", "code_inline", "emoji", "variable", "raw_text"):
            yield token.content
        elif token.type == "image":
            yield plain_text(token.children or [])
        elif token.type in LINE_BREAKS or token.type == "raw_br":
            yield " "


def text_on_github(children: Sequence[Token]) -> str:
    """The text of a heading; of an emoji by its shortcode GitHub keeps the name in the anchor."""
    return plain_text([child.copy(content=child.info) if child.type == "emoji" else child for child in children])


def text_of_link(children: Sequence[Token], index: int) -> str:
    end = next((place for place in range(index, len(children)) if children[place].type == "link_close"), index)
    return plain_text(children[index + 1 : end])


def task_state(tokens: Sequence[Token], index: int) -> bool | None:
    """For a list item: True where it is ticked, False where it is to be ticked, None where it is no task."""
    if index + 2 >= len(tokens) or tokens[index + 2].type != "inline":
        return None
    match = TASK.match(tokens[index + 2].content)
    return None if match is None else match[1] != " "


def asks_for_contents(inline: Token) -> bool:
    """[[toc]], in capitals too."""
    return inline.content.strip().lower() == "[[toc]]"
