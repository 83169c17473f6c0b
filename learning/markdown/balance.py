"""Raw tags that open and close out of step with the blocks around them: made whole, so that nothing leaks out."""

from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from learning.markdown.problems import Problem

Tokens = list[Token]
MAX_DETAILS = 10


def balance_blocks(tokens: Tokens, problems: list[Problem]) -> Tokens:
    """<details> closes where its parent closes; one that is never closed ends before the next heading beside it."""
    partners = _partners_of_details(tokens, problems)
    left_out = _too_deep(tokens, partners, problems)
    result: Tokens = []
    # For each enclosing block, the details that are open in it: True where a closing tag will come.
    frames: list[list[bool]] = [[]]
    for index, token in enumerate(tokens):
        if index in left_out or (token.type == "raw_details_close" and index not in partners):
            continue
        if token.type == "raw_details_open":
            frames[-1].append(index in partners)
        elif token.type == "raw_details_close":
            _close_until_matched(frames[-1], result)
        elif token.nesting == 1:
            if token.type == "heading_open":
                _close_unmatched(frames[-1], result)
            frames.append([])
        elif token.nesting == -1:
            _close_all(frames.pop(), result)
        result.append(token)
    _close_all(frames[0], result)
    _summaries_only_in_details(result)
    return result


def _too_deep(tokens: Tokens, partners: dict[int, int], problems: list[Problem]) -> set[int]:
    """Places of the tags beyond the tenth level, which are left out: what stands in them is shown."""
    left_out: set[int] = set()
    depth = 0
    for index, token in enumerate(tokens):
        if token.type == "raw_details_open" and depth >= MAX_DETAILS:
            left_out |= {index, partners.get(index, index)}
            problems.append(Problem("nesting_too_deep", token.map[0] + 1 if token.map else 0))
        elif token.type == "raw_details_open":
            depth += 1
        elif token.type == "raw_details_close" and index in partners and index not in left_out:
            depth -= 1
        elif token.type == "heading_open":
            depth = 0 if depth >= MAX_DETAILS else depth
    return left_out


def _summaries_only_in_details(tokens: Tokens) -> None:
    is_summary = False
    for before, token in pairwise([Token("", "", 0), *tokens]):
        if token.type == "summary_open":
            is_summary = before.type == "raw_details_open"
        if token.type in ("summary_open", "summary_close") and not is_summary:
            token.type = token.type.replace("summary", "paragraph")


def _partners_of_details(tokens: Tokens, problems: list[Problem]) -> dict[int, int]:
    """For each tag that has a partner within the same block, where that is."""
    partners: dict[int, int] = {}
    frames: list[list[int]] = [[]]
    for index, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "raw_details_open":
            frames[-1].append(index)
        elif token.type == "raw_details_close":
            if frames[-1]:
                opening = frames[-1].pop()
                partners |= {opening: index, index: opening}
            else:
                problems.append(Problem("stray_close_tag", line, target="details"))
        elif token.nesting == 1:
            frames.append([])
        elif token.nesting == -1:
            _report_open(frames.pop(), tokens, problems)
    _report_open(frames[0], tokens, problems)
    return partners


def _report_open(places: list[int], tokens: Tokens, problems: list[Problem]) -> None:
    for place in places:
        where = tokens[place].map
        problems.append(Problem("unclosed_tag", where[0] + 1 if where else 0, target="details"))


def _close_until_matched(frame: list[bool], result: Tokens) -> None:
    while frame and not frame.pop():
        result.append(_closing())


def _close_unmatched(frame: list[bool], result: Tokens) -> None:
    while frame and not frame[-1]:
        frame.pop()
        result.append(_closing())


def _close_all(frame: list[bool], result: Tokens) -> None:
    result.extend(_closing() for _ in frame)


def _closing() -> Token:
    return Token("raw_details_close", "details", -1)


@dataclass
class _Open:
    """A raw tag that waits for its partner; `crossed` once the emphasis or link around it has ended first."""

    index: int
    tag: str
    crossed: bool = False


def balance_inline(tokens: Tokens) -> Tokens:
    """<kbd> and <span> get their nesting here. A pair that crosses emphasis or a link is left out; a tag without a
    partner is shown as text.
    """
    paired, left_out = _partners(tokens)
    result: Tokens = []
    for index, token in enumerate(tokens):
        if not token.type.startswith("raw_") or not token.type.endswith(("_open", "_close")):
            result.append(token)
        elif index in paired:
            result.append(token.copy(nesting=-1 if token.meta["close"] else 1))
        elif index in left_out:
            result.append(token.copy(type=f"raw_{token.tag}_left_out"))
        else:
            result.append(_as_text(token))
    return result


def _partners(tokens: Tokens) -> tuple[set[int], set[int]]:
    """Places of the tags that make proper pairs, and of those whose pairs cross something."""
    paired: set[int] = set()
    left_out: set[int] = set()
    frames: list[list[_Open]] = [[]]
    for index, token in enumerate(tokens):
        if token.type in ("raw_kbd_open", "raw_span_open"):
            frames[-1].append(_Open(index, token.tag))
        elif token.type in ("raw_kbd_close", "raw_span_close"):
            place = next((number for number in (-1, 0) if _is_waiting(frames[number], token.tag)), None)
            if place is not None:
                opening = frames[place].pop()
                is_proper = not opening.crossed and (place == -1 or len(frames) == 1)
                (paired if is_proper else left_out).update((opening.index, index))
        elif token.nesting == 1:
            frames.append([])
        elif token.nesting == -1 and len(frames) > 1:
            ended = frames.pop()
            frames[-1] += [_Open(opening.index, opening.tag, crossed=True) for opening in ended]
    return paired, left_out


def _is_waiting(frame: list[_Open], tag: str) -> bool:
    return bool(frame) and frame[-1].tag == tag


def _as_text(token: Token) -> Token:
    return Token("raw_text", "", 0, info=token.info, content=token.content, meta={**token.meta, "unpaired": True})
