"""A parsed page: everything that later parts need, and nothing that they may change."""

import posixpath
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from markdown_it.token import Token

from learning.markdown.counts import Counts
from learning.markdown.meta import Meta
from learning.markdown.problems import Problem
from learning.markdown.targets import Site, Target

ReferenceKind = Literal["link", "image", "attachment"]


@dataclass(frozen=True)
class Heading:
    """`anchor` is its id on the page; `is_top` is false within boxes, lists, quotes and <details>.

    `line` counts from 1; `index` is its place among the block tokens.
    """

    level: int
    text: str
    line: int
    slug_vuepress: str
    slug_github: str
    is_top: bool
    index: int

    @property
    def anchor(self) -> str:
        """Prefixed, so that no heading can take the id of a part of the page around it."""
        return f"h-{self.slug_vuepress or self.line}"


@dataclass(frozen=True)
class Reference:
    """A link, image or attachment: `raw` as written, `text` what stands for it, `target` where it leads."""

    kind: ReferenceKind
    raw: str
    text: str
    line: int
    target: Target
    automatic: bool = False


@dataclass(frozen=True)
class Document:
    path: str
    text: str
    meta: Meta
    tokens: tuple[Token, ...]
    headings: tuple[Heading, ...]
    references: tuple[Reference, ...]
    counts: Counts
    problems: tuple[Problem, ...]
    site: Site
    body_line: int = 0

    @property
    def title(self) -> str:
        """From the front matter, else the first h1, else the first heading, else the name of the file or folder."""
        if self.meta.title:
            return self.meta.title
        by_level = sorted((heading for heading in self.headings if heading.text), key=lambda item: item.level > 1)
        if by_level:
            return by_level[0].text
        stem = posixpath.splitext(posixpath.basename(self.path))[0]
        is_index = stem.lower() in ("readme", "index")
        return (posixpath.basename(posixpath.dirname(self.path)) if is_index else "") or stem

    def resolve_anchor(self, anchor: str) -> str | None:
        """The id on this page that `#anchor` means by VuePress's rules, else by GitHub's; None where there is none."""
        for table in (self._by_vuepress, self._by_github):
            if found := table.get(anchor) or table.get(anchor.lower()):
                return found.anchor
        return None

    def needs_github_rules(self, anchor: str) -> bool:
        by_vuepress = anchor in self._by_vuepress or anchor.lower() in self._by_vuepress
        return not by_vuepress and self.resolve_anchor(anchor) is not None

    @cached_property
    def _by_vuepress(self) -> dict[str, Heading]:
        return {heading.slug_vuepress: heading for heading in reversed(self.headings) if heading.slug_vuepress}

    @cached_property
    def _by_github(self) -> dict[str, Heading]:
        return {heading.slug_github: heading for heading in reversed(self.headings) if heading.slug_github}
