"""Every figure about Markdown in the README of the real inputs, counted by our own parser."""

from collections import Counter

import pytest

from learning.markdown import Counts, Document

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
    lines = [problem for problem in _problems(bootcamp, "unclosed_fence")]
    assert lines == []
    text = bootcamp["server-app/test-hands-on/README.md"].text
    assert any(line.startswith("```") and line.rstrip().endswith("```") and len(line) > 6 for line in text.split("\n"))
