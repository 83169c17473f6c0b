"""What an author writes and what a reader gets: the page, its outline, its steps, its text."""

import re
from itertools import pairwise

from learning.markdown import NoLinks, Step, parse, render
from tests.learning.markdown.pages import flat, html, show


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


def test_a_list_of_contents_appears_once() -> None:
    shown = flat("# t\n\n[[toc]]\n\n## a `b`\n\n### c\n\n#### d\n\n[[toc]]\n")
    assert shown.count("<nav") == 1
    assert re.findall(r'<li class="toc__item toc__item--(\d)"><a href="(#[^"]+)" rel="noopener">([^<]+)', shown) == [
        ("2", "#h-a-b", "a b"),
        ("3", "#h-c", "c"),
    ]


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


def test_a_value_that_is_not_of_the_front_matter_is_named() -> None:
    assert [(problem.kind, problem.target) for problem in parse("{{ $page.lastUpdated }} {{ x }}").problems] == [
        ("unknown_variable", "{{ $page.lastUpdated }}")
    ]
