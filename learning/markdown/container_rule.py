"""::: boxes: where one begins, which line closes it, and what stands in it."""

import re
from bisect import bisect_right
from typing import Final

from markdown_it.rules_block import StateBlock

from learning.markdown.block_lines import begin_of, line_of, push_inline
from learning.markdown.env import env_of
from learning.markdown.problems import Problem

CONTAINERS: Final = ("tip", "warning", "danger", "details")
MARKER = re.compile(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*(:{3,})[ \t]*(.*)")
FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})(.*)")
OPENING = re.compile(r"(:{3,})([ \t]*)([A-Za-z][\w-]*)(?:[ \t]+(.*)|[ \t]*)$")


def container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    opening = OPENING.match(line_of(state, start)) if state.src.startswith(":::", begin_of(state, start)) else None
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
        push_inline(state, "container_title", title, start)
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
