"""Who wrote a page, as the history of its repository tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models import Person
from learning.interfaces.importer.address import read_address
from learning.interfaces.importer.deciding import accept
from learning.interfaces.importer.history import read_history
from learning.interfaces.importer.names import joined, plain_name
from learning.models import ImportProposal, MaterialPage
from tests.learning.building import person
from tests.learning.interfaces.importer.sources import GIT, bootcamp, git, import_from, page_at, write

pytestmark = pytest.mark.django_db


def commit(folder: Path, author: str, message: str = "change") -> None:
    git(folder, "add", "--all", ".")
    git(folder, "commit", "--quiet", "-m", message, f"--author={author}")


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    """Two pages by three people and a robot; one page was renamed on the way."""
    folder = tmp_path / "camp"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    bootcamp(folder)
    (folder / "tools/git").rename(folder / "tools/versions")
    commit(folder, "Mori Aoi <aoi@example.com>")
    (folder / "tools/versions").rename(folder / "tools/git")
    commit(folder, "Mover <mover@example.com>")
    write(folder, {"tools/git/README.md": GIT + "\nMore.\n"})
    commit(folder, "佐藤 花子 <hanako@example.com>", "more\n\nCo-authored-by: Ito Ken <ken@example.com>")
    write(folder, {"tools/docker/README.md": "# Docker\n\n## S\n\nNew.\n"})
    commit(folder, "dependabot[bot] <bot@example.com>")
    return folder


def authors(folder: Path, address: str = "") -> dict[str, tuple[str, ...]]:
    return dict(read_history(folder, read_address(address or str(folder)), heartbeat=lambda: None))


def test_a_page_is_credited_to_whoever_wrote_it_from_its_beginning_through_a_rename(camp: Path) -> None:
    found = authors(camp)
    assert found["tools/git/README.md"] == ("Mori Aoi", "Mover", "佐藤 花子", "Ito Ken")
    assert found["tools/docker/README.md"] == ("Mori Aoi",)


@pytest.mark.parametrize("is_address", [False, True])
def test_names_come_in_with_the_page_and_no_address_does(camp: Path, is_address: bool) -> None:
    import_from(camp.as_uri() if is_address else camp)  # type: ignore[arg-type]
    assert page_at("tools/git/README.md").credit == "Mori Aoi, Mover, 佐藤 花子, Ito Ken"
    assert page_at("tools/docker/README.md").credit == "Mori Aoi"
    for page in MaterialPage.objects.all():
        assert "@" not in page.credit
        assert list(page.authors.all()) == []


def test_another_branch_is_credited_by_its_own_history(camp: Path) -> None:
    git(camp, "checkout", "--quiet", "-b", "next")
    write(camp, {"tools/docker/README.md": "# Docker\n\n## Other\n"})
    commit(camp, "Only Next <n@example.com>")
    git(camp, "checkout", "--quiet", "main")
    import_from(f"{camp.as_uri()}#next")  # type: ignore[arg-type]
    assert page_at("tools/docker/README.md").credit == "Mori Aoi, Only Next"


def test_those_whom_the_page_names_stand_first(camp: Path) -> None:
    front = GIT.replace("title: Git\n", "title: Git\nauthor: Kato, Ito Ken\n")
    write(camp, {"tools/git/README.md": front, "AUTHORS": "- The Guild <guild@example.com>\n"})
    commit(camp, "佐藤 花子 <hanako@example.com>")
    import_from(camp)
    assert page_at("tools/git/README.md").credit == "Kato, Ito Ken, Mori Aoi, Mover, 佐藤 花子"
    assert page_at("tools/docker/README.md").credit == "The Guild, Mori Aoi"


def test_an_address_in_a_commit_makes_nobody_an_author_of_the_portal(camp: Path) -> None:
    Person.objects.filter(pk=person().pk).update(email="hanako@example.com")
    import_from(camp)
    assert list(page_at("tools/git/README.md").authors.all()) == []


def test_a_proposal_that_is_taken_over_brings_its_authors(camp: Path) -> None:
    import_from(camp)
    page = page_at("tools/docker/README.md")
    page.markdown += "\nEdited here.\n"
    page.save_revision().publish()
    write(camp, {"tools/docker/README.md": "# Docker\n\n## S\n\nFrom the source.\n"})
    commit(camp, "Endo Yu <e@example.com>")
    import_from(camp)
    accept(ImportProposal.objects.get(), actor=person())
    page = page_at("tools/docker/README.md")
    assert (page.credit, "From the source" in page.markdown) == ("Mori Aoi, Endo Yu", True)


def test_a_folder_without_a_history_or_with_a_broken_one_has_none(tmp_path: Path, camp: Path) -> None:
    assert authors(bootcamp(tmp_path / "plain")) == {}
    (camp / ".git/HEAD").write_text("nonsense")
    assert authors(camp) == {}
    assert import_from(camp)["pages"]["created"] == 3


def test_a_folders_settings_run_nothing_and_call_nowhere(camp: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    program = write(tmp_path, {"evil.sh": f"#!/bin/sh\ntouch {mark}\n"}) / "evil.sh"
    program.chmod(0o755)
    git(camp, "config", "log.showSignature", "true")
    for name in ("gpg.program", "core.pager", "diff.external", "core.fsmonitor", "core.sshCommand"):
        git(camp, "config", name, str(program))
    for name, value in (("promisor", "true"), ("url", f"ext::{program}"), ("partialclonefilter", "blob:none")):
        git(camp, "config", f"remote.origin.{name}", value)
    git(camp, "config", "protocol.ext.allow", "always")
    assert authors(camp)["tools/docker/README.md"] == ("Mori Aoi",)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Sato, Hanako <h@example.com>", "Sato Hanako"),
        ("hanako@example.com", ""),
        ("Hanako hanako@example.com", "Hanako"),
        ("<script>alert(1)</script>Eve", "alert(1) Eve"),
        ("a\x07b\u202ec", "a b c"),
        ("佐藤、花子", "佐藤 花子"),
        ("x" * 200, "x" * 80),
    ],
)
def test_of_a_name_only_the_name_is_shown(written: str, shown: str) -> None:
    assert plain_name(written) == shown


def test_a_long_list_of_names_ends_with_a_whole_one() -> None:
    assert joined("A, B", ["b", "C", "C"]) == "A, B, C"
    many = joined("", [f"Person {number}" for number in range(200)])
    assert len(many) <= 500
    assert many.endswith(f"Person {many.count(',')}")
