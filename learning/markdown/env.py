"""What the rules share while one page is parsed."""

from dataclasses import dataclass, field

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from learning.markdown.problems import Problem


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


def env_of(state: StateBlock | StateInline) -> Env:
    env = state.env["terakoya"]
    assert isinstance(env, Env)  # noqa: S101 - parse() alone builds it
    return env
