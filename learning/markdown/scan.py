"""One walk over the tokens of a page that finds its headings, its links and its constructs."""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from learning.markdown.counts import Counts
from learning.markdown.document import Heading, Reference, ReferenceKind
from learning.markdown.fences import read_fence_info
from learning.markdown.languages import known_language, likely_language
from learning.markdown.meta import Meta
from learning.markdown.problems import Problem
from learning.markdown.raw_attributes import read_attributes
from learning.markdown.slugs import Unique, github_slug, vuepress_slug
from learning.markdown.tally import Tally, kinds_counted
from learning.markdown.targets import DEAD, Site, classify
from learning.markdown.token_text import (
    LINE_BREAKS,
    asks_for_contents,
    plain_text,
    task_state,
    text_of_link,
    text_on_github,
)


@dataclass(frozen=True)
class Found:
    headings: tuple[Heading, ...]
    references: tuple[Reference, ...]
    counts: Counts
    problems: tuple[Problem, ...]


def scan(tokens: Sequence[Token], *, path: str, site: Site, meta: Meta, has_front_matter: bool) -> Found:
    walk = _Walk(path, site)
    for index, token in enumerate(tokens):
        walk.block(token, index, tokens)
    return Found(
        tuple(walk.headings),
        tuple(walk.references),
        walk.tally.counts(meta, has_front_matter=has_front_matter),
        tuple(walk.problems),
    )


