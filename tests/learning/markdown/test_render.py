"""What an author writes and what a reader gets."""

import re
from itertools import pairwise

import pytest

from learning.markdown import NoLinks, Step, parse, render
from tests.learning.markdown.pages import html, show


def flat(text: str, **options: str) -> str:
    return html(text, **options).replace("\n", "")


def test_a_page_is_an_introduction_and_a_section_for_each_step() -> None:
    rendered = show("# Title\n\nHello\n\n## One\n\nfirst\n\n## Two\n\nsecond\n")
    assert rendered.intro_html == ('<span class="anchor" id="h-title"></span>\n<p data-line="3">Hello</p>\n')
    assert [section.step.title for section in rendered.sections] == ["One", "Two"]
    assert rendered.sections[0].html == (
        '<h2 class="heading" id="h-one" data-line="5">One</h2>\n<p data-line="7">first</p>\n'
    )
    assert [(entry.level, entry.text, entry.anchor, entry.step_id) for entry in rendered.toc] == [
        (2, "One", "h-one", "s0"),
        (2, "Two", "h-two", "s1"),
    ]


def test_where_a_page_has_several_h1s_every_heading_goes_one_level_down() -> None:
    assert re.findall(r"<h\d", html("# a\n\n## b\n\n# c\n\n###### d\n")) == ["<h2", "<h3", "<h2", "<h3"]


def test_skipped_levels_leave_no_gap() -> None:
    text = "# t\n\n### a\n\n##### b\n\n##### c\n\n### d\n\n## e\n\n#### f\n"
    assert re.findall(r"<h(\d)[^>]*>(\w)", html(text)) == [
        ("2", "a"),
        ("3", "b"),
        ("3", "c"),
        ("2", "d"),
        ("2", "e"),
        ("3", "f"),
    ]


def test_the_outline_of_every_real_page_has_no_gap(bootcamp_html) -> None:
    for path, shown in bootcamp_html.items():
        levels = [1, *(int(level) for level in re.findall(r"<h(\d)", shown))]
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_an_h1_that_says_something_else_than_the_title_stays() -> None:
    assert "<h2" in html("---\ntitle: other\n---\n# Title\n\ntext")


def test_a_step_that_is_no_longer_there_gets_no_section_and_loses_no_text() -> None:
    steps = [Step("a", "One", "h-one", 2, ""), Step("b", "Gone", "h-gone", 2, "")]
    rendered = render(parse("## One\n\nfirst\n\n## Two\n\nsecond"), links=NoLinks(), steps=steps, language="en")
    assert [section.step.id for section in rendered.sections] == ["a"]
    assert "second" in rendered.sections[0].html


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


def test_a_table_scrolls_and_its_heads_have_a_scope() -> None:
    assert flat("| a | b |\n|:--|--:|\n| 1 | 2 |") == (
        '<div class="table-scroll" role="region" tabindex="0" aria-label="Table 1" data-line="1"><table><thead><tr>'
        '<th class="align-left" scope="col">a</th><th class="align-right" scope="col">b</th></tr></thead><tbody><tr>'
        '<td class="align-left">1</td><td class="align-right">2</td></tr></tbody></table></div>'
    )


def test_tasks_have_boxes_that_say_what_they_mean() -> None:
    shown = flat("- [ ] open\n- [x] **done**\n- [y] neither")
    box = '<input type="checkbox" class="task__box" disabled="" aria-label="To do">'
    assert f'<li class="task" data-line="1">{box} open</li>' in shown
    assert (
        '<li class="task task--done" data-line="2"><input type="checkbox" class="task__box" disabled="" checked="" '
        'aria-label="Done"> <strong>done</strong></li>'
    ) in shown
    assert '<li data-line="3">[y] neither</li>' in shown


def test_footnotes_lead_there_and_back() -> None:
    shown = flat("a[^1] b[^1]\n\n[^1]: the note\n")
    assert 'href="#fn-1" id="fnref-1"' in shown
    assert 'href="#fn-1" id="fnref-1-1"' in shown
    assert '<li id="fn-1"><p data-line="3">the note <a class="footnote-back" href="#fnref-1"' in shown


def test_emoji_by_name_but_not_in_code_or_times() -> None:
    assert (
        flat(":tada: `:tada:` 10:30:45 :nothing:") == '<p data-line="1">🎉 <code>:tada:</code> 10:30:45 :nothing:</p>'
    )


