"""What a second import does: changed pages alone, renames followed, edits here respected."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation
from wagtail.models import GroupApprovalTask, Page, Revision, Workflow, WorkflowState, WorkflowTask

from core.enums import Role
from learning.enums import ProposalStatus
from learning.interfaces.importer.deciding import accept, difference, refuse
from learning.interfaces.importer.problems import with_words
from learning.models import CurriculumPage, ImportedAsset, ImportProposal, MaterialOrigin, MaterialPage
from tests.learning.interfaces.importer.sources import (
    DOCKER,
    GIT,
    HOME,
    bootcamp,
    import_from,
    kinds,
    page_at,
    png,
    write,
)
from tests.people import make_person

pytestmark = pytest.mark.django_db
GIT_PATH, DOCKER_PATH = "tools/git/README.md", "tools/docker/README.md"


def _counts(report: dict) -> dict:
    return {outcome: number for outcome, number in report["pages"].items() if number}


def test_the_first_import_makes_pages_with_their_origin_fields_and_steps(tmp_path: Path) -> None:
    report = import_from(bootcamp(tmp_path))

    page = page_at(GIT_PATH)
    assert _counts(report) == {"created": 3}
    assert (page.title, page.description, page.minutes, page.prior_knowledge) == (
        "Git",
        "Record changes.",
        90,
        "A shell",
    )
    assert page.source_text == GIT
    assert [step["title"] for step in page.steps] == ["Make a repository", "Record a change"]
    assert page.get_parent().title == "Tools"
    assert page.live_revision_id == page.latest_revision_id
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert page.material_origin.source.last_revision == report["revision"]


def test_an_unchanged_import_writes_no_page_and_no_asset(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    before = (
        Revision.objects.count(),
        ImportedAsset.objects.count(),
        list(Page.objects.values_list("latest_revision")),
    )

    report = import_from(tmp_path)

    assert (_counts(report), _written()) == ({"unchanged": 3}, before)


def _written() -> tuple[int, int, list]:
    return Revision.objects.count(), ImportedAsset.objects.count(), list(Page.objects.values_list("latest_revision"))


def test_only_the_changed_page_is_written_and_its_steps_keep_their_ids(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    before, docker = page_at(GIT_PATH), page_at(DOCKER_PATH)
    write(tmp_path, {GIT_PATH: GIT.replace("## Record a change", "## Record your change")})

    report = import_from(tmp_path)

    after = page_at(GIT_PATH)
    assert _counts(report) == {"updated": 1, "unchanged": 2}
    assert [step["id"] for step in after.steps] == [step["id"] for step in before.steps]
    assert after.steps[1]["title"] == "Record your change"
    assert page_at(DOCKER_PATH).latest_revision_id == docker.latest_revision_id


def test_a_changed_image_is_stored_anew_without_writing_the_page(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    before = page_at(GIT_PATH).latest_revision_id
    write(tmp_path, {"tools/git/images/tree.png": png(7, 5)})

    report = import_from(tmp_path)

    asset = ImportedAsset.objects.get(path="tools/git/images/tree.png")
    assert (asset.image.width, asset.image.height) == (7, 5)
    assert (_counts(report), page_at(GIT_PATH).latest_revision_id) == ({"unchanged": 3}, before)


def test_the_same_bytes_are_stored_once_in_a_collection(tmp_path: Path) -> None:
    write(bootcamp(tmp_path), {"tools/docker/copy.png": png()})

    import_from(tmp_path)

    assets = ImportedAsset.objects.order_by("path")
    assert len(assets) == 2
    assert assets[0].image_id == assets[1].image_id


def test_a_renamed_folder_keeps_page_key_and_steps(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    before = page_at(GIT_PATH)
    (tmp_path / "basics").mkdir()
    (tmp_path / "tools/git").rename(tmp_path / "basics/version-control")

    report = import_from(tmp_path)

    after = page_at("basics/version-control/README.md")
    assert report["renamed"] == {"basics/version-control/README.md": GIT_PATH}
    assert report["pages"]["unpublished"] == 0
    assert (after.pk, after.translation_key) == (before.pk, before.translation_key)
    assert [step["id"] for step in after.steps] == [step["id"] for step in before.steps]
    assert (after.slug, after.get_parent().specific.code) == ("version-control", "basics")


def test_a_page_renamed_and_edited_in_git_is_followed_by_its_text(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    before = page_at(GIT_PATH)
    (tmp_path / "tools/git").rename(tmp_path / "tools/git-basics")
    write(tmp_path, {"tools/git-basics/README.md": GIT.replace("empty folder", "new folder")})

    report = import_from(tmp_path)

    after = page_at("tools/git-basics/README.md")
    assert (after.pk, after.slug, report["pages"]["updated"]) == (before.pk, "git-basics", 2)  # and the home's table
    assert "new folder" in after.markdown


def test_a_page_gone_from_the_source_goes_offline_and_comes_back_with_it(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    before = page_at(DOCKER_PATH)
    (tmp_path / DOCKER_PATH).unlink()

    report = import_from(tmp_path)

    assert report["files"]["unpublished"] == [DOCKER_PATH]
    assert not page_at(DOCKER_PATH).live
    assert CurriculumPage.objects.get().table[0]["slots"][1]["translation_key"] is None
    assert _counts(import_from(tmp_path)) == {"unchanged": 2}

    write(tmp_path, {DOCKER_PATH: DOCKER})
    report = import_from(tmp_path)

    after = page_at(DOCKER_PATH)
    assert (after.pk, after.live, after.material_origin.gone_since) == (before.pk, True, None)
    assert report["files"]["updated"] == ["README.md", DOCKER_PATH]


def _edit(path: str, markdown: str) -> MaterialPage:
    page = page_at(path)
    page.markdown = markdown
    page.save_revision().publish()
    return page_at(path)


def test_a_page_edited_here_is_not_overwritten_but_gets_a_proposal(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    _edit(GIT_PATH, "# Ours\n\n## Ours\n\ntext\n")
    write(tmp_path, {GIT_PATH: GIT.replace("empty", "new")})

    report = import_from(tmp_path)

    proposal = ImportProposal.objects.get()
    assert (report["files"]["waiting"], kinds(report, GIT_PATH)) == ([GIT_PATH], ["page_waits"])
    assert (page_at(GIT_PATH).title, page_at(GIT_PATH).markdown) == ("Git", "# Ours\n\n## Ours\n\ntext\n")
    assert (proposal.reason, bytes(proposal.content)) == ("edited", GIT.replace("empty", "new").encode())
    assert {line.kind for line in difference(proposal)} >= {"here", "source"}

    import_from(tmp_path)
    assert ImportProposal.objects.get() == proposal


def test_an_edited_page_whose_file_did_not_change_is_left_alone(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    _edit(GIT_PATH, "# Ours\n")

    assert _counts(import_from(tmp_path)) == {"unchanged": 3}


def test_drafts_locks_and_reviews_hold_an_import_back(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    editor = make_person(role=Role.EDITOR)
    draft = page_at(GIT_PATH)
    draft.markdown += "draft"
    draft.save_revision(user=editor)
    locked = page_at(DOCKER_PATH)
    locked.locked = True
    locked.save()
    home = CurriculumPage.objects.get()
    home.save_revision(user=editor)
    workflow = Workflow.objects.create(name="Review", active=True)
    write(tmp_path, {GIT_PATH: GIT + "x\n", DOCKER_PATH: DOCKER + "x\n"})

    report = import_from(tmp_path)

    reasons = dict(ImportProposal.objects.values_list("path", "reason"))
    assert reasons == {GIT_PATH: "draft", DOCKER_PATH: "locked"}
    assert report["pages"]["waiting"] == 2
    workflow.delete()


def test_a_page_in_review_is_not_overwritten_but_gets_a_proposal(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    page = page_at(GIT_PATH)
    workflow = Workflow.objects.create(name="Review", active=True)
    task = GroupApprovalTask.objects.create(name="Read", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    state = workflow.start(page, make_person(role=Role.EDITOR))
    write(tmp_path, {GIT_PATH: GIT.replace("empty", "new")})

    report = import_from(tmp_path)

    proposal = ImportProposal.objects.get()
    state.refresh_from_db()
    assert report["files"]["waiting"] == [GIT_PATH]
    assert (proposal.reason, bytes(proposal.content)) == ("review", GIT.replace("empty", "new").encode())
    assert (page_at(GIT_PATH).source_text, state.status) == (GIT, WorkflowState.STATUS_IN_PROGRESS)


def test_a_page_unpublished_here_stays_offline(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    page_at(GIT_PATH).unpublish()
    write(tmp_path, {GIT_PATH: GIT + "x\n"})

    import_from(tmp_path)

    assert (page_at(GIT_PATH).live, ImportProposal.objects.get().reason) == (False, "hidden")


def test_taking_a_proposal_over_is_a_revision_of_the_editor(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    _edit(GIT_PATH, "# Ours\n")
    write(tmp_path, {GIT_PATH: GIT.replace("empty", "new")})
    import_from(tmp_path)
    editor = make_person(role=Role.EDITOR)

    accept(ImportProposal.objects.get(), actor=editor)

    page = page_at(GIT_PATH)
    proposal = ImportProposal.objects.get()
    assert page.source_text == GIT.replace("empty", "new")
    assert (page.latest_revision.user, page.live_revision.user) == (editor, editor)
    assert (proposal.status, proposal.decided_by) == (ProposalStatus.TAKEN, editor)
    assert _counts(import_from(tmp_path)) == {"unchanged": 3}


def test_a_dropped_proposal_comes_back_only_when_the_file_changes_again(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    _edit(GIT_PATH, "# Ours\n")
    write(tmp_path, {GIT_PATH: GIT.replace("empty", "new")})
    import_from(tmp_path)

    refuse(ImportProposal.objects.get(), actor=make_person(role=Role.EDITOR))

    assert _counts(import_from(tmp_path)) == {"unchanged": 3}
    write(tmp_path, {GIT_PATH: GIT.replace("empty", "fresh")})
    assert import_from(tmp_path)["files"]["waiting"] == [GIT_PATH]
    assert page_at(GIT_PATH).markdown == "# Ours\n"


def test_an_edit_that_went_back_to_git_needs_no_decision(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    changed = GIT.replace("empty", "new")
    _edit(GIT_PATH, changed.partition("---\n# Git")[1][4:] + changed.partition("---\n# Git")[2])
    write(tmp_path, {GIT_PATH: changed})

    report = import_from(tmp_path)

    assert (_counts(report), ImportProposal.objects.count()) == ({"unchanged": 3}, 0)
    assert bytes(MaterialOrigin.objects.get(path=GIT_PATH).content) == changed.encode()


def test_a_page_edited_here_and_gone_there_stays_online(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path))
    _edit(DOCKER_PATH, "# Ours\n")
    (tmp_path / DOCKER_PATH).unlink()

    report = import_from(tmp_path)

    assert (kinds(report, DOCKER_PATH), page_at(DOCKER_PATH).live) == (["gone_but_edited"], True)


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(tmp_path: Path) -> None:
    first = import_from(bootcamp(tmp_path), dry_run=True)
    assert (_counts(first), MaterialPage.objects.count()) == ({"created": 3}, 0)

    import_from(tmp_path)
    write(tmp_path, {GIT_PATH: GIT + "x\n"})
    (tmp_path / DOCKER_PATH).unlink()
    second = import_from(tmp_path, dry_run=True)

    assert _counts(second) == {"updated": 1, "unchanged": 1, "unpublished": 1}
    assert (page_at(DOCKER_PATH).live, page_at(GIT_PATH).source_text) == (True, GIT)


def test_what_someone_wrote_into_the_curriculum_before_stays(tmp_path: Path) -> None:
    import_from(bootcamp(tmp_path / "one"))
    curriculum = CurriculumPage.objects.get()
    write(tmp_path / "two", {"README.md": HOME, "extra/redis/README.md": "# Redis\n\n## A\n\ntext\n"})

    report = import_from(tmp_path / "two", into=Page.objects.get(pk=curriculum.pk))

    assert report["pages"]["failed"] == 0
    assert CurriculumPage.objects.get().title == "Bootcamp"
    assert page_at("extra/redis/README.md").get_parent().get_parent().pk == curriculum.pk


def test_a_report_says_in_words_why_a_page_waits() -> None:
    row = {"file": GIT_PATH, "line": 0, "kind": "page_waits", "target": "", "detail": "edited"}
    with translation.override("en"):
        assert with_words(row)["message"] == "What the source says waits as a proposal: The page was edited here."
    with translation.override("ja"):
        assert "edited" not in with_words(row)["message"]