class _Walk:
    def __init__(self, path: str, site: Site) -> None:
        self.path, self.site = path, site
        self.tally = Tally()
        self.headings: list[Heading] = []
        self.references: list[Reference] = []
        self.problems: list[Problem] = []
        self.depth = 0
        self.line = 0
        self.vuepress, self.github = Unique(first=2), Unique(first=1)

    def block(self, token: Token, index: int, tokens: Sequence[Token]) -> None:
        if token.map:
            self.line = token.map[0] + 1
        name = token.type
        if name == "heading_open":
            self.heading(token, index, tokens[index + 1])
        elif name in ("fence", "code_block"):
            self.code(token)
        elif name == "container_open":
            self.container(token)
        elif name == "inline":
            self.inline(token, tokens[index - 1])
        elif name == "list_item_open" and task_state(tokens, index) is not None:
            self.tally.numbers["task_items"] += 1
        else:
            self.other(token)
        self.depth += token.nesting

    def other(self, token: Token) -> None:
        counted = {"table_open": "tables", "comment": "comments", "footnote_open": "footnotes"}
        if token.type in counted:
            self.tally.numbers[counted[token.type]] += 1
        elif token.type == "component":
            self.tally.numbers[token.info.replace("-", "_") + "s"] += 1
        elif token.type in ("raw_details_open", "summary_open"):
            self.tally.raw_tags[token.type.removeprefix("raw_").removesuffix("_open")] += 1

    def heading(self, token: Token, index: int, inline: Token) -> None:
        children = inline.children or []
        anchored = "".join(child.content for child in children if child.type in ("text", "code_inline", "variable"))
        text = plain_text(children)
        self.tally.headings[token.tag] += 1
        if token.tag == "h1" and any(child.type == "variable" for child in children):
            self.tally.numbers["interpolated_h1"] += 1
        slugs = self.vuepress.take(vuepress_slug(anchored)), self.github.take(github_slug(text_on_github(children)))
        self.headings.append(Heading(int(token.tag[1]), text, self.line, *slugs, is_top=self.depth == 0, index=index))

    def code(self, token: Token) -> None:
        if token.type == "code_block":
            self.tally.numbers["indented_code"] += 1
            return
        self.tally.numbers["fences"] += 1
        lines = token.content.count("\n") + (token.content[-1:] not in ("", "\n"))
        info = read_fence_info(token.info, lines=lines)
        if info.language:
            self.language(info.language)
        else:
            self.tally.numbers["fences_without_language"] += 1
        if info.marks:
            self.tally.numbers["line_highlights"] += 1
            if not info.marked:
                self.problems.append(Problem("highlight_out_of_range", self.line, target=info.marks))
        # An unclosed block has one line fewer than its place in the file: no line that closes it.
        if token.map and token.map[1] - token.map[0] < lines + 2:
            self.problems.append(Problem("unclosed_fence", self.line))

    def language(self, name: str) -> None:
        self.tally.languages[name] += 1
        if known_language(name) is None:
            likely = likely_language(name)
            hint = f"({likely}?)" if likely else ""
            self.problems.append(Problem("unknown_language", self.line, target=name, detail=hint))

    def container(self, token: Token) -> None:
        self.tally.containers[token.info] += 1
        self.tally.numbers["containers_with_title"] += token.meta["title"]
        self.tally.numbers["containers_without_space"] += not token.meta["spaced"]

    def inline(self, token: Token, before: Token) -> None:
        if asks_for_contents(token) and before.type == "paragraph_open":
            self.tally.numbers["contents_lists"] += 1
        self.children(token.children or [], self.line)

    def children(self, children: Sequence[Token], line: int) -> None:
        for index, child in enumerate(children):
            if child.type in LINE_BREAKS:
                line += 1
            elif child.type == "link_open":
                self.link(child, text_of_link(children, index), line)
            elif child.type == "image":
                self.reference("image", str(child.attrs.get("src", "")), plain_text(child.children or []), line)
                self.children(child.children or [], line)
            elif child.type == "emoji":
                self.tally.numbers["emoji"] += 1
            elif child.type == "comment":
                self.tally.numbers["comments"] += 1
            elif child.type == "variable" and not child.meta["known"]:
                self.problems.append(Problem("unknown_variable", line, target=child.meta["source"]))
            elif child.type == "component":
                self.tally.numbers[child.info.replace("-", "_") + "s"] += 1
            elif child.type.startswith("raw_"):
                self.raw(child, line)
            line += child.content.count("\n") if child.type.startswith("raw_") else 0

    def raw(self, token: Token, line: int) -> None:
        if token.type == "raw_text":
            self.stray(token, line)
        elif not token.meta["close"]:
            self.tally.raw_tags[token.info] += 1
            if token.info == "img":
                attributes = read_attributes(token.meta["attributes"])
                self.reference("image", attributes.get("src", ""), attributes.get("alt", ""), line)

    def stray(self, token: Token, line: int) -> None:
        self.tally.stray_tags[token.info] += not token.meta["close"]
        if token.meta.get("unpaired"):
            kind = "stray_close_tag" if token.meta["close"] else "unclosed_tag"
            self.problems.append(Problem(kind, line, target=token.info))
        elif not token.meta["close"]:
            is_component = "-" in token.info or token.content.endswith("/>")
            kind = "unknown_component" if is_component else "raw_html"
            self.problems.append(Problem(kind, line, target=token.info))

    def link(self, token: Token, text: str, line: int) -> None:
        raw = str(token.attrs.get("href", ""))
        is_automatic = token.markup in ("linkify", "autolink")
        self.reference("link", raw, text, line, automatic=is_automatic)

    def reference(self, kind: ReferenceKind, raw: str, text: str, line: int, *, automatic: bool = False) -> None:
        target = classify(raw, page=self.path, site=self.site)
        if kind == "link" and target.kind in ("relative", "site") and not target.has_page_suffix:
            kind = "attachment"
        self.references.append(Reference(kind, raw, text, line, target, automatic))
        self.tally.numbers.update(kinds_counted(self.references[-1], self.site))
        if target.kind in DEAD:
            dead = "missing_image" if kind == "image" else DEAD[target.kind]
            self.problems.append(Problem(dead, line, target=raw, detail=text))
        elif kind == "image" and target.kind == "external":
            self.problems.append(Problem("external_image", line, target=raw))
        elif target.kind == "anchor" and kind == "image":
            self.problems.append(Problem("missing_image", line, target=raw))
