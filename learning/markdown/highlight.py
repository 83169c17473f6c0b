"""Code blocks: coloured by class names, line by line."""

from collections.abc import Iterator
from html import escape

from django.utils.translation import pgettext
from pygments.token import STANDARD_TYPES, Text, _TokenType

from learning.markdown.fences import read_fence_info
from learning.markdown.languages import known_language, lexer_for, likely_language

# Lexers are regular expressions by many hands: what is longer than any real example is not given to them.
MAX_CHARS = 60_000
MAX_LINE_CHARS = 4_000
CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)


def render_code(content: str, info: str, *, line: int) -> str:
    """The whole figure. `info` is what stands after the backticks, `line` where the block begins in the source."""
    code = content.removesuffix("\n")
    lines = code.split("\n")
    fence = read_fence_info(info, lines=len(lines))
    language = _shown_language(fence.language)
    label = f'<span class="code__title">{escape(fence.title)}</span>' if fence.title else ""
    if language and not (fence.title and language == "text"):
        label += f'<span class="code__language">{escape(language)}</span>'
    numbered = " code__lines--numbered" if len(lines) > 1 else ""
    marked = (" line--marked" if number in fence.marked else "" for number in range(1, len(lines) + 1))
    body = "".join(
        f'<span class="line{mark}">{html}\n</span>'
        for mark, html in zip(marked, _coloured(code, fence.language), strict=True)
    )
    copy, copied = escape(pgettext("clipboard", "Copy")), escape(pgettext("clipboard", "Copied"))
    return (
        f'<figure class="code" data-code data-language="{escape(language)}" data-line="{line}">'
        f'<figcaption class="code__bar">{label}'
        f'<button type="button" class="code__copy" data-copy data-copied="{copied}" hidden>'
        f"{copy}</button></figcaption>"
        f'<pre class="code__lines{numbered}" tabindex="0"><code>{body}</code></pre></figure>\n'
    )


def _shown_language(written: str) -> str:
    """The name as written, or what it was meant to be."""
    known = known_language(written) is not None
    return (written if known else likely_language(written) or written).lower()[:40]


def _coloured(code: str, language: str) -> list[str]:
    """One piece of HTML for each line."""
    lexer = None if _is_too_long(code) else lexer_for(language, code)
    if lexer is None:
        return [escape(line, quote=False) for line in code.split("\n")]
    lines: list[list[str]] = [[]]
    # Some lexers read line by line and drop a last line that has no end.
    for kind, value in lexer.get_tokens(code + "\n"):
        for number, piece in enumerate(value.split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append(_span(kind, piece))
    return _as_many_as(code.count("\n") + 1, ["".join(line) for line in lines])


def _span(kind: _TokenType, text: str) -> str:
    name = _class_name(kind)
    html = escape(text, quote=False)
    return f'<span class="{name}">{html}</span>' if name else html


def _class_name(kind: _TokenType) -> str:
    return next((STANDARD_TYPES[each] for each in _upwards(kind) if each in STANDARD_TYPES), "")


def _upwards(kind: _TokenType) -> Iterator[_TokenType]:
    while kind is not None and kind is not Text:
        yield kind
        kind = kind.parent


def _as_many_as(count: int, lines: list[str]) -> list[str]:
    """Some lexers add or drop a line end at the end of the text."""
    return (lines + [""] * count)[:count]


def _is_too_long(code: str) -> bool:
    return len(code) > MAX_CHARS or any(len(line) > MAX_LINE_CHARS for line in code.split("\n"))
