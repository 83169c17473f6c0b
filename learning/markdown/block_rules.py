"""Block syntax beside CommonMark: ::: boxes, the few tags that stand on a line of their own, and a limit of depth."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from learning.markdown.problems import Problem

CONTAINERS: Final = ("tip", "warning", "danger", "details")
COMPONENTS: Final = ("header-table", "credit-footer")
# A list takes two levels (the list and its item), so this is 25 lists or 50 quotes.
MAX_LEVEL: Final = 50

MARKER = re.compile(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*(:{3,})[ \t]*(.*)")
FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})(.*)")
OPENING = re.compile(r"(:{3,})([ \t]*)([A-Za-z][\w-]*)(?:[ \t]+(.*)|[ \t]*)$")
BLOCK_TAG = re.compile(r"<(/?)(details|summary|header-table|credit-footer)((?:\s[^<>]{0,500})?)\s*(/?)>", re.IGNORECASE)
COMMENT_END = "-->"


@dataclass
class Env:
    """What rules share while one page is parsed."""

    variables: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    closers: dict[int, int] | None = None
    closing_lines: list[int] = field(default_factory=list)
    image_depth: int = 0
    # End of the text searched: the first place from which "-->" was sought there in vain.
    unclosed: dict[int, int] = field(default_factory=dict)
    specials: int = 0
    expanded: int = 0
    brackets: tuple[str, frozenset[int]] = ("", frozenset())
    unclosed_inline: tuple[str, int] = ("", 0)


def env_of(state: StateBlock) -> Env:
    env = state.env["terakoya"]
    assert isinstance(env, Env)  # noqa: S101 - parse() alone builds it
    return env


def install(md: MarkdownIt) -> None:
    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("table", "depth_limit", depth_limit)
    md.block.ruler.before("fence", "container", container, interrupting)
    md.block.ruler.before("fence", "raw_block", raw_block, interrupting)


def depth_limit(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Too deep to go on: what is left of this block becomes plain text, so that nothing is lost."""
    if state.level < MAX_LEVEL or silent:
        return False
    line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    token = state.push("plain_block", "p", 0)
    token.content = state.getLines(start, line, state.blkIndent, False)
    token.map = [start, line]
    env_of(state).problems.append(Problem("nesting_too_deep", start + 1))
    state.line = line
    return True


def container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    opening = OPENING.match(_line(state, start)) if state.src.startswith(":::", _begin(state, start)) else None
    if opening is None:
        return False
    kind = opening[3].lower()
    if kind not in CONTAINERS:
        if not silent:
            env_of(state).problems.append(Problem("unknown_container", start + 1, target=opening[3]))
        return False
    if not silent:
        _push_container(state, start, end, opening)
    return True


def _push_container(state: StateBlock, start: int, end: int, opening: re.Match[str]) -> None:
    close, is_closed = _closing_line(state, start, end)
    title = (opening[4] or "").strip()
    token = state.push("container_open", "aside", 1)
    token.map, token.info = [start, close], opening[3].lower()
    token.meta = {"title": bool(title), "spaced": bool(opening[2])}
    if title:
        _push_inline(state, "container_title", title, start)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", close
    state.md.block.tokenize(state, start + 1, close)
    state.parentType, state.lineMax = parent, line_max
    state.push("container_close", "aside", -1).info = token.info
    state.line = close + (1 if is_closed else 0)
    if not is_closed:
        env_of(state).problems.append(Problem("unclosed_container", start + 1))


