"""A code block may say which file it is."""

import pytest

from learning.markdown.clean import clean
from learning.markdown.fences import read_fence_info
from learning.markdown.highlight import render_code


@pytest.mark.parametrize(
    ("info", "title"),
    [
        ('python title="count.py"', "count.py"),
        ('text title=".gitignore" {1}', ".gitignore"),
        ("python", ""),
        ('python subtitle="x.py"', ""),
        ('python title=""', ""),
    ],
)
def test_the_title_is_what_stands_in_quotes(info: str, title: str) -> None:
    assert read_fence_info(info, lines=3).title == title


def test_a_title_does_not_hide_the_marked_lines() -> None:
    fence = read_fence_info('sh title="report.sh" {1,3}', lines=3)
    assert (fence.language, fence.title, fence.marked) == ("sh", "report.sh", frozenset({1, 3}))


def test_the_bar_shows_it_before_the_language_and_the_last_gate_lets_it_pass() -> None:
    html = clean(render_code("x = 1\n", 'python title="count.py"', line=1))
    assert '<span class="code__title">count.py</span><span class="code__language">python</span>' in html


def test_a_hostile_title_is_text() -> None:
    html = clean(render_code("x", 'python title="<img src=x onerror=y>"', line=1))
    assert "<img" not in html


def test_a_file_without_a_real_language_shows_its_name_alone() -> None:
    html = clean(render_code("mon Sasaki", 'text title="oncall.txt"', line=1))
    assert '<figcaption class="code__bar"><span class="code__title">oncall.txt</span><button' in html
