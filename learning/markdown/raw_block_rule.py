"""The few tags that stand on a line of their own, and comments."""

import re
from itertools import pairwise
from typing import Final

from markdown_it.rules_block import StateBlock

from learning.markdown.block_lines import begin_of, line_of, push_inline
from learning.markdown.env import env_of
from learning.markdown.problems import Problem

COMPONENTS: Final = ("header-table", "credit-footer")
BLOCK_TAG = re.compile(r"<(/?)(details|summary|header-table|credit-footer)((?:\s[^<>]{0,500})?)\s*(/?)>", re.IGNORECASE)
COMMENT_END = "-->"


def raw_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that begins with <details>, <summary>, a component or a comment. What follows is Markdown again."""
    begin = begin_of(state, start)
    if state.is_code_block(start) or not state.src.startswith("<", begin):
        return False
    if state.src.startswith("<!--", begin):
        return _comment(state, start, end, silent)
    line = line_of(state, start)
    if not BLOCK_TAG.match(line):
        return False
    if not silent:
        last = _summary_end(state, start, end, line)
        source = "\n".join(line_of(state, number) for number in range(start, last + 1))
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
        push_inline(state, "paragraph", rest, last)
    return True


def _comment_end(state: StateBlock, start: int, end: int) -> int:
    """A search in vain is remembered: a page full of unclosed comments would be searched from each of them."""
    begin, limit, unclosed = begin_of(state, start) + 4, state.eMarks[end - 1], env_of(state).unclosed
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
        if "</summary" in line_of(state, number).lower():
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
            push_inline(state, "summary" if in_summary else "paragraph", text, line)
        elif name == "summary" and not is_close:
            push_inline(state, "summary", "", line)
