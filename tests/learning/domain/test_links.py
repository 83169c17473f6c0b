"""Where links of imported materials lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import PortalImage
from learning.domain.queries.links import link_state, resolver_for, source_of
from learning.markdown import Site
from learning.models import MaterialPage
from tests.learning.interfaces.importer.sources import bootcamp, import_from, page_at, write

pytestmark = pytest.mark.django_db
GIT, DOCKER = "tools/git/README.md", "tools/docker/README.md"


def test_a_file_leads_to_its_page_and_an_anchor_to_its_heading(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    links = resolver_for(page_at(DOCKER))

    assert links.page(GIT, "") == page_at(GIT).url
    assert links.page(GIT, "record-a-change") == f"{page_at(GIT).url}#h-record-a-change"
    assert links.page(GIT, "absent") == page_at(GIT).url
    assert links.page("tools/absent/README.md", "") is None


def test_an_image_leads_to_its_private_address_with_its_size(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))

    asset = resolver_for(page_at(GIT)).asset("tools/git/images/tree.png")

    assert asset is not None
    assert (asset.url, asset.width, asset.height) == (PortalImage.objects.get().url, 3, 2)


def test_a_link_to_a_page_that_is_offline_leads_nowhere(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    before = link_state(page_at(DOCKER))
    page_at(GIT).unpublish()

    assert resolver_for(page_at(DOCKER)).page(GIT, "") is None
    assert link_state(page_at(DOCKER)) != before


def test_the_site_is_that_of_the_source(tmp_path: Path) -> None:
    config = "module.exports = {\n  base: '/camp/',\n}"
    import_from(
        write(tmp_path, {"docs/.vuepress/config.js": config, "docs/README.md": "# H", "docs/a/b/README.md": "# B"})
    )

    assert source_of(page_at("docs/a/b/README.md")) == ("docs/a/b/README.md", Site(base="/camp/", root="docs"))


def test_a_page_written_here_has_no_source() -> None:
    page = MaterialPage(title="x")
    assert (source_of(page), link_state(page), resolver_for(page).page("a", "")) == (("", Site()), "", None)


def test_a_page_leads_to_the_language_of_its_reader(tmp_path: Path) -> None:
    files = {f"{code}/t/git/README.md": "# Git\n\n## A\n\n[v](../vim/)\n" for code in ("ja", "en")}
    import_from(write(tmp_path, {**files, "ja/t/vim/README.md": "# Vim\n\n## B\n"}))
    english = resolver_for(page_at("en/t/git/README.md"))

    assert english.page("en/t/git/README.md", "") == page_at("en/t/git/README.md").url
    assert english.page("en/t/vim/README.md", "") == page_at("ja/t/vim/README.md").url


def test_all_links_of_a_page_cost_a_few_queries(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    page = page_at(DOCKER)
    with CaptureQueriesContext(connection) as queries:
        links = resolver_for(page)
        for _ in range(3):
            links.page(GIT, "")
            links.asset("tools/git/images/tree.png")
    assert len(queries) <= 5  # origin, pages, files, and Wagtail's own for the roots of sites
