"""Texts made to hurt: each is read and shown within seconds of processor time, or refused with clear words.

Times are of the processor, not of the clock, so that a busy machine does not fail the test.
"""

from time import process_time

import pytest

from learning.markdown import SourceError, derive_steps, parse
from tests.learning.markdown.pages import show_document

N = 100_000
SECONDS = 10.0
TEXTS = {
    "10,000 headings": "".join(f"## h{number}\n\ntext {number}\n\n" for number in range(10_000)),
    "10,000 equal headings": "## x\n\n" * 10_000,
    "lists 1,000 deep": "".join("  " * depth + "- x\n" for depth in range(1_000)),
    "lists 1,000 deep on a line": "- " * 1_000 + "x",
    "numbered lists 1,000 deep": "1. " * 1_000 + "x",
    "quotes 1,000 deep": ">" * 1_000 + " x",
    "quotes ever deeper": "".join(">" * depth + " x\n" for depth in range(1_000)),
    "quotes and lists in turn": "> - " * 1_000 + "x",
    "boxes 1,000 deep": "".join(":" * (1_003 - depth) + " tip\n" for depth in range(1_000)),
    "boxes that are never closed": "::: tip\n" * 20_000,
    "every second box closed": "::: tip\n::: tip\n:::\n" * 5_000,
    "boxes in quotes": "".join(">" * depth + " ::: tip\n" for depth in range(300)),
    "a code block that is never closed": "```js\n" + "x = 1\n" * 40_000,
    "code blocks of two kinds": "```js\n~~~\n" * 20_000,
    "details that are never closed": "<details>\n" * 20_000,
    "details 10,000 deep": "<details>\n" * 10_000 + "</details>\n" * 10_000,
    "details and summaries": "<details><summary>" * 5_000,
    "spans 10,000 deep": "<span>" * 10_000 + "</span>" * 10_000,
    "spans across emphasis": "*<span>*" * 5_000,
    "footnotes in footnotes": "[^1]: " * 5_000 + "x [^1]",
    "a footnote with 5,000 references": "[^a] " * 5_000 + "\n\n[^a]: x",
    "5,000 footnotes": "".join(f"[^{n}] " for n in range(5_000)) + "".join(f"\n\n[^{n}]: x" for n in range(5_000)),
    "references without end": "[a\n" * 20_000,
    "20,000 references": "".join(f"[a{number}]: x\n" for number in range(20_000)),
    "a table of many columns": "|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n" + "|x\n" * 2_000,
    "a table of one line": "|" * N + "\n" + "|-" * (N // 2),
    "brackets": "[" * N,
    "brackets that close": "[" * 9_000 + "]" * 9_000,
    "brackets in many paragraphs": ("[" * 199 + "\n\n") * 500,
    "images in images": "![" * 1_000 + "x" + "](y)" * 1_000,
    "links in links": "[" * 4_000 + "x" + "](y)" * 4_000,
    "links without end": "[a](" * 4_000,
    "images without end": "![a](" * 4_000,
    "titles without end": '[a](b "' * 2_500,
    "stars": "*" * N,
    "stars and letters": "*a " * 15_000,
    "stars within words": "a**b" * 7_000,
    "stars and underscores": "*a_ " * 9_000,
    "towers of emphasis": "*a " * 4_900 + "a* " * 4_900,
    "backticks": "`" * N,
    "backticks of all lengths": "".join("`" * number + " " for number in range(180)),
    "backticks and letters": "`a" * 15_000,
    "angle brackets": "<" * 15_000,
    "tags without end": "<a " * 15_000,
    "comments without end": "<!-- x\n" * 18_000,
    "comments without end in a quote": "> <!-- x\n" * 18_000 + "\n\n-->",
    "colons": ":a" * 15_000,
    "addresses": "http://" * 20_000,
    "addresses with brackets": ("http://a.b/" + ")" * 1_900 + " ") * 50,
    "variables": "{{ $page.frontmatter." * 5_000,
    "large values in many places": "---\ndescription: "
    + "x" * 15_000
    + "\n---\n"
    + "{{$frontmatter.description}}\n\n" * 9_000,
    "large facts in many places": "---\ndescription: " + "x" * 15_000 + "\n---\n" + "<header-table/>\n" * 30_000,
    "contents in many places": "[[toc]]\n\n" * 2_000 + "".join(f"## h{number}\n" for number in range(1_000)),
    "a line of 100,000 characters": "x" * N,
    "a line of 100,000 Japanese characters": "あ" * N,
    "blanks": " " * N + "x",
    "tabs": "\t" * N,
    "carriage returns": "a\r" * 20_000,
    "underlines": "a\n=\n" * 10_000,
    "code of one line": "```python\n" + "'" * N + "\n```",
    "code that lexers dislike": "```html\n"
    + ("<a " * 1_200 + "\n") * 15
    + "```\n\n```js\n"
    + ("/" * 3_900 + "\n") * 15
    + "```",
    "deep front matter": "---\na: " + "[" * 5_000 + "\n---\n",
    "long front matter": "---\n" + "a: b\n" * 40_000 + "---\n",
    "a mixture": ("# a\n\n- b\n  - [c](d)\n\n```js\nlet x = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" * 1_000),
    "half a character": "\ud800 ## a\n" * 100,
}


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_read_and_shown_in_seconds(name: str) -> None:
    started = process_time()
    document = parse(TEXTS[name])
    shown = show_document(document)
    assert process_time() - started < SECONDS
    assert len(shown.html) < 100 * len(TEXTS[name]) + N
    assert len(document.problems) <= 501


@pytest.mark.parametrize("text", ["x" * 5_000_000, "a\n" * 60_000])
def test_what_is_too_large_is_refused_with_clear_words(text: str) -> None:
    with pytest.raises(SourceError, match=r"at most [\d,]+ are read"):
        parse(text)


@pytest.mark.parametrize("name", ["lists 1,000 deep", "quotes 1,000 deep", "boxes 1,000 deep", "details 10,000 deep"])
def test_what_is_nested_too_deep_is_reported(name: str) -> None:
    assert "nesting_too_deep" in {problem.kind for problem in parse(TEXTS[name]).problems}


def test_nothing_is_lost_beyond_the_deepest_level() -> None:
    text = "".join("  " * depth + f"- item{depth}\n" for depth in range(100))
    shown = show_document(parse(text)).html
    assert [depth for depth in range(100) if f"item{depth}" not in shown] == []


def test_what_is_too_complex_is_shown_as_it_is_and_reported() -> None:
    document = parse("[" * 30_000 + "\n\nafter")
    assert [problem.kind for problem in document.problems] == ["too_complex"]
    assert "after" in show_document(document).html


def test_ten_thousand_headings_are_ten_thousand_steps_and_one_problem() -> None:
    document = parse(TEXTS["10,000 headings"])
    assert len(derive_steps(document)) == 10_000
    assert [problem.kind for problem in document.problems] == ["too_many_steps"]
