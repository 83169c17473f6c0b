"""Inline tokens as HTML."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from markdown_it.token import Token

from learning.markdown.document import Document
from learning.markdown.emphasis import needs_no_blank
from learning.markdown.links import Asset, LinkResolver
from learning.markdown.problems import Problem
from learning.markdown.raw_attributes import read_attributes
from learning.markdown.targets import Target, classify, file_candidates, page_candidates
from learning.markdown.token_text import TASK, plain_text

INK = re.compile(r"(?:^|;)\s*color\s*:\s*(red|blue|green|orange)\s*(?:;|$)", re.IGNORECASE)
# Emphasis within emphasis: browsers, and the sanitiser, take quadratic time over towers of it.
MAX_DEEP = 20
PAIRED = {"em": "em", "strong": "strong", "s": "s"}
SIZE = re.compile(r"[1-9]\d{0,4}")


@dataclass
class InlineHtml:
    """Renders for one page. `problems` grows with what the portal does not have."""

    document: Document
    links: LinkResolver
    component: Callable[[str], str]
    problems: list[Problem] = field(default_factory=list)
    line: int = 0
    _closings: list[str] = field(default_factory=list)

    def render(self, token: Token, *, skip_task_mark: bool = False) -> str:
        """Of a token of type "inline"."""
        self.line = token.map[0] + 1 if token.map else self.line
        children = list(token.children or [])
        if skip_task_mark and children and (mark := TASK.match(children[0].content)):
            children[0] = children[0].copy(content=children[0].content[mark.end() :])
        return self._children(children)

    def _children(self, children: Sequence[Token]) -> str:
        depth = len(self._closings)
        pieces = [self._child(child, children, index) for index, child in enumerate(children)]
        pieces += reversed(self._closings[depth:])
        del self._closings[depth:]
        return "".join(pieces)

    def _child(self, token: Token, children: Sequence[Token], index: int) -> str:  # noqa: PLR0911 - one line each
        name = token.type
        if name in ("text", "text_special", "emoji", "variable", "raw_text"):
            return escape(token.content, quote=False)
        if name == "code_inline":
            return f"<code>{escape(token.content, quote=False)}</code>"
        if name == "softbreak":
            return _line_break(children, index)
        if name in ("hardbreak", "raw_br"):
            return "<br>\n"
        if name == "image":
            source, title = str(token.attrs.get("src", "")), str(token.attrs.get("title", ""))
            return self._image(source, plain_text(token.children or []), title, token.meta)
        if name == "raw_img":
            attributes = read_attributes(token.meta["attributes"])
            return self._image(
                attributes.get("src", ""), attributes.get("alt", ""), attributes.get("title", ""), attributes
            )
        if name == "footnote_ref":
            return _footnote_ref(token)
        if name == "component":
            return self.component(token.info)
        return self._paired(token)

    def _paired(self, token: Token) -> str:
        if token.nesting < 0:
            return self._closings.pop() if self._closings else ""
        if token.nesting == 0:
            return ""
        opening, closing = "", ""
        if token.type == "link_open":
            opening, closing = self._link(token)
        elif token.tag in PAIRED:
            opening, closing = f"<{token.tag}>", f"</{token.tag}>"
        elif token.type == "raw_kbd_open":
            opening, closing = "<kbd>", "</kbd>"
        elif token.type == "raw_span_open":
            ink = INK.search(read_attributes(token.meta["attributes"]).get("style", ""))
            opening = f'<span class="ink-{ink[1].lower()}">' if ink else "<span>"
            closing = "</span>"
        if len(self._closings) > MAX_DEEP:
            opening, closing = "", ""
        self._closings.append(closing)
        return opening

    def _link(self, token: Token) -> tuple[str, str]:
        raw = str(token.attrs.get("href", ""))
        target = classify(raw, page=self.document.path, site=self.document.site)
        url = self._url(target, raw)
        if url is None:
            note = escape(_("(dead link)"))
            return '<span class="link-dead">', f'<span class="visually-hidden"> {note}</span></span>'
        title = str(token.attrs.get("title", ""))
        extra = f' title="{escape(title)}"' if title else ""
        external = ' class="link-external"' if target.kind == "external" else ""
        return f'<a href="{escape(url)}"{external}{extra}>', "</a>"

    def _url(self, target: Target, raw: str) -> str | None:
        if target.kind == "external":
            return self.links.external(target.url)
        if target.kind == "anchor":
            found = self.document.resolve_anchor(target.anchor)
            if found is None:
                self._report("dead_anchor", raw)
            return f"#{found}" if found else None
        if target.kind not in ("relative", "site"):
            return None  # parse() has reported it
        url = self._page_url(target) or self._file_url(target)
        if url is None:
            self._report(_missing_kind(target), raw)
        return url

    def _page_url(self, target: Target) -> str | None:
        candidates = page_candidates(target, self.document.site)
        found = (self.links.page(path, target.anchor) for path in candidates)
        return next((url for url in found if url), None)

    def _file_url(self, target: Target) -> str | None:
        asset = self._asset(target)
        return asset.url if asset else None

    def _asset(self, target: Target) -> Asset | None:
        found = (self.links.asset(path) for path in file_candidates(target, self.document.site))
        return next((asset for asset in found if asset and not asset.missing), None)

    def _report(self, kind: str, raw: str) -> None:
        self.problems.append(Problem(kind, self.line, target=raw, path=self.document.path))

    def _image(self, raw: str, alt: str, title: str, attributes: dict[str, str]) -> str:
        target = classify(raw, page=self.document.path, site=self.document.site)
        if target.kind == "external":
            return self._external_image(target, alt)
        asset = self._asset(target) if target.kind in ("relative", "site") else None
        if asset is None:
            if target.kind in ("relative", "site"):
                self._report("missing_image", raw)
            return _missing_image(alt or raw)
        size = _size(asset, attributes)
        shown_title = f' title="{escape(title)}"' if title else ""
        image = (
            f'<img class="picture__image" src="{escape(asset.url)}" alt="{escape(alt)}"{shown_title}{size}'
            ' loading="lazy" decoding="async">'
        )
        if any(closing.startswith(("</a", "<span")) for closing in self._closings):
            return image
        label = _("Enlarge the picture: %(name)s") % {"name": alt or asset.name or raw.rsplit("/", 1)[-1]}
        return f'<a class="picture" href="{escape(asset.url)}" data-lightbox aria-label="{escape(label)}">{image}</a>'

    def _external_image(self, target: Target, alt: str) -> str:
        """Shown as a link: a picture from elsewhere would tell that host who reads what, and the policy forbids it."""
        text = escape(alt or target.url, quote=False)
        url = self.links.external(target.url)
        if url is None or "</a>" in self._closings:
            return text
        return f'<a class="picture-external" href="{escape(url)}">{text}</a>'


def _missing_kind(target: Target) -> str:
    return "dead_link_page" if target.has_page_suffix else "missing_file"


def _missing_image(name: str) -> str:
    text = escape(_("Missing picture: %(name)s") % {"name": name[:200]})
    return f'<span class="picture-missing" role="img" aria-label="{text}">{text}</span>'


def _size(asset: Asset, attributes: dict[str, str]) -> str:
    """The picture's own size, or that of its tag; a width or height alone keeps the proportions."""
    width, height = asset.width, asset.height
    wanted = attributes.get("width", "").removesuffix("px")
    tall = attributes.get("height", "").removesuffix("px")
    if SIZE.fullmatch(wanted):
        ratio = height / width if width and height else 0
        height = int(tall) if SIZE.fullmatch(tall) else round(int(wanted) * ratio) or None
        width = int(wanted)
    elif SIZE.fullmatch(tall):
        width = round(int(tall) * width / height) or None if width and height else None
        height = int(tall)
    return (f' width="{width}"' if width else "") + (f' height="{height}"' if height else "")


def _footnote_ref(token: Token) -> str:
    number, again = token.meta["id"] + 1, token.meta.get("subId", 0)
    place = f"fnref-{number}-{again}" if again else f"fnref-{number}"
    label = escape(_("Footnote %(number)s") % {"number": number})
    return f'<sup class="footnote-ref"><a href="#fn-{number}" id="{place}" aria-label="{label}">{number}</a></sup>'


def _line_break(children: Sequence[Token], index: int) -> str:
    """A line end between two Japanese characters is no blank."""
    before = children[index - 1].content[-1:] if index else ""
    after = children[index + 1].content[:1] if index + 1 < len(children) else ""
    return "" if before and after and needs_no_blank(before) and needs_no_blank(after) else "\n"
