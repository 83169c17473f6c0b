"""The importer's screens in the admin."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from core.enums import Role
from core.models import Person
from learning.domain.imports.runs import ImportWish, begin_run, queue_run
from learning.enums import ProposalStatus, RunStatus
from learning.models import CurriculumPage, ImportProposal, ImportRun
from learning.tasks import import_materials
from tests.learning.interfaces.importer.sources import GIT, bootcamp, import_from, page_at, repository, write
from tests.people import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "https://github.com/example/camp.git"


@pytest.fixture
def editor(client: Client) -> Person:
    person = make_person(role=Role.EDITOR, language="en")
    client.force_login(person)
    return person


def _ask(client: Client, **fields: str) -> object:
    data = {"address": ADDRESS, "branch": "", "subfolder": "", "into": "", "language": "", **fields}
    return client.post(reverse("material_import_new"), data)


def test_asking_for_an_import_makes_a_run_and_its_task(client: Client, editor: Person) -> None:
    response = _ask(client, branch="main", subfolder="src", dry_run="on")

    run = ImportRun.objects.get()
    assert (run.address, run.branch, run.subfolder, run.dry_run, run.actor) == (ADDRESS, "main", "src", True, editor)
    assert response.url == reverse("material_import", args=[run.key])
    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]


@pytest.mark.parametrize(
    "address", ["/etc", "file:///etc", "https://intranet.example/x", "https://a:b@github.com/x", "-x"]
)
def test_other_addresses_are_refused_with_a_message(client: Client, editor: Person, address: str) -> None:
    response = _ask(client, address=address)

    assert (response.status_code, ImportRun.objects.count()) == (422, 0)
    assert response.context["form"].errors["address"]


def test_progress_is_shown_while_it_runs_and_the_fragment_asks_again(client: Client, editor: Person) -> None:
    run = queue_run(ImportWish("git", ADDRESS), actor=editor)
    begin_run(run)
    ImportRun.objects.filter(pk=run.pk).update(done=3, total=12)
    address = reverse("material_import", args=[run.key])

    page, fragment = client.get(address).content.decode(), client.get(address, headers={"HX-Request": "true"})

    assert "3 of 12 pages" in page
    assert "htmx-2.min.js" in page
    assert f'hx-get="{address}"' in fragment.content.decode()
    assert "<html" not in fragment.content.decode()


def test_a_finished_import_shows_its_report_and_asks_no_more(client: Client, editor: Person, tmp_path: Path) -> None:
    write(bootcamp(tmp_path), {"tools/docker/README.md": "# D\n\n![gone](gone.png)\n"})
    import_from(tmp_path)
    run = ImportRun.objects.get()

    page = client.get(reverse("material_import", args=[run.key])).content.decode()
    report = client.get(reverse("material_import_report", args=[run.key])).json()

    assert "The image “gone.png” is missing." in page
    assert "hx-get" not in page
    assert report["pages"]["created"] == 3


def test_the_report_is_in_the_language_of_the_reader(client: Client, tmp_path: Path) -> None:
    client.force_login(make_person(role=Role.EDITOR, language="ja"))
    write(bootcamp(tmp_path), {"tools/docker/README.md": "# D\n\n![gone](gone.png)\n"})
    import_from(tmp_path)

    page = client.get(reverse("material_import", args=[ImportRun.objects.get().key])).content.decode()

    assert "The image “gone.png” is missing." not in page
    assert "gone.png" in page


def test_the_worker_does_what_was_asked(tmp_path: Path, settings: LazySettings, editor: Person) -> None:
    source = repository(tmp_path / "camp")
    run = queue_run(ImportWish("git", source.as_uri()), actor=editor)

    import_materials.func(run.pk)

    run.refresh_from_db()
    assert (run.status, run.report["pages"]["created"]) == (RunStatus.DONE, 3)
    assert page_at("tools/git/README.md").latest_revision.user == editor


def test_a_refusal_is_read_in_ones_own_language_whoever_asked(client: Client, tmp_path: Path, editor: Person) -> None:
    run = queue_run(ImportWish("git", (tmp_path / "absent").as_uri()), actor=editor)

    import_materials.func(run.pk)

    run.refresh_from_db()
    said = {"en": "There is no git repository at this address.", "ja": "このアドレスにgitリポジトリはありません。"}
    assert (run.status, run.error) == (RunStatus.FAILED, said)
    for language, words in said.items():
        client.force_login(make_person(role=Role.EDITOR, language=language))
        assert words in client.get(reverse("material_import", args=[run.key])).content.decode()


def test_an_import_whose_process_died_can_be_gone_on_with(client: Client, editor: Person) -> None:
    run = queue_run(ImportWish("git", ADDRESS), actor=editor)
    begin_run(run)
    ImportRun.objects.filter(pk=run.pk).update(lease_until="2020-01-01T00:00Z")

    page = client.get(reverse("material_import", args=[run.key])).content.decode()
    client.post(reverse("material_import_again", args=[run.key]))

    assert "Stopped half-way" in page
    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]


def _proposal(folder: Path) -> ImportProposal:
    import_from(bootcamp(folder))
    page = page_at("tools/git/README.md")
    page.markdown = "# Ours\n"
    page.save_revision().publish()
    write(folder, {"tools/git/README.md": GIT.replace("empty", "<b>new</b>")})
    import_from(folder)
    return ImportProposal.objects.get()


def test_a_proposal_shows_the_difference_and_is_taken_over(client: Client, editor: Person, tmp_path: Path) -> None:
    proposal = _proposal(tmp_path)
    address = reverse("material_import_proposal", args=[proposal.pk])

    shown = client.get(address).content.decode()
    client.post(address, {"decision": "take"})

    proposal.refresh_from_db()
    assert "<del># Ours</del>" in shown
    assert "&lt;b&gt;new&lt;/b&gt;" in shown
    assert (proposal.status, proposal.decided_by) == (ProposalStatus.TAKEN, editor)
    assert page_at("tools/git/README.md").source_text == GIT.replace("empty", "<b>new</b>")


def test_a_locked_page_is_not_taken_over(client: Client, editor: Person, tmp_path: Path) -> None:
    proposal = _proposal(tmp_path)
    page = page_at("tools/git/README.md")
    page.locked, page.locked_by = True, make_person(role=Role.EDITOR)
    page.save()

    client.post(reverse("material_import_proposal", args=[proposal.pk]), {"decision": "take"})

    proposal.refresh_from_db()
    assert (proposal.status, page_at("tools/git/README.md").markdown) == (ProposalStatus.WAITING, "# Ours\n")


@pytest.mark.parametrize("role", [None, Role.LECTURER, Role.HR, Role.DEPARTMENT_EDITOR, Role.PROGRAMME_OWNER])
def test_nobody_else_finds_the_screens(client: Client, role: Role | None) -> None:
    from tests.people import make_department

    department = make_department("dev") if role == Role.DEPARTMENT_EDITOR else None
    client.force_login(make_person(role=role, department=department))
    run = queue_run(ImportWish("git", ADDRESS), actor=None)

    addresses = [
        reverse("material_imports"),
        reverse("material_import_new"),
        reverse("material_import", args=[run.key]),
    ]
    assert {client.get(address).status_code for address in addresses} <= {302, 404}
    client.post(reverse("material_import_new"), {"address": ADDRESS})
    assert (ImportRun.objects.count(), CurriculumPage.objects.count()) == (1, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_imports_costs_the_same_for_one_and_three(
    client: Client, editor: Person, number: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(number):
        queue_run(ImportWish("git", ADDRESS), actor=editor)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(reverse("material_imports"))
