"""Addresses, links to other materials, pictures."""

import pytest

from tests.learning.markdown.pages import flat, html, show


@pytest.mark.parametrize(
    ("text", "url", "rest"),
    [
        ("詳しくはhttps://example.com/aをご覧ください", "https://example.com/a", "をご覧ください"),
        ("https://example.com/a。次", "https://example.com/a", "。次"),
        ("（https://example.com/a）", "https://example.com/a", "）"),
        ("(https://example.com/a_(b)) c", "https://example.com/a_(b)", ") c"),
        ("https://example.com/a?b=c&d=e#f, and", "https://example.com/a?b=c&amp;d=e#f", ", and"),
        ("「http://localhost:8080」", "http://localhost:8080", "」"),
        ("https://example.com/*a* b", "https://example.com/*a", "* b"),
        ("<https://example.com/a>です", "https://example.com/a", "です"),
    ],
)
def test_a_bare_address_ends_where_the_sentence_goes_on(text: str, url: str, rest: str) -> None:
    assert f'href="{url}" class="link-external" rel="noopener">{url}</a>{rest}' in flat(text)


@pytest.mark.parametrize(
    "text", ["main.py", "README.md", "example.com", "`https://a.example`", "xhttps://a", "http://"]
)
def test_what_only_looks_like_an_address_is_no_link(text: str) -> None:
    assert "<a " not in flat(text)


def test_links_to_other_materials_go_to_their_pages() -> None:
    assert 'href="/ja/materials/git/#h-setup"' in flat("[a](git/README.md#setup)")
    assert 'href="/ja/materials/git/"' in flat("[a](/git)")
    assert 'href="/files/2/a.pdf"' in flat("[a](/a.pdf)")
    assert 'href="#h-one"' in flat("[a](#One)\n\n## One")


@pytest.mark.parametrize("address", ["", "gone/", "#gone", "hhttps://a.example", "[a](https://b.example)", "/gone.pdf"])
def test_a_dead_link_is_no_link_and_says_so(address: str) -> None:
    shown = flat(f"[text]({address})")
    assert "<a " not in shown
    assert '<span class="link-dead">text<span class="visually-hidden"> (dead link)</span></span>' in shown


def test_what_only_the_portal_knows_is_reported_when_it_is_shown() -> None:
    problems = show("x\n\n[a](gone/)\n\n![b](none.png)\n\n[c](#gone)\n").problems
    assert [(problem.kind, problem.line, problem.target, problem.path) for problem in problems] == [
        ("dead_link_page", 3, "gone/", "page.md"),
        ("missing_image", 5, "none.png", "page.md"),
        ("dead_anchor", 7, "#gone", "page.md"),
    ]


def test_a_picture_has_its_size_and_can_be_enlarged() -> None:
    assert flat('![A lab](images/a.png "t")') == (
        '<p data-line="1"><a class="picture" href="/files/1/a.png" data-lightbox="" '
        'aria-label="Enlarge the picture: A lab" rel="noopener"><img class="picture__image" src="/files/1/a.png" '
        'alt="A lab" title="t" width="640" height="480" loading="lazy" decoding="async"></a></p>'
    )


def test_an_img_tag_may_say_its_width() -> None:
    assert 'src="/files/1/a.png" alt="x" width="320" height="240"' in flat(
        '<img src="./images/a.png" alt="x" width=320>'
    )


def test_a_picture_in_a_link_keeps_the_link() -> None:
    shown = flat("[![x](images/a.png)](git/)")
    assert shown.count("<a ") == 1
    assert 'href="/ja/materials/git/"' in shown


@pytest.mark.parametrize("name", ["none.png", "images/lost.png", "", "javascript:x"])
def test_a_missing_picture_says_so(name: str) -> None:
    shown = flat(f"![what it shows]({name})")
    assert "<img" not in shown
    assert 'aria-label="Missing picture: what it shows"' in shown


def test_a_picture_on_another_host_is_a_link() -> None:
    shown = flat("![x](https://a.example/b.png)")
    assert (
        shown == '<p data-line="1"><a class="picture-external" href="https://a.example/b.png" rel="noopener">x</a></p>'
    )


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("=320x200", 'width="320" height="200"'),
        ("=320x", 'width="320" height="240"'),
        ("=x240", 'width="320" height="240"'),
        ('"a title" =64x48', 'title="a title" width="64" height="48"'),
        ("=0x", 'width="640" height="480"'),
    ],
)
def test_a_picture_may_say_its_size_behind_its_address(size: str, expected: str) -> None:
    shown = html(f"text ![a *b*](images/a.png {size}) text")
    assert f'alt="a b" {expected}' in shown


@pytest.mark.parametrize("attack", ["javascript:alert(1)", "data:text/html,x", '" onerror="alert(1)'])
def test_a_sized_picture_is_no_way_in(attack: str) -> None:
    shown = html(f'![x"onerror=1](<{attack}> "t\\" onload=1" =9x9)')
    assert "<img" not in shown
