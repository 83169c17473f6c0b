"""The real input: every figure that two others counted in it."""

from __future__ import annotations

import posixpath
from pathlib import Path

import pytest

from core.models import CollectionAccess, PortalImage
from learning.markdown import Counts
from learning.models import CategoryPage, CurriculumPage, ImportedAsset, MaterialOrigin, MaterialPage
from tests.learning.interfaces.importer.sources import import_from, kinds

pytestmark = [pytest.mark.django_db, pytest.mark.needs_shared_data, pytest.mark.slow]


def test_the_whole_bootcamp_comes_in_and_its_report_is_right(shared_data: Path) -> None:
    source = shared_data / "iij-bootcamp"

    report = import_from(source)

    assert report["pages"] == {
        "created": 58, "updated": 0, "unchanged": 0, "unpublished": 0, "waiting": 0, "failed": 0,
    }  # fmt: skip
    _check_counts(report["counts"])
    _check_problems(report)
    _check_pages(source)
    _check_table()
    _check_assets(source)

    again = import_from(source)

    assert again["pages"] == {
        "created": 0, "updated": 0, "unchanged": 58, "unpublished": 0, "waiting": 0, "failed": 0,
    }  # fmt: skip
    assert (again["counts"], again["problems"]) == (report["counts"], report["problems"])


def _check_counts(counts: dict) -> None:
    assert counts["headings"] == 1081
    assert counts["headings_by_level"] == {"h1": 81, "h2": 379, "h3": 462, "h4": 145, "h5": 14}
    assert (counts["containers"], counts["containers_by_kind"]) == (96, {"details": 9, "tip": 72, "warning": 15})
    assert counts["code_blocks"] == {"fenced": 992, "indented": 4, "all": 996}
    assert counts["tables"] == 14
    assert counts["images"] == {"found": 253, "missing": 0, "stored": 266}
    assert counts["attachments"] == {"found": 2, "missing": 2, "stored": 2}
    details = Counts(**counts["details"])
    assert (details.pages, details.front_matter, details.emoji, details.line_highlights) == (58, 49, 149, 16)


def _check_problems(report: dict) -> None:
    assert kinds(report, "src/frontend/overview/README.md") == ["missing_file"]
    assert kinds(report, "src/security/overview/README.md") == ["missing_file"]
    assert [row["line"] for row in report["problems"] if row["kind"] == "dead_link_nested"] == [230]
    schemes = [row for row in report["problems"] if row["kind"] == "dead_link_scheme"]
    assert [(row["file"], row["line"]) for row in schemes] == [("src/cicd_infra/ansible/REVERSE_PROXY.md", 314)]
    damaged = [row["file"] for row in report["problems"] if row["kind"] == "damaged_image"]
    assert len(damaged) == 5
    empty = "src/development/github/images/github_create_repository.svg"
    assert [row["file"] for row in report["problems"] if row["kind"] == "empty_image"] == [empty]
    assert sum(row["kind"] == "no_title" for row in report["problems"]) == 10
    assert kinds(report, "src/server-app/go/src/go-tutor/README.md") == ["sample_page"]


def _check_pages(source: Path) -> None:
    assert (MaterialOrigin.objects.count(), MaterialPage.objects.live().count()) == (58, 57)
    categories = CategoryPage.objects.all()
    by_code = {page.code: _pages_below(page) for page in categories}
    assert by_code == {
        "cicd_infra": 16, "server-app": 11, "development": 8, "frontend": 8, "web-server": 6, "database": 5, "init": 1,
        "security": 1,
    }  # fmt: skip
    assert categories.get(code="cicd_infra").title == "CI/CD + 構成管理"
    for origin in MaterialOrigin.objects.all():
        assert bytes(origin.content) == (source / origin.path).read_bytes()
    about = MaterialPage.objects.get(slug="about")
    assert (about.is_overview, about.steps, about.licence) == (True, [], "CC BY-SA 4.0")
    assert about.get_parent().specific == CurriculumPage.objects.get()
    fastapi = MaterialPage.objects.get(slug="fastapi")
    assert (fastapi.minutes, fastapi.credit) == (120, "Copyright (c) 2026, Internet Initiative Japan Inc.")
    crlf = MaterialPage.objects.get(slug="prometheus")
    assert "\r" not in crlf.source_text


def _pages_below(category: CategoryPage) -> int:
    return int(MaterialPage.objects.descendant_of(category).count())


def _check_table() -> None:
    curriculum = CurriculumPage.objects.get()
    slots = [slot for row in curriculum.table for slot in row["slots"]]
    links = [link for slot in slots for link in slot["links"]]
    assert (curriculum.title, len(curriculum.table), len(slots), len(links)) == ("IIJ Bootcamp", 9, 31, 25)
    keys = {str(key) for key in MaterialPage.objects.live().values_list("translation_key", flat=True)}
    assert all(link["translation_key"] in keys for link in links)
    assert sum(slot["translation_key"] is None for slot in slots) == 8


def _check_assets(source: Path) -> None:
    assets = ImportedAsset.objects.select_related("image", "document")
    assert (assets.filter(image__isnull=False).count(), assets.filter(document__isnull=False).count()) == (266, 2)
    for asset in assets:
        stored = asset.image or asset.document
        with stored.file.open() as opened:
            assert opened.read() == (source / asset.path).read_bytes()
    access = CollectionAccess.objects.get(collection=PortalImage.objects.first().collection)
    assert access.audience.everyone
    sizes = PortalImage.objects.filter(damage="bad checksum in iCCP").values_list("width", flat=True)
    assert (len(sizes), min(sizes) > 1) == (5, True)
    assert posixpath.basename(PortalImage.objects.get(damage="empty").file.name) == "github_create_repository.svg"