def _closing_line(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Where the box ends, and whether a marker ends it rather than the end of what it stands in."""
    closers, closing_lines = _closers(state)
    close = closers.get(start)
    if close is None or close >= end:
        position = bisect_right(closing_lines, start)
        close = closing_lines[position] if position < len(closing_lines) else end
    for line in range(start + 1, min(close, end)):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return line, False
    return (close, True) if close < end and state.sCount[close] >= state.blkIndent else (min(close, end), False)


def _closers(state: StateBlock) -> tuple[dict[int, int], list[int]]:
    """Which line closes which box, found in one pass: searching from every opening would take quadratic time."""
    env = env_of(state)
    if env.closers is None:
        env.closers = {}
        stack: list[tuple[int, int]] = []
        for number, colons, rest in _marker_lines(state.src):
            if rest:
                stack.append((number, colons))
                continue
            env.closing_lines.append(number)
            if stack and stack[-1][1] > colons:
                continue
            if stack:
                env.closers[stack.pop()[0]] = number
    return env.closers, env.closing_lines


def _marker_lines(source: str) -> list[tuple[int, int, str]]:
    """(line, number of colons, what follows) of each ::: line outside code."""
    found: list[tuple[int, int, str]] = []
    fence = ""
    for number, line in enumerate(source.split("\n")):
        if ":::" not in line and "```" not in line and "~~~" not in line:
            continue
        if match := FENCE.match(line):
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence) and not match[2].strip():
                fence = ""
        elif not fence and (marker := MARKER.match(line)):
            rest = marker[2].strip()
            if not rest or re.match(r"[A-Za-z]", rest):
                found.append((number, len(marker[1]), rest))
    return found


def raw_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that begins with <details>, <summary>, a component or a comment. What follows is Markdown again."""
    begin = _begin(state, start)
    if state.is_code_block(start) or not state.src.startswith("<", begin):
        return False
    if state.src.startswith("<!--", begin):
        return _comment(state, start, end, silent)
    line = _line(state, start)
    if not BLOCK_TAG.match(line):
        return False
    if not silent:
        last = _summary_end(state, start, end, line)
        source = "\n".join(_line(state, number) for number in range(start, last + 1))
        state.line = last + 1
        _push_raw(state, source, start)
    return True


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    close = _comment_end(state, start, end)
    if close < 0:
        return False
    if silent:
        return True
    last = next(line for line in range(start, end) if close <= state.eMarks[line])
    token = state.push("comment", "", 0)
    token.map = [start, last + 1]
    state.line = last + 1
    if rest := state.src[close + len(COMMENT_END) : state.eMarks[last]].strip():
        _push_inline(state, "paragraph", rest, last)
    return True


def _comment_end(state: StateBlock, start: int, end: int) -> int:
    """A search in vain is remembered: a page full of unclosed comments would be searched from each of them."""
    begin, limit, unclosed = _begin(state, start) + 4, state.eMarks[end - 1], env_of(state).unclosed
    if begin >= unclosed.get(limit, begin + 1):
        return -1
    close = state.src.find(COMMENT_END, begin, limit)
    if close < 0:
        unclosed.setdefault(limit, begin)
        env_of(state).problems.append(Problem("unclosed_comment", start + 1))
    return close


def _summary_end(state: StateBlock, start: int, end: int, line: str) -> int:
    """A <summary> may go over several lines, as far as the next empty one."""
    if line.lower().count("<summary") <= line.lower().count("</summary"):
        return start
    for number in range(start + 1, min(end, start + 20)):
        if state.isEmpty(number) or state.sCount[number] < state.blkIndent:
            break
        if "</summary" in _line(state, number).lower():
            return number
    return start


def _push_raw(state: StateBlock, source: str, line: int) -> None:
    tags = list(BLOCK_TAG.finditer(source))
    spans = [(tag.end(), following.start()) for tag, following in pairwise(tags)] + [(tags[-1].end(), len(source))]
    in_summary = False
    for tag, (begin, stop) in zip(tags, spans, strict=True):
        name, is_close = tag[2].lower(), bool(tag[1])
        if name in COMPONENTS:
            if not is_close:
                state.push("component", "", 0).info = name
        elif name == "summary":
            in_summary = not is_close
        else:
            token = state.push(
                "raw_details_close" if is_close else "raw_details_open", "details", -1 if is_close else 1
            )
            token.map = [line, line + 1]
            token.meta = {"open": bool(re.search(r"\bopen\b", tag[3], re.IGNORECASE))}
            # The tags may cross the blocks around them; balance.py sees to that, so levels stay out of it.
            state.level -= token.nesting
        if text := source[begin:stop].strip():
            _push_inline(state, "summary" if in_summary else "paragraph", text, line)
        elif name == "summary" and not is_close:
            _push_inline(state, "summary", "", line)


def _push_inline(state: StateBlock, name: str, content: str, line: int) -> None:
    opening = state.push(f"{name}_open", "p", 1)
    opening.map = [line, line + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = content, [line, line + 1], []
    state.push(f"{name}_close", "p", -1)


def _begin(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _line(state: StateBlock, line: int) -> str:
    return state.src[_begin(state, line) : state.eMarks[line]]
