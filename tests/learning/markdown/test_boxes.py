"""Boxes, folded parts and components as they are written."""

import re

import pytest

from learning.markdown import parse
from tests.learning.markdown.pages import flat, show


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("::: tip\nx\n:::", "ヒント"),
        (":::tip\nx\n:::", "ヒント"),
        ("::: warning\nx\n:::", "注意"),
        ("::: danger\nx\n:::", "危険"),
        ("::: tip 題 `code`\nx\n:::", "題 <code>code</code>"),
    ],
)
def test_a_box_has_its_title_or_a_word_in_the_readers_language(text: str, title: str) -> None:
    kind = re.search(r"[a-z]+", text)[0]
    assert flat(text, language="ja") == (
        f'<aside class="note note--{kind}" role="note" data-line="1"><p class="note__title">{title}</p>'
        '<div class="note__body"><p data-line="2">x</p></div></aside>'
    )


def test_a_details_box_opens_and_closes() -> None:
    assert flat("::: details More\nx\n:::") == (
        '<details class="note note--details" data-line="1"><summary class="note__title">More</summary>'
        '<div class="note__body"><p data-line="2">x</p></div></details>'
    )


@pytest.mark.parametrize(
    "text",
    [
        ":::: tip\n::: warning\nx\n:::\ny\n::::\nz",
        "::: tip\n::: warning\nx\n:::\ny\n:::\nz",
    ],
)
def test_boxes_stand_in_boxes(text: str) -> None:
    shown = flat(text)
    assert shown.count("<aside") == shown.count("</aside>") == 2
    assert shown.index("</aside>") < shown.index(">y<") < shown.rindex("</aside>") < shown.index(">z<")


def test_a_box_stands_in_a_list_and_holds_code_with_colons() -> None:
    shown = flat("- a\n\n  ::: tip\n  ```\n  :::\n  ```\n  :::\n\n- b")
    assert shown.count("<li") == 2
    assert shown.index("<aside") < shown.index(":::") < shown.index("</aside>") < shown.index(">b<")


def test_an_unclosed_box_ends_with_the_page_and_is_reported() -> None:
    document = parse("a\n\n::: tip\nx\n")
    assert [(problem.kind, problem.line) for problem in document.problems] == [("unclosed_container", 3)]
    assert flat("::: tip\nx").count("</aside>") == 1


def test_an_unknown_box_is_text_and_reported() -> None:
    assert flat("::: spoiler\nx\n:::") == '<p data-line="1">::: spoiler<br>x<br>:::</p>'.replace("<br>", "")
    assert parse("::: spoiler\nx\n:::").problems[0].target == "spoiler"


def test_a_raw_details_holds_markdown() -> None:
    assert flat("<details><summary>`a`</summary>\n\n- b\n\n</details>\nafter") == (
        '<details class="note note--details" data-line="1"><summary class="note__title"><code>a</code></summary>'
        '<div class="note__body"><ul><li data-line="3">b</li></ul></div></details><p data-line="6">after</p>'
    )


def test_an_unclosed_details_ends_before_the_next_heading_and_is_reported() -> None:
    rendered = show("<details>\n<summary>a</summary>\n\nb\n\n## c\n\nd\n")
    assert rendered.intro_html.count("</details>") == 1
    assert rendered.sections[0].html.count("details") == 0
    assert [problem.kind for problem in parse("<details>\n\nb\n\n## c\n").problems] == ["unclosed_tag"]


def test_a_details_without_summary_gets_a_word_in_the_readers_language() -> None:
    assert '<summary class="note__title">詳細</summary>' in flat("<details>\n\nx\n\n</details>", language="ja")


def test_an_unknown_component_is_reported_as_such() -> None:
    problems = parse("<Badge text='x'/> <my-part> <Enter>").problems
    assert [(problem.kind, problem.target) for problem in problems] == [
        ("unknown_component", "Badge"),
        ("unknown_component", "my-part"),
        ("raw_html", "Enter"),
    ]
