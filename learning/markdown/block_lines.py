"""The lines that block rules read, and a line of text pushed as a block."""

from markdown_it.rules_block import StateBlock


def begin_of(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def line_of(state: StateBlock, line: int) -> str:
    return state.src[begin_of(state, line) : state.eMarks[line]]


def push_inline(state: StateBlock, name: str, content: str, line: int) -> None:
    opening = state.push(f"{name}_open", "p", 1)
    opening.map = [line, line + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = content, [line, line + 1], []
    state.push(f"{name}_close", "p", -1)
