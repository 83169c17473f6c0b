"""Block syntax beside CommonMark: ::: boxes, the few tags that stand on a line of their own, and a limit of depth."""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from learning.markdown.container_rule import container
from learning.markdown.env import env_of
from learning.markdown.problems import Problem
from learning.markdown.raw_block_rule import raw_block

# A list takes two levels (the list and its item), so this is 25 lists or 50 quotes.
MAX_LEVEL: Final = 50


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
