"""Where a link leads, from its spelling alone; and the anchors of headings by both rules."""

import pytest

from learning.markdown import Site, base_from_config, parse
from learning.markdown.slugs import github_slug, vuepress_slug
from learning.markdown.targets import classify, file_candidates, page_candidates

SITE = Site(base="/bootcamp/")


@pytest.mark.parametrize(
    ("raw", "kind", "path", "anchor"),
    [
        ("../git/", "relative", "dev/git", ""),
        ("../git/README.md#setup", "relative", "dev/git/README.md", "setup"),
        ("./a%20b.md?raw=1#%E8%A8%AD%E5%AE%9A", "relative", "dev/docker/a b.md", "設定"),
        ("/frontend/overview", "site", "frontend/overview", ""),
        ("/../../etc/passwd", "site", "etc/passwd", ""),
        ("/", "site", "", ""),
        ("#here", "anchor", "dev/docker/README.md", "here"),
        ("https://example.com/a?b#c", "external", "", ""),
        ("mailto:a@example.com", "external", "", ""),
        ("", "empty", "", ""),
        ("#", "empty", "", ""),
        ("hhttps://example.com", "scheme", "", ""),
        ("javascript:alert(1)", "scheme", "", ""),
        ("java\nscript:alert(1)", "scheme", "", ""),
        ("\x01javascript:alert(1)", "scheme", "", ""),
        ("JaVaScRiPt:alert(1)", "scheme", "", ""),
        ("data:text/html,x", "scheme", "", ""),
        ("vbscript:x", "scheme", "", ""),
        ("http:example.com", "scheme", "", ""),
        ("https://", "scheme", "", ""),
        ("https://user:pw@", "scheme", "", ""),
        ("//evil.example", "scheme", "", ""),
        ("/\\evil.example", "scheme", "", ""),
        ("\\\\evil.example", "scheme", "", ""),
        ("[a](https://example.com)", "nested", "", ""),
        ("../../../secret", "outside", "", ""),
        ("..%2f..%2f..%2fsecret", "outside", "", ""),
    ],
)
def test_an_address_is_classified(raw: str, kind: str, path: str, anchor: str) -> None:
    target = classify(raw, page="dev/docker/README.md", site=SITE)
    assert (target.kind, target.path, target.anchor) == (kind, path, anchor)


def test_a_folder_means_the_page_in_it() -> None:
    target = classify("../git/", page="dev/docker/README.md", site=SITE)
    assert page_candidates(target, SITE)[0] == "dev/git/README.md"


def test_the_base_of_a_site_is_taken_off_and_the_public_folders_are_tried() -> None:
    target = classify("/bootcamp/NGINX.pdf", page="a.md", site=SITE)
    assert ".vuepress/public/NGINX.pdf" in file_candidates(target, SITE)


def test_a_site_may_lie_in_a_folder_of_its_repository() -> None:
    site = Site(base="/bootcamp/", root="src")
    target = classify("/bootcamp/git/", page="src/a.md", site=site)
    assert page_candidates(target, site)[0] == "src/git/README.md"
    assert "src/.vuepress/public/a.pdf" in file_candidates(classify("/a.pdf", page="src/a.md", site=site), site)


def test_the_base_is_read_from_a_vuepress_configuration() -> None:
    assert base_from_config("module.exports = {\n  base: '/bootcamp/',\n}") == "/bootcamp/"
    assert base_from_config("module.exports = {}") == "/"


@pytest.mark.parametrize(
    ("text", "vuepress", "github"),
    [
        ("Getting started!", "getting-started", "getting-started"),
        ("1.5 準備(任意)", "_1-5-準備-任意", "15-準備任意"),
        ("Café & Bar", "cafe-bar", "café--bar"),
        ("がぎぐ", "がぎぐ", "がぎぐ"),
        ("C++", "c", "c"),
        ("a_b", "a-b", "a_b"),
        ("、。「」", "、。「」", ""),
    ],
)
def test_slugs(text: str, vuepress: str, github: str) -> None:
    assert (vuepress_slug(text), github_slug(text)) == (vuepress, github)


def test_equal_headings_get_different_anchors_and_both_ways_of_counting_work() -> None:
    document = parse("## a\n\n## a\n\n## a\n")
    assert [heading.anchor for heading in document.headings] == ["h-a", "h-a-2", "h-a-3"]
    assert document.resolve_anchor("a-1") == "h-a-2"
    assert document.resolve_anchor("a-3") == "h-a-3"
    assert document.resolve_anchor("b") is None


def test_a_heading_without_letters_still_has_an_anchor() -> None:
    document = parse("## !!!\n\n## ???\n")
    anchors = [heading.anchor for heading in document.headings]
    assert len(set(anchors)) == 2
    assert all(anchor.startswith("h-") and len(anchor) > 2 for anchor in anchors)
