"""Finds words that a person would read and that do not go through gettext, so that no catalogue can know them."""

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

from core.translation.catalogues import ROOT
from core.translation.extraction import KEYWORDS, source_files
from core.translation.faults import Fault

# What reads the same in both languages: names, formats, and the names of the languages themselves.
SAME_IN_BOTH = {
    *("Terakoya", "Markdown", "Wagtail", "Git", "GitHub", "JSON", "CSV", "PDF", "SVG", "URL", "ID", "OJT", "Ctrl"),
    *("Shift", "Alt", "Enter", "Esc", "English", "日本語", "CC", "BY", "SA"),
}
WORD = re.compile(r"[A-Za-z]{2,}|[぀-ヿ一-鿿]+")
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label"}
UNSPOKEN_ELEMENTS = {"script", "style", "code", "pre", "kbd", "samp", "svg"}
SPOKEN_KEYWORDS = {"verbose_name", "verbose_name_plural", "help_text", "label", "heading", "menu_label", "empty_label"}
EXCUSE = "{# bare words: "
SPEAKING_CALLS = {"ValidationError", "MenuItem", "SubmenuMenuItem"}
SPEAKING_METHODS = {"success", "info", "warning", "error", "add_error"}  # of django.contrib.messages, and of forms
SPOKEN_ATTRIBUTES_OF_VIEWS = {"menu_label", "page_title", "verbose_name", "verbose_name_plural", "success_message"}


def bare_words(root: Path = ROOT) -> Iterator[Fault]:
    """Every bare word of our templates, and of the places in Python that Django and Wagtail show to people."""
    for name in ("templates", "core", "learning", "portal"):
        for path in source_files(root / name) if (root / name).is_dir() else ():
            place = path.relative_to(root).as_posix()
            source = path.read_text(encoding="utf-8")
            found = words_of_module(source) if path.suffix == ".py" else words_of_template(source)
            yield from (Fault("bare words", f"{place}:{line}", f"“{text}”") for line, text in found)
            hidden = calls_in_f_strings(source) if path.suffix == ".py" else []
            yield from (Fault("hidden message", f"{place}:{line}", "take it out of the f-string") for line in hidden)


def words_of_template(source: str) -> list[tuple[int, str]]:
    """Line and text of each bare word of a template; what stands inside a translation block is not bare.

    A template whose words are samples says so in a comment, `{# bare words: why #}`, and is left alone.
    """
    return [] if EXCUSE in source else words_of_page("".join(_without_tags(source)))


def words_of_page(html: str) -> list[tuple[int, str]]:
    """Line and text of everything in a page that a person reads or hears."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def words_of_module(source: str) -> list[tuple[int, str]]:
    """Line and text of each plain string in a place that is shown to people."""
    spoken = (node for place in ast.walk(ast.parse(source)) for node in _spoken(place))
    return sorted((node.lineno, text) for node in spoken if (text := _plain(node)) and speaks(text))


def calls_in_f_strings(source: str) -> list[int]:
    """Lines of messages inside f-strings: before Python 3.12 no extractor sees them."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    calls = (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call))
    return sorted({call.lineno for call in calls if getattr(call.func, "id", "") in KEYWORDS})


def _without_tags(source: str) -> Iterator[str]:
    """The template's own text, with its line breaks kept so that line numbers stay true."""
    inside = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.split() else ""
        if token.token_type == TokenType.BLOCK:
            if name in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
                inside = f"end{name}"
            elif name == inside:
                inside = ""
        bare = token.token_type == TokenType.TEXT and not inside
        yield token.contents if bare else "\n" * token.contents.count("\n")


class _Reader(HTMLParser):
    """Collects the text and the attributes that a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.unspoken = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unspoken += tag in UNSPOKEN_ELEMENTS
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES or (tag == "input" and name == "value" and ("type", "submit") in attrs):
                self._note(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.unspoken -= tag in UNSPOKEN_ELEMENTS

    def handle_data(self, data: str) -> None:
        if not self.unspoken:
            self._note(data)

    def _note(self, text: str) -> None:
        if speaks(text):
            before = text[: len(text) - len(text.lstrip())].count("\n")
            self.found.append((self.getpos()[0] + before, " ".join(text.split())))


def speaks(text: str) -> bool:
    """Whether a text has a word that is not the same in both languages."""
    return any(word not in SAME_IN_BOTH for word in WORD.findall(text))


def _spoken(node: ast.AST) -> Iterable[ast.expr]:
    """What a statement or call shows to people."""
    if (
        isinstance(node, ast.Assign)
        and {getattr(target, "id", "") for target in node.targets} & SPOKEN_ATTRIBUTES_OF_VIEWS
    ):
        yield node.value
    if isinstance(node, ast.Call) and not _is_column(node.func):
        named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        yield from node.args[:1] if named in SPEAKING_CALLS else ()
        yield from node.args[1:2] if named in SPEAKING_METHODS and isinstance(node.func, ast.Attribute) else ()
        yield from (keyword.value for keyword in node.keywords if keyword.arg in SPOKEN_KEYWORDS)


def _is_column(function: ast.expr) -> bool:
    """The notes on columns of models are for programmers; what a form shows of them is looked at in names.py."""
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "models"


def _plain(node: ast.expr) -> str:
    """The text of a literal, f-strings included; empty for anything that may come from a catalogue."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_plain(part) for part in node.values if isinstance(part, ast.Constant))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
