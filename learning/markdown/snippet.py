"""A short text that people write in the portal itself, such as an answer: Markdown as in materials."""

from learning.markdown.clean import clean_within
from learning.markdown.links import NoLinks
from learning.markdown.parser import parse
from learning.markdown.render import render


def snippet_html(text: str, *, language: str) -> str:
    """Safe HTML of a text that stands alone: no front matter, no files beside it, no ids of its own."""
    document = parse("\n" + text)
    return clean_within(render(document, links=NoLinks(), language=language, title="").html)
