"""Every figure about Markdown in the README of the real inputs, counted by our own parser."""

from collections import Counter

import pytest

from learning.markdown import Counts, Document, NoLinks, render
from learning.markdown.index_table import read_index_table
from learning.markdown.targets import page_candidates
from learning.markdown.tree import check_tree, find_destination

Bootcamp = dict[str, Document]


@pytest.fixture(scope="module")
def counts(bootcamp: Bootcamp) -> Counts:
    total = Counts()
    for document in bootcamp.values():
        total = total + document.counts
    return total


def _problems(bootcamp: Bootcamp, kind: str) -> list[tuple[str, int, str]]:
    found = (problem for document in bootcamp.values() for problem in document.problems)
    return [(problem.path, problem.line, problem.target) for problem in found if problem.kind == kind]


def test_there_are_58_pages_in_8_categories_beside_a_home_and_an_about_page(bootcamp: Bootcamp, counts: Counts) -> None:
    assert counts.pages == 58
    assert Counter(path.split("/")[0] for path in bootcamp) == {
        "cicd_infra": 16,
        "server-app": 11,
        "development": 8,
        "frontend": 8,
        "web-server": 6,
        "database": 5,
        "init": 1,
        "security": 1,
        "README.md": 1,
        "about.md": 1,
    }


def test_front_matter(counts: Counts) -> None:
    keys = ("description", "time", "title", "prior_knowledge", "updated", "footer")
    assert counts.front_matter == 49
    assert [counts.front_matter_keys[key] for key in keys] == [28, 28, 27, 27, 5, 49]


def test_every_stated_time_becomes_minutes(bootcamp: Bootcamp) -> None:
    times = {document.meta.time: document.meta.minutes for document in bootcamp.values() if document.meta.time}
    assert times == {"0.5h": 30, "1h": 60, "1.0h": 60, "1.5h": 90, "1.5時間": 90, "2h": 120, "2.0h": 120}
    assert sum(document.meta.minutes is not None for document in bootcamp.values()) == 28


def test_headings(counts: Counts) -> None:
    assert counts.headings == {"h1": 81, "h2": 379, "h3": 462, "h4": 145, "h5": 14}
    assert counts.headings_total == 1081
    assert (counts.pages_without_h1, counts.pages_with_several_h1, counts.interpolated_h1) == (10, 5, 17)


def test_containers(counts: Counts) -> None:
    assert counts.containers == {"tip": 72, "warning": 15, "details": 9}
    assert counts.containers_total == 96
    assert (counts.containers_with_title, counts.containers_without_space) == (54, 34)


def test_components(counts: Counts) -> None:
    assert (counts.header_tables, counts.credit_footers, counts.contents_lists) == (26, 39, 1)


def test_code_blocks(counts: Counts, bootcamp: Bootcamp) -> None:
    assert (counts.fences, counts.indented_code, counts.code_blocks) == (992, 4, 996)
    assert (counts.fences_without_language, len(counts.languages), counts.line_highlights) == (192, 39, 16)
    assert [target for _, _, target in _problems(bootcamp, "unknown_language")] == ["termianl", "termianl"]


def test_tables_and_emoji(counts: Counts) -> None:
    assert (counts.tables, counts.emoji) == (14, 149)


def test_raw_html(counts: Counts) -> None:
    assert counts.raw_tags == {"br": 60, "details": 29, "summary": 29, "kbd": 14, "span": 11, "img": 3}
    assert counts.comments == 4
    assert counts.stray_tags == {"Enter": 1, "proxy": 1}


def test_images_and_links(counts: Counts) -> None:
    assert counts.images == 253
    assert counts.attachments == 4
    assert (counts.links_relative, counts.links_site, counts.links_site_with_base) == (48, 10, 5)
    assert (counts.links_empty, counts.links_same_page) == (2, 61)


def test_the_dead_links_are_found_where_they_stand(bootcamp: Bootcamp) -> None:
    assert [(path, line) for path, line, _ in _problems(bootcamp, "dead_link_scheme")] == [
        ("cicd_infra/ansible/REVERSE_PROXY.md", 314)
    ]
    assert [(path, line) for path, line, _ in _problems(bootcamp, "dead_link_nested")] == [
        ("server-app/fastapi/README.md", 230)
    ]
    assert [(path, line) for path, line, _ in _problems(bootcamp, "dead_link_empty")] == [
        ("server-app/go/README.md", 880),
        ("server-app/go/README.md", 1210),
    ]


def test_14_anchors_resolve_only_under_githubs_rules_and_none_is_dead(bootcamp: Bootcamp) -> None:
    same_page = [
        (document, reference.target.anchor)
        for document in bootcamp.values()
        for reference in document.references
        if reference.target.kind == "anchor"
    ]
    assert sum(document.needs_github_rules(anchor) for document, anchor in same_page) == 14
    assert [anchor for document, anchor in same_page if document.resolve_anchor(anchor) is None] == []


def test_an_inline_code_of_three_backticks_at_the_start_of_a_line_is_no_fence(bootcamp: Bootcamp) -> None:
    page = bootcamp["server-app/test-hands-on/README.md"]
    assert "関数```f(x)```があるとします" in page.text
    assert _problems(bootcamp, "unclosed_fence") == []
    html = render(page, links=NoLinks(), language="ja").html
    assert "関数<code>f(x)</code>があるとします" in html


def test_only_two_linked_pdfs_are_absent_and_no_image(bootcamp: Bootcamp, bootcamp_files: list[str]) -> None:
    problems = check_tree(bootcamp, bootcamp_files)
    assert [(problem.kind, problem.path, problem.line, problem.target) for problem in problems] == [
        ("missing_file", "frontend/overview/README.md", 26, "/bootcamp/frontend_overview.pdf"),
        ("missing_file", "security/overview/README.md", 7, "/bootcamp/security_overview.pdf"),
    ]


def test_every_local_image_is_found(bootcamp: Bootcamp, bootcamp_files: list[str]) -> None:
    files = set(bootcamp_files)
    found = [
        find_destination(reference, document, bootcamp, files)
        for document in bootcamp.values()
        for reference in document.references
        if reference.kind == "image" and reference.target.kind != "external"
    ]
    assert (len(found), found.count(None)) == (253, 0)


def test_the_curriculum_table_of_the_home_page(bootcamp: Bootcamp) -> None:
    table = read_index_table(bootcamp["README.md"])
    assert table is not None
    slots = [slot for row in table.rows for slot in row.slots]
    links = [link for slot in slots for link in slot.links]
    internal = [slot for slot in slots if not slot.links]
    assert (len(table.rows), len(slots), len(links), len(internal)) == (9, 31, 25, 8)
    assert {slot.note for slot in internal} == {"社内限定資料"}
    assert table.heading == "2026年度カリキュラム一覧"
    assert table.rows[1].label == "開発"
    assert [link.title for link in table.rows[1].slots[0].links] == ["Gitの使い方", "GitHubを使った開発手法"]
    site = bootcamp["README.md"].site
    assert [any(path in bootcamp for path in page_candidates(link.target, site)) for link in links] == [True] * 25
