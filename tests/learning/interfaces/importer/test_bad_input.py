"""Bad input: each a clear message, nothing half-written, the rest goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.models import PortalImage
from learning.interfaces.importer import tree as tree_module
from learning.interfaces.importer.images import probe
from learning.interfaces.importer.refusals import ImportRefused
from learning.interfaces.importer.tree import scan
from learning.models import ImportedAsset, MaterialOrigin, MaterialPage
from tests.learning.interfaces.importer.sources import GIT, bootcamp, import_from, kinds, page_at, png, write

pytestmark = pytest.mark.django_db
BAD = "tools/bad/README.md"


def _import_with(folder: Path, files: dict[str, str | bytes]) -> dict:
    """The small bootcamp and a bad file: the good pages always come in."""
    report = import_from(write(bootcamp(folder), files))
    assert {"README.md", "tools/git/README.md", "tools/docker/README.md"} <= set(report["files"]["created"])
    return report


def test_five_megabytes_of_markdown_are_refused(tmp_path: Path) -> None:
    report = _import_with(tmp_path, {BAD: "# Big\n\n" + "text " * 1_050_000})

    assert (report["files"]["failed"], kinds(report, BAD)) == ([BAD], ["too_large"])
    assert not MaterialOrigin.objects.filter(path=BAD).exists()


def test_ten_thousand_headings_come_in_and_are_reported(tmp_path: Path) -> None:
    report = _import_with(
        tmp_path, {BAD: "# Many\n\n" + "".join(f"## Step {n}\n\ntext {n}\n\n" for n in range(10_000))}
    )

    assert "too_many_steps" in kinds(report, BAD)
    assert len(page_at(BAD).steps) == 10_000


def test_lists_nested_a_thousand_deep_come_in_and_are_reported(tmp_path: Path) -> None:
    report = _import_with(tmp_path, {BAD: "# Deep\n\n" + "".join("  " * n + "- a\n" for n in range(1000))})

    assert "nesting_too_deep" in kinds(report, BAD)
    assert page_at(BAD).title == "Deep"


def test_broken_front_matter_is_reported_and_the_page_comes_in(tmp_path: Path) -> None:
    report = _import_with(tmp_path, {BAD: "---\ntitle: [unclosed\n---\n# Title\n"})

    assert (kinds(report, BAD), page_at(BAD).title) == (["front_matter_broken"], "Title")


def test_a_page_that_is_not_utf8_fails_alone_and_its_encoding_is_named(tmp_path: Path) -> None:
    report = _import_with(tmp_path, {BAD: "# 日本語の教材です\n".encode("shift_jis")})

    assert report["files"]["failed"] == [BAD]
    message = next(row["message"] for row in report["problems"] if row["file"] == BAD)
    assert "shift_jis" in message.lower()


def test_a_page_that_becomes_unreadable_keeps_its_last_good_state(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    write(tmp_path, {"tools/git/README.md": b"\xff\xfe\x00broken"})

    report = import_from(tmp_path)

    page = page_at("tools/git/README.md")
    assert (report["files"]["failed"], page.live, page.source_text) == (["tools/git/README.md"], True, GIT)


def test_crlf_is_kept_in_the_origin_and_is_lf_in_the_page(tmp_path: Path) -> None:
    _import_with(tmp_path, {BAD: b"# A\r\n\r\n## B\r\n\r\ntext"})

    page = page_at(BAD)
    assert (bytes(page.material_origin.content), page.source_text) == (
        b"# A\r\n\r\n## B\r\n\r\ntext", "# A\n\n## B\n\ntext",
    )  # fmt: skip


def test_links_out_of_the_tree_are_reported_and_never_read(tmp_path: Path) -> None:
    secret = write(tmp_path / "outside", {"secret.md": "# Secret", "secret.png": png()})
    source = bootcamp(tmp_path / "source")
    (source / "tools/git/secret.md").symlink_to(secret / "secret.md")
    (source / "tools/out").symlink_to(secret)
    (source / "tools/git/again.md").symlink_to("README.md")

    report = import_from(source)

    assert (kinds(report, "tools/git/secret.md"), kinds(report, "tools/out")) == (["symlink"], ["symlink"])
    assert not MaterialPage.objects.filter(title="Secret").exists()
    assert page_at("tools/git/again.md").title == "Git"


def test_paths_with_dots_lead_nowhere(tmp_path: Path) -> None:
    write(tmp_path, {"secret.png": png(), "secret.md": "# Secret"})
    text = "# A\n\n![x](../../../../secret.png) [y](../../../../secret.md) [z](/../../secret.md)\n"

    report = import_from(write(bootcamp(tmp_path / "source"), {BAD: text}))

    assert set(kinds(report, BAD)) <= {"dead_link_outside", "dead_link_page", "missing_image"}
    assert len(kinds(report, BAD)) == 3
    assert not ImportedAsset.objects.filter(path__contains="secret").exists()


@pytest.mark.parametrize("folder", ["..", "../x", "tools/../..", ".git"])
def test_a_sub_folder_outside_the_source_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ImportRefused, match="inside the source"):
        import_from(bootcamp(tmp_path), subfolder=folder)


def test_files_that_differ_only_in_case_both_come_in_and_are_reported(tmp_path: Path) -> None:
    report = _import_with(tmp_path, {"tools/git/next.md": "# Next", "tools/git/NEXT.md": "# Other"})

    clashes = [(row["file"], row["target"]) for row in report["problems"] if row["kind"] == "case_clash"]
    assert clashes == [("tools/git/next.md", "tools/git/NEXT.md")]
    slugs = sorted(page_at(f"tools/git/{name}.md").slug for name in ("next", "NEXT"))
    assert slugs == ["next", "next-2"]


def test_an_image_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    report = _import_with(tmp_path, {"tools/git/images/tree.png": png(60_000, 60_000)})

    asset = ImportedAsset.objects.get()
    assert (kinds(report, "tools/git/images/tree.png"), asset.image) == (["image_bomb"], None)
    again = import_from(tmp_path)
    assert kinds(again, "tools/git/images/tree.png") == ["image_bomb"]


def test_an_image_with_a_bad_checksum_is_kept_as_it_is_and_reported(tmp_path: Path) -> None:
    data = png(bad_profile=True)
    report = _import_with(tmp_path, {"tools/git/images/tree.png": data})

    image = PortalImage.objects.get()
    assert kinds(report, "tools/git/images/tree.png") == ["damaged_image"]
    assert (image.width, image.height, image.damage) == (3, 2, "bad checksum in iCCP")
    with image.file.open() as stored:
        assert stored.read() == data


def test_an_svg_with_script_is_stored_without_it(tmp_path: Path) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20" '
        'onload="steal()"><script>steal()</script><a xlink:href=" javascript:steal()"><rect width="4"/></a></svg>'
    )
    report = _import_with(tmp_path, {"tools/git/a.svg": svg})

    image = PortalImage.objects.get(title="a.svg")
    with image.file.open() as stored:
        kept = stored.read().decode()
    assert kinds(report, "tools/git/a.svg") == ["svg_script"]
    assert "steal" not in kept
    assert "<rect" in kept
    assert (image.width, image.height) == (40, 20)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>steal()</script>",
        '<a href="#x"><set attributeName="href" to="https://steal.example/"/></a>',
        '<a href="vbscript:steal()"/>',
        "<listener>steal()</listener>",
        '<video src="steal.mp4"/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_acts_is_taken_out_of_an_svg_in_any_encoding(inside: str, encoding: str) -> None:
    picture = probe(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}<rect/></svg>'.encode(encoding), name="a.svg")
    assert (picture.problem, b"steal" in (picture.data or b"")) == ("svg_script", False)
    assert b"<rect" in (picture.data or b"")


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.svg", b"<svg><script>x</script>", "svg_refused"),
        ("a.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg onload='x'>&a;</svg>", "svg_refused"),
        ("a.svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg onload='x'>&a;</svg>".encode("utf-16"), "svg_refused"),
        ("a.svg", b"<html></html>", "not_an_image"),
        ("a.svg", b"<svg><g>", "damaged_image"),
        ("a.png", b"<html></html>", "not_an_image"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "not_an_image"),
        ("a.png", png()[:-20], "damaged_image"),
        ("a.png", png(0, 5), "image_bomb"),
        ("a.gif", b"", "empty_image"),
    ],
)
def test_what_an_image_is_is_told_by_its_bytes(name: str, data: bytes, problem: str) -> None:
    assert probe(data, name=name).problem == problem


def test_a_source_without_pages_is_refused_and_takes_nothing_offline(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    for path in tmp_path.rglob("*.md"):
        path.unlink()

    with pytest.raises(ImportRefused):
        import_from(tmp_path)

    assert MaterialPage.objects.live().count() == 2


def test_a_failure_while_writing_one_page_stops_only_that_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from learning.domain.imports import pages

    original = pages.write_origin

    def failing(page: MaterialPage, **rest: object) -> object:
        if page.title == "Git":
            raise RuntimeError("disk full")
        return original(page, **rest)

    monkeypatch.setattr(pages, "write_origin", failing)
    report = import_from(bootcamp(tmp_path))

    assert (report["files"]["failed"], kinds(report, "tools/git/README.md")) == (
        ["tools/git/README.md"], ["page_failed"],
    )  # fmt: skip
    assert (MaterialPage.objects.count(), page_at("tools/docker/README.md").live) == (1, True)
    monkeypatch.undo()
    assert import_from(tmp_path)["files"]["created"] == ["tools/git/README.md"]


def test_odd_files_are_left_out_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "MAX_FILE_BYTES", 50)
    files: dict[str, str | bytes] = {"a.md": "# A", "large.png": b"x" * 51, "bell\a.md": "# B"}
    write(tmp_path, {**files, ".hidden/b.md": "# C", "node_modules/c.md": "#"})
    os.mkfifo(tmp_path / "pipe.md")

    tree = scan(tmp_path)

    assert list(tree.files) == ["a.md"]
    assert sorted(problem.kind for problem in tree.problems) == ["file_too_large", "odd_name", "special_file"]


def test_folders_that_are_too_deep_are_named(tmp_path: Path) -> None:
    tree = scan(write(tmp_path, {"a.md": "# A", "d/" * 31 + "b.md": "# B", "d/" * 30 + "c.md": "# C"}))
    assert sorted(tree.files) == ["a.md", "d/" * 30 + "c.md"]
    assert [(problem.kind, problem.path) for problem in tree.problems] == [("folder_too_deep", ("d/" * 31)[:-1])]


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes folders of a name unreadable, for root too."""
    real = os.scandir

    def shut(name: str) -> None:
        def scandir(folder: Any) -> Any:
            if str(folder).endswith(f"/{name}"):
                raise PermissionError(13, "Permission denied")
            return real(folder)

        monkeypatch.setattr(tree_module.os, "scandir", scandir)

    return shut


