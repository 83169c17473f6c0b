"""Code, in blocks and inside a line."""

import re

import pytest

from tests.learning.markdown.pages import flat, html


def test_code_has_colours_numbers_marks_and_a_button_for_scripts() -> None:
    shown = html('```tsx{1,3-4}\nlet a = "<b>";\n\nb\nc\n```')
    assert shown.startswith(
        '<figure class="code" data-code="" data-language="tsx" data-line="1"><figcaption class="code__bar">'
        '<span class="code__language">tsx</span><button type="button" class="code__copy" data-copy="" '
        'data-copied="Copied" hidden="">Copy</button></figcaption>'
        '<pre class="code__lines code__lines--numbered" tabindex="0"><code><span class="line line--marked">'
    )
    assert re.findall(r'<span class="line( line--marked)?">', shown) == [
        " line--marked",
        "",
        " line--marked",
        " line--marked",
    ]
    assert "&lt;b&gt;" in shown
    assert "style=" not in shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [("termianl", "terminal"), ("Shell", "shell"), ("Dockerfile", "dockerfile"), ("nonsense", "nonsense"), ("", "")],
)
def test_languages_are_known_by_many_names(written: str, shown: str) -> None:
    assert f'data-language="{shown}"' in html(f"```{written}\nx\n```")


def test_the_text_of_a_code_block_is_whole() -> None:
    for language in ("python", "sh", "html", "yaml", "go", "diff", "console", "unknown", "java", "ruby", "php"):
        code = "\n\n  a: 1 # あ\n\t$ b <c> & 'd\n\n"
        shown = html(f"```{language}\n{code}```")
        body = re.sub(r"<[^>]+>", "", re.search(r"<code>(.*)</code>", shown, re.DOTALL)[1])
        assert body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == code, language


def test_inline_code_of_three_backticks_is_no_fence() -> None:
    assert flat("```f(x)```は関数です") == '<p data-line="1"><code>f(x)</code>は関数です</p>'


def test_a_fence_in_a_list_stays_in_its_item() -> None:
    shown = flat("1. a\n\n   ```sh\n   ls\n   ```\n\n2. b")
    assert shown.index("<figure") < shown.index("</li>") < shown.index(">b<")