def test_a_list_of_contents_appears_once() -> None:
    shown = flat("# t\n\n[[toc]]\n\n## a `b`\n\n### c\n\n#### d\n\n[[toc]]\n")
    assert shown.count("<nav") == 1
    assert re.findall(r'<li class="toc__item toc__item--(\d)"><a href="(#[^"]+)" rel="noopener">([^<]+)', shown) == [
        ("2", "#h-a-b", "a b"),
        ("3", "#h-c", "c"),
    ]


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


def test_the_facts_and_the_footer_come_from_the_front_matter() -> None:
    front = "---\ndescription: a <b>\ntime: 1.5h\nfooter: CC BY\n---\n"
    shown = flat(f"{front}<header-table/>\n\n<credit-footer />", language="ja")
    assert shown == (
        '<dl class="facts"><div class="facts__row"><dt>ここですること</dt><dd>a &lt;b&gt;</dd></div>'
        '<div class="facts__row"><dt>所要時間</dt><dd>1時間30分</dd></div></dl><p class="credit">CC BY</p>'
    )


def test_values_of_the_front_matter_stand_in_text_as_text() -> None:
    shown = flat(
        '---\ntitle: "**a** <b>"\n---\n{{$page.frontmatter.title}} {{ $frontmatter.title }} {{$page.frontmatter.no}}'
    )
    assert shown == '<p data-line="4">**a** &lt;b&gt; **a** &lt;b&gt; {{$page.frontmatter.no}}</p>'


def test_raw_tags_that_may_be_used() -> None:
    assert flat("a<br>b<BR/>c <kbd>Ctrl</kbd>") == '<p data-line="1">a<br>b<br>c <kbd>Ctrl</kbd></p>'
    assert (
        flat('<span style="color: red; position: fixed">x</span>')
        == '<p data-line="1"><span class="ink-red">x</span></p>'
    )


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


def test_an_unknown_component_is_reported_as_such() -> None:
    problems = parse("<Badge text='x'/> <my-part> <Enter>").problems
    assert [(problem.kind, problem.target) for problem in problems] == [
        ("unknown_component", "Badge"),
        ("unknown_component", "my-part"),
        ("raw_html", "Enter"),
    ]


def test_a_line_end_between_japanese_characters_is_no_blank() -> None:
    assert html("日本\n語です\nand English\ntext") == '<p data-line="1">日本語です\nand English\ntext</p>'


def test_a_line_end_beside_an_emoji_is_a_blank() -> None:
    assert html("確認\n📦️ 実行\n👍\nです") == '<p data-line="1">確認\n📦️ 実行\n👍\nです</p>'


def test_ids_are_unique_on_the_page(bootcamp, bootcamp_html) -> None:
    for path, document in bootcamp.items():
        found = re.findall(r' id="([^"]+)"', bootcamp_html[path])
        assert len(found) == len(set(found)), path
        assert {heading.anchor for heading in document.headings} <= set(found), path


def test_no_text_of_any_real_page_is_lost(bootcamp, bootcamp_html) -> None:
    """Every run of Japanese in the prose of the source is in the page."""
    for path, document in bootcamp.items():
        shown = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", bootcamp_html[path]))
        body = "\n".join(document.text.split("\n")[document.body_line - 1 :])
        body = re.sub(r"<!--.*?-->|\{\{.*?\}\}", "", body, flags=re.DOTALL)
        title = document.title
        for run in re.findall(r"[ぁ-んァ-ヶ一-龠]{4,}", body):
            assert run in shown or run in title or _is_alternative_text(run, body), (path, run)


def _is_alternative_text(run: str, body: str) -> bool:
    places = (*re.findall(r"!\[([^\]]*)\]", body), *re.findall(r"\]\(([^)]*)\)", body))
    return any(run in place for place in places)


def test_the_contents_are_asked_for_in_capitals_too() -> None:
    assert 'class="toc"' in html("[[TOC]]\n\n## a\n")


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


def test_emoji_in_a_heading_are_linked_to_as_on_github() -> None:
    text = "## Foo & Bar! :tada:\n\n## :rocket: Start\n\n[a](#foo--bar-tada) [b](#rocket-start) [c](#foo-bar)\n"
    rendered = show(text)
    assert rendered.problems == ()
    assert rendered.html.count('href="#h-foo-bar"') == 2
    assert rendered.html.count('href="#h-start"') == 1


def test_a_value_that_is_not_of_the_front_matter_is_named() -> None:
    assert [(problem.kind, problem.target) for problem in parse("{{ $page.lastUpdated }} {{ x }}").problems] == [
        ("unknown_variable", "{{ $page.lastUpdated }}")
    ]
