"""One walk over the tokens of a page that finds its headings, its links and its constructs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from learning.markdown.counts import Counts
from learning.markdown.document import Heading, Reference, ReferenceKind
from learning.markdown.fences import read_fence_info
from learning.markdown.languages import known_language, likely_language
from learning.markdown.meta import Meta
from learning.markdown.problems import Problem
from learning.markdown.slugs import Unique, github_slug, vuepress_slug
from learning.markdown.targets import DEAD, Site, Target, classify

HTML_ELEMENT = re.compile(r"[a-z][a-z0-9]*")
TASK = re.compile(r"\[([ xX])\][ \t]")
LINE_BREAKS = ("softbreak", "hardbreak")


@dataclass(frozen=True)
class Found:
    headings: tuple[Heading, ...]
    references: tuple[Reference, ...]
    counts: Counts
    problems: tuple[Problem, ...]


@dataclass
class Tally:
    """Sums while the walk goes on; names as in Counts."""

    numbers: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    containers: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    raw_tags: Counter[str] = field(default_factory=Counter)
    stray_tags: Counter[str] = field(default_factory=Counter)


def scan(tokens: Sequence[Token], *, path: str, site: Site, meta: Meta, has_front_matter: bool) -> Found:
    walk = _Walk(path, site)
    for index, token in enumerate(tokens):
        walk.block(token, index, tokens)
    return Found(
        tuple(walk.headings),
        tuple(walk.references),
        walk.counts(meta, has_front_matter=has_front_matter),
        tuple(walk.problems),
    )


def plain_text(children: Sequence[Token]) -> str:
    """What a reader sees of inline tokens, without any mark-up."""
    return "".join(_pieces(children)).strip()


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for token in children:
        if token.type in ("text", "text_special", "code_inline", "emoji", "variable", "raw_text"):
            yield token.content
        elif token.type == "image":
            yield plain_text(token.children or [])
        elif token.type in LINE_BREAKS or token.type == "raw_br":
            yield " "


def task_state(tokens: Sequence[Token], index: int) -> bool | None:
    """For a list item: True where it is ticked, False where it is to be ticked, None where it is no task."""
    if index + 2 >= len(tokens) or tokens[index + 2].type != "inline":
        return None
    match = TASK.match(tokens[index + 2].content)
    return None if match is None else match[1] != " "


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
        slugs = self.vuepress.take(vuepress_slug(anchored)), self.github.take(github_slug(_as_github_reads(children)))
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
                self.link(child, _link_text(children, index), line)
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
        self.tally.numbers.update(_counted(self.references[-1], self.site))
        if target.kind in DEAD:
            dead = "missing_image" if kind == "image" else DEAD[target.kind]
            self.problems.append(Problem(dead, line, target=raw, detail=text))
        elif kind == "image" and target.kind == "external":
            self.problems.append(Problem("external_image", line, target=raw))
        elif target.kind == "anchor" and kind == "image":
            self.problems.append(Problem("missing_image", line, target=raw))

    def counts(self, meta: Meta, *, has_front_matter: bool) -> Counts:
        h1 = self.tally.headings["h1"]
        return Counts(
            pages=1,
            front_matter=int(has_front_matter),
            front_matter_keys=dict.fromkeys((*meta.present, *meta.other), 1),
            headings=dict(self.tally.headings),
            pages_without_h1=int(h1 == 0),
            pages_with_several_h1=int(h1 > 1),
            containers=dict(self.tally.containers),
            languages=dict(self.tally.languages),
            raw_tags=dict(self.tally.raw_tags),
            stray_tags={name: number for name, number in self.tally.stray_tags.items() if number},
            **self.tally.numbers,
        )


def asks_for_contents(inline: Token) -> bool:
    """[[toc]], in capitals too."""
    return inline.content.strip().lower() == "[[toc]]"


def _as_github_reads(children: Sequence[Token]) -> str:
    """The text of a heading; of an emoji by its shortcode GitHub keeps the name in the anchor."""
    return plain_text([child.copy(content=child.info) if child.type == "emoji" else child for child in children])


def _counted(reference: Reference, site: Site) -> list[str]:
    target = reference.target
    if reference.kind == "image":
        return ["images_external" if target.kind == "external" else "images"]
    if reference.automatic:
        return ["links_automatic"]
    names = {"external": "links_external", "site": "links_site", "anchor": "links_same_page", "empty": "links_empty"}
    counted = [names.get(target.kind, "links_relative")]
    if reference.kind == "attachment":
        counted.append("attachments")
    if target.kind == "site" and _has_base(target, site):
        counted.append("links_site_with_base")
    return counted


def _has_base(target: Target, site: Site) -> bool:
    base = site.base.strip("/")
    return bool(base) and (target.path == base or target.path.startswith(base + "/"))


def _link_text(children: Sequence[Token], index: int) -> str:
    end = next((place for place in range(index, len(children)) if children[place].type == "link_close"), index)
    return plain_text(children[index + 1 : end])


ATTRIBUTE = re.compile(r"""([a-zA-Z][\w-]{0,40})(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


def read_attributes(source: str) -> dict[str, str]:
    """Of a raw tag; names in lower case, the first of a name wins, as in browsers."""
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(source):
        found.setdefault(match[1].lower(), match[2] or match[3] or match[4] or "")
    return found
