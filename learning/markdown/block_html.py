"""Block tokens as HTML."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markdown_it.token import Token

from learning.markdown.document import Document, Heading
from learning.markdown.highlight import render_code
from learning.markdown.inline_html import InlineHtml
from learning.markdown.token_text import asks_for_contents, task_state

SAME = ("blockquote", "table", "thead", "tbody", "tr", "hr")


@dataclass(frozen=True)
class Shown:
    """How headings appear: `levels` by their place among the tokens; `hidden` is the place of the page's own title."""

    headings: dict[int, Heading]
    levels: dict[int, int]
    hidden: int | None
    contents: str


@dataclass
class BlockHtml:
    document: Document
    inline: InlineHtml
    shown: Shown
    tables: int = 0
    contents: int = 0
    _closings: list[str] = field(default_factory=list)
    _tasks: list[bool] = field(default_factory=list)

    def render(self, start: int, end: int) -> str:
        """The tokens from `start` to before `end`, which must be whole blocks."""
        tokens = self.document.tokens
        pieces: list[str] = []
        index = start
        while index < end:
            skip, html = self._token(tokens, index)
            pieces.append(html)
            index += skip
        return "".join(pieces)

    def _token(self, tokens: Sequence[Token], index: int) -> tuple[int, str]:
        """How many tokens were used up, and their HTML."""
        token = tokens[index]
        if token.type == "heading_open":
            return 3, self._heading(index, tokens[index + 1])
        if token.type == "paragraph_open" and asks_for_contents(tokens[index + 1]):
            return 3, self._contents()
        if token.type == "inline":
            is_task = bool(self._tasks) and self._tasks.pop()
            return 1, self.inline.render(token, skip_task_mark=is_task)
        renderer = RENDERERS.get(token.type)
        if renderer is not None:
            return 1, renderer(self, tokens, index)
        return 1, self._plain(token)

    def _contents(self) -> str:
        """Once on a page: a thousand of them would make a page of any size."""
        self.contents += 1
        return self.shown.contents if self.contents == 1 else ""

    def _plain(self, token: Token) -> str:
        if token.tag not in SAME:
            return ""
        if token.nesting == 0:
            return f"<{token.tag}>\n"
        line = _line(token) if token.nesting > 0 and token.tag == "blockquote" else ""
        return f"<{token.tag}{line}>\n" if token.nesting > 0 else f"</{token.tag}>\n"

    def _heading(self, index: int, inline: Token) -> str:
        heading = self.shown.headings[index]
        if index == self.shown.hidden:
            return f'<span class="anchor" id="{escape(heading.anchor)}"></span>\n'
        level = self.shown.levels[index]
        html = self.inline.render(inline)
        return f'<h{level} class="heading" id="{escape(heading.anchor)}" data-line="{heading.line}">{html}</h{level}>\n'

    def paragraph(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        if token.hidden:
            return "" if token.nesting > 0 else "\n"
        return f"<p{_line(token)}>" if token.nesting > 0 else "</p>\n"

    def bullet_list(self, tokens: Sequence[Token], index: int) -> str:
        return "<ul>\n" if tokens[index].nesting > 0 else "</ul>\n"

    def ordered_list(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        start = f' start="{int(token.attrs["start"])}"' if "start" in token.attrs else ""
        return f"<ol{start}>\n" if token.nesting > 0 else "</ol>\n"

    def list_item(self, tokens: Sequence[Token], index: int) -> str:
        if tokens[index].nesting < 0:
            return "</li>\n"
        done = task_state(tokens, index)
        if done is None:
            return f"<li{_line(tokens[index])}>"
        self._tasks.append(True)
        label, checked = (_("Done"), " checked") if done else (pgettext("task", "To do"), "")
        name = "task task--done" if done else "task"
        box = f'<input type="checkbox" class="task__box" disabled{checked} aria-label="{escape(label)}">'
        return f'<li class="{name}"{_line(tokens[index])}>{box} '

    def code(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        return render_code(token.content, token.info, line=token.map[0] + 1 if token.map else 0)

    def container(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        if token.nesting < 0:
            return self._closings.pop()
        tag, role = ("details", "") if token.info == "details" else ("aside", ' role="note"')
        self._closings.append(f"</div></{tag}>\n")
        html = f'<{tag} class="note note--{token.info}"{role}{_line(token)}>'
        if tokens[index + 1].type == "container_title_open":
            return html
        title = "summary" if tag == "details" else "p"
        return html + _titled(title, _default_title(token.info))

    def container_title(self, tokens: Sequence[Token], index: int) -> str:
        tag = "summary" if self._closings and "details" in self._closings[-1] else "p"
        return f'<{tag} class="note__title">' if tokens[index].nesting > 0 else f'</{tag}><div class="note__body">\n'

    def details(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        if token.nesting < 0:
            return "</div></details>\n"
        is_open = " open" if token.meta["open"] else ""
        html = f'<details class="note note--details"{is_open}{_line(token)}>'
        following = tokens[index + 1 : index + 3]
        if following and following[0].type == "summary_open":
            return html
        return html + _titled("summary", _default_title("details"))

    def summary(self, tokens: Sequence[Token], index: int) -> str:
        if tokens[index].nesting < 0:
            return '</summary><div class="note__body">\n'
        empty = "" if tokens[index + 1].content.strip() else escape(_default_title("details"))
        return f'<summary class="note__title">{empty}'

    def table(self, tokens: Sequence[Token], index: int) -> str:
        if tokens[index].nesting < 0:
            return "</table></div>\n"
        self.tables += 1
        label = escape(_("Table %(number)s") % {"number": self.tables})
        return (
            f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"{_line(tokens[index])}><table>\n'
        )

    def cell(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        if token.nesting < 0:
            return f"</{token.tag}>\n"
        side = str(token.attrs.get("style", "")).removeprefix("text-align:")
        align = f' class="align-{side}"' if side in ("left", "center", "right") else ""
        scope = ' scope="col"' if token.tag == "th" else ""
        return f"<{token.tag}{align}{scope}>"

    def component(self, tokens: Sequence[Token], index: int) -> str:
        return self.inline.component(tokens[index].info)

    def plain_block(self, tokens: Sequence[Token], index: int) -> str:
        return f"<p{_line(tokens[index])}>{escape(tokens[index].content.strip(), quote=False)}</p>\n"

    def footnotes(self, tokens: Sequence[Token], index: int) -> str:
        if tokens[index].nesting < 0:
            return "</ol></section>\n"
        label = escape(_("Footnotes"))
        return f'<section class="footnotes" aria-label="{label}"><ol>\n'

    def footnote(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        return f'<li id="fn-{token.meta["id"] + 1}">' if token.nesting > 0 else "</li>\n"

    def footnote_back(self, tokens: Sequence[Token], index: int) -> str:
        number, again = tokens[index].meta["id"] + 1, tokens[index].meta.get("subId", 0)
        place = f"fnref-{number}-{again}" if again else f"fnref-{number}"
        label = escape(_("Back to the text"))
        return f' <a class="footnote-back" href="#{place}" aria-label="{label}">↩</a>'


def _titled(tag: str, title: str) -> str:
    return f'<{tag} class="note__title">{escape(title)}</{tag}><div class="note__body">\n'


def _default_title(kind: str) -> str:
    return {
        "tip": pgettext("box", "Tip"),
        "warning": pgettext("box", "Warning"),
        "danger": pgettext("box", "Danger"),
        "details": pgettext("box", "Details"),
    }[kind]


def _line(token: Token) -> str:
    return f' data-line="{token.map[0] + 1}"' if token.map else ""


Renderer = Callable[[BlockHtml, Sequence[Token], int], str]
PAIRS: dict[str, Renderer] = {
    "paragraph": BlockHtml.paragraph,
    "bullet_list": BlockHtml.bullet_list,
    "ordered_list": BlockHtml.ordered_list,
    "list_item": BlockHtml.list_item,
    "container": BlockHtml.container,
    "container_title": BlockHtml.container_title,
    "raw_details": BlockHtml.details,
    "summary": BlockHtml.summary,
    "table": BlockHtml.table,
    "th": BlockHtml.cell,
    "td": BlockHtml.cell,
    "footnote_block": BlockHtml.footnotes,
    "footnote": BlockHtml.footnote,
}
SINGLES: dict[str, Renderer] = {
    "fence": BlockHtml.code,
    "code_block": BlockHtml.code,
    "component": BlockHtml.component,
    "plain_block": BlockHtml.plain_block,
    "footnote_anchor": BlockHtml.footnote_back,
}
RENDERERS: dict[str, Renderer] = SINGLES | {
    f"{name}_{end}": renderer for name, renderer in PAIRS.items() for end in ("open", "close")
}
