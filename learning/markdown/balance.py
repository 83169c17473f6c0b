"""Raw tags that open and close out of step with the blocks around them: made whole, so that nothing leaks out."""

from itertools import pairwise

from markdown_it.token import Token

from learning.markdown.problems import Problem

Tokens = list[Token]


def balance_blocks(tokens: Tokens, problems: list[Problem]) -> Tokens:
    """<details> closes where its parent closes; one that is never closed ends before the next heading beside it."""
    matched = _matched_details(tokens, problems)
    result: Tokens = []
    # For each enclosing block, the details that are open in it: True where a closing tag will come.
    frames: list[list[bool]] = [[]]
    for index, token in enumerate(tokens):
        if token.type == "raw_details_open":
            frames[-1].append(index in matched)
        elif token.type == "raw_details_close":
            if index not in matched:
                continue
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


def _summaries_only_in_details(tokens: Tokens) -> None:
    is_summary = False
    for before, token in pairwise([Token("", "", 0), *tokens]):
        if token.type == "summary_open":
            is_summary = before.type == "raw_details_open"
        if token.type in ("summary_open", "summary_close") and not is_summary:
            token.type = token.type.replace("summary", "paragraph")


def _matched_details(tokens: Tokens, problems: list[Problem]) -> set[int]:
    """Places of the tags that have a partner within the same block."""
    matched: set[int] = set()
    frames: list[list[int]] = [[]]
    for index, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "raw_details_open":
            frames[-1].append(index)
        elif token.type == "raw_details_close":
            if frames[-1]:
                matched |= {frames[-1].pop(), index}
            else:
                problems.append(Problem("stray_close_tag", line, target="details"))
        elif token.nesting == 1:
            frames.append([])
        elif token.nesting == -1:
            _report_open(frames.pop(), tokens, problems)
    _report_open(frames[0], tokens, problems)
    return matched


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


def balance_inline(tokens: Tokens) -> Tokens:
    """<kbd> and <span> that have no partner within the same emphasis or link are shown as text."""
    partners: set[int] = set()
    frames: list[list[int]] = [[]]
    for index, token in enumerate(tokens):
        if token.type.startswith("raw_") and token.nesting == 1:
            frames[-1].append(index)
        elif token.type.startswith("raw_") and token.nesting == -1:
            if frames[-1] and tokens[frames[-1][-1]].tag == token.tag:
                partners |= {frames[-1].pop(), index}
        elif token.nesting == 1:
            frames.append([])
        elif token.nesting == -1 and len(frames) > 1:
            frames.pop()
    return [
        token if token.nesting == 0 or not token.type.startswith("raw_") or index in partners else _as_text(token)
        for index, token in enumerate(tokens)
    ]


def _as_text(token: Token) -> Token:
    return Token("raw_text", "", 0, info=token.info, content=token.content, meta={**token.meta, "unpaired": True})
