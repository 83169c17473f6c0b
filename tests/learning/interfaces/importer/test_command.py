"""The command: report, targets, plain lines, clear refusals."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.domain.site import ensure_site
from learning.models import CurriculumPage, ImportRun, MaterialPage
from tests.learning.interfaces.importer.sources import bootcamp, write

pytestmark = pytest.mark.django_db


def _command(*arguments: str) -> str:
    out = StringIO()
    call_command("import_materials", *arguments, stdout=out)
    return out.getvalue()


def test_the_report_is_printed_and_written_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, file = bootcamp(tmp_path / "camp"), tmp_path / "report.json"
    write(source, {"tools/git/README.md": "# Git\n\n![gone](gone.png) [dead](../absent/)\n"})

    printed = _command(str(source), "--report", str(file))

    report = json.loads(file.read_text())
    assert report["pages"] == {
        "created": 3, "updated": 0, "unchanged": 0, "unpublished": 0, "waiting": 0, "failed": 0,
    }  # fmt: skip
    missing = next(row for row in report["problems"] if row["kind"] == "missing_image")
    assert (missing["file"], missing["line"]) == ("tools/git/README.md", 3)
    assert "gone.png" in missing["message"]
    assert "Pages: created 3" in printed
    assert "tools/git/README.md:3" in printed
    assert "3/3 README.md" in capsys.readouterr().err


def test_into_names_a_page_by_id_path_or_slug(tmp_path: Path) -> None:
    source = bootcamp(tmp_path / "camp")
    home = ensure_site()
    _command(str(source), "--into", str(home.pk))
    curriculum = CurriculumPage.objects.get()

    for name in (str(curriculum.pk), curriculum.slug, curriculum.url_path):
        assert "unchanged 3" in _command(str(source), "--into", name)
    with pytest.raises(CommandError, match="There is no curriculum"):
        _command(str(source), "--into", "absent")


def test_a_dry_run_leaves_no_trace(tmp_path: Path) -> None:
    ensure_site()
    assert "Dry run: nothing was written." in _command(str(bootcamp(tmp_path)), "--dry-run")
    assert (MaterialPage.objects.count(), ImportRun.objects.count(), CurriculumPage.objects.count()) == (0, 0, 0)


def test_english_pages_go_below_the_english_home(tmp_path: Path) -> None:
    ensure_site()
    _command(str(bootcamp(tmp_path)), "--language", "en")
    assert CurriculumPage.objects.get().locale.language_code == "en"


def test_what_cannot_be_imported_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        _command(str(tmp_path / "absent"))
    with pytest.raises(CommandError, match="has no Markdown files"):
        _command(str(tmp_path))