def test_a_folder_that_cannot_be_read_stops_only_itself(tmp_path: Path, shut: Callable[[str], None]) -> None:
    shut("shut")
    tree = scan(write(tmp_path, {"a.md": "# A", "b/shut/c.md": "# C", "d/e.md": "# E"}))
    assert list(tree.files) == ["a.md", "d/e.md"]
    assert [(problem.kind, problem.path) for problem in tree.problems] == [("unreadable", "b/shut")]


@pytest.mark.django_db
def test_what_could_not_be_read_this_time_stays_online(tmp_path: Path, shut: Callable[[str], None]) -> None:
    import_from(bootcamp(tmp_path))
    shut("git")
    report = import_from(tmp_path)
    assert (report["pages"]["unpublished"], kinds(report, "tools/git")) == (0, ["unreadable"])
    assert page_at("tools/git/README.md").live
    assert ImportedAsset.objects.filter(path="tools/git/images/tree.png").exists()


def test_a_submodule_that_was_not_fetched_is_named(tmp_path: Path) -> None:
    modules = '[submodule "x"]\n\tpath = parts/x\n[submodule "y"]\n\tpath = y\n[submodule "z"]\n\tpath = ../z\n'
    write(tmp_path, {"a.md": "# A", ".gitmodules": modules, "y/there.md": "# Y"})
    (tmp_path / "parts" / "x").mkdir(parents=True)
    tree = scan(tmp_path)
    assert list(tree.files) == ["a.md", "y/there.md"]
    assert [(problem.kind, problem.path) for problem in tree.problems] == [("submodule", "parts/x")]


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "MAX_FILES", 3)
    with pytest.raises(ImportRefused):
        scan(write(tmp_path, {f"{n}.md": "# A" for n in range(4)}))
