"""Inside a paragraph: emphasis, emoji, raw tags, comments, line ends."""

import pytest

from learning.markdown import parse
from tests.learning.markdown.pages import flat, html, show


def test_emoji_by_name_but_not_in_code_or_times() -> None:
    assert (
        flat(":tada: `:tada:` 10:30:45 :nothing:") == '<p data-line="1">🎉 <code>:tada:</code> 10:30:45 :nothing:</p>'
    )


def test_raw_tags_that_may_be_used() -> None:
    assert flat("a<br>b<BR/>c <kbd>Ctrl</kbd>") == '<p data-line="1">a<br>b<br>c <kbd>Ctrl</kbd></p>'
    assert (
        flat('<span style="color: red; position: fixed">x</span>')
        == '<p data-line="1"><span class="ink-red">x</span></p>'
    )


@pytest.mark.parametrize("tag", ["<Enter>", "<proxy>", "<div>", "<user-name>", "</b>", '<a href="x">'])
def test_any_other_tag_is_text(tag: str) -> None:
    escaped = tag.replace("<", "&lt;").replace(">", "&gt;")
    assert flat(f"press {tag} now") == f'<p data-line="1">press {escaped} now</p>'


def test_a_comment_is_dropped_even_with_empty_lines_in_it() -> None:
    assert flat("a <!-- b --> c") == '<p data-line="1">a  c</p>'
    assert flat("a\n\n<!-- b\n\n# c\n\n-->\n\nd") == '<p data-line="1">a</p><p data-line="9">d</p>'


def test_an_unclosed_comment_hides_nothing() -> None:
    assert "the rest" in flat("<!-- oops\n\nthe rest")
    assert parse("<!-- oops\n\nthe rest").problems[0].kind == "unclosed_comment"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**「強調」**の例と**注意：**です", "<strong>「強調」</strong>の例と<strong>注意：</strong>です"),
        ("**終わり。**次", "<strong>終わり。</strong>次"),
        ("例*「a」*と~~（b）~~の", "例<em>「a」</em>と<s>（b）</s>の"),
        ('これは**"quoted"**です', 'これは<strong>"quoted"</strong>です'),
        ("2 * 3 * 4 と a_b_c", "2 * 3 * 4 と a_b_c"),
        ("** 空白 **", "** 空白 **"),
    ],
)
def test_emphasis_beside_japanese_punctuation(text: str, shown: str) -> None:
    assert html(text) == f'<p data-line="1">{shown}</p>'


def test_a_line_end_between_japanese_characters_is_no_blank() -> None:
    assert html("日本\n語です\nand English\ntext") == '<p data-line="1">日本語です\nand English\ntext</p>'


def test_a_line_end_beside_an_emoji_is_a_blank() -> None:
    assert html("確認\n📦️ 実行\n👍\nです") == '<p data-line="1">確認\n📦️ 実行\n👍\nです</p>'


def test_emoji_in_a_heading_are_linked_to_as_on_github() -> None:
    text = "## Foo & Bar! :tada:\n\n## :rocket: Start\n\n[a](#foo--bar-tada) [b](#rocket-start) [c](#foo-bar)\n"
    rendered = show(text)
    assert rendered.problems == ()
    assert rendered.html.count('href="#h-foo-bar"') == 2
    assert rendered.html.count('href="#h-start"') == 1
