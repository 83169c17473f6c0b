"""markdown-it with our rules and with limits, so that no text takes more than seconds."""

import re

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin

from learning.markdown import block_rules, inline_rules
from learning.markdown.block_rules import MAX_LEVEL
from learning.markdown.emphasis import JapaneseInline
from learning.markdown.env import Env
from learning.markdown.problems import Problem

# Each of these may start something and costs a look ahead, 0.1 ms in the worst texts. Long real pages have 1,000.
SPECIAL = re.compile(r"[*_~`\[\]<!&:{\\]")
MAX_SPECIALS = 20_000
# A paragraph of this size is no prose.
MAX_PARAGRAPH = 200_000


class Engine(MarkdownIt):
    """Build one for each page: it is quick, and so several threads never share one.

    Addresses stay as they are written: targets.py judges them, and only what it knows becomes a link.
    """

    def __init__(self) -> None:
        options = {"html": False, "linkify": False, "maxNesting": MAX_LEVEL + 10}
        super().__init__("commonmark", options)
        self.block, self.inline = _Blocks(), _Inlines()
        self.configure("commonmark", options_update=options)
        self.enable(["table", "strikethrough"])
        self.disable(["html_block", "html_inline"])
        self.use(footnote_plugin, inline=False)
        block_rules.install(self)
        inline_rules.install(self)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the names are those of the library
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


class _Blocks(ParserBlock):
    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Paragraphs ask `lineMax` how far they may look; within a quote the library leaves it at the page's end."""
        line_max = state.lineMax
        state.lineMax = min(line_max, endLine)
        super().tokenize(state, startLine, endLine)
        state.lineMax = line_max


class _Inlines(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Text beyond the limits is shown as it is."""
        shared = env["terakoya"]
        assert isinstance(shared, Env)  # noqa: S101 - parse() alone builds it
        shared.specials += len(SPECIAL.findall(src))
        if shared.specials <= MAX_SPECIALS and len(src) <= MAX_PARAGRAPH:
            state = JapaneseInline(src, md, env, tokens)
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
            return state.tokens
        shared.problems.append(Problem("too_complex"))
        tokens.append(Token("text", "", 0, content=src))
        return tokens
