"""What learning forgets, and what numbers it keeps."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.timezone import localdate as today

from core.domain.keeping import forget_what_is_past
from core.models import Person
from learning.domain.progress import mark_done, mark_stuck, remember_place
from learning.domain.queries.folds import counts_by_step
from learning.domain.queries.readers import numbers_of, readers_count, stopped_readers
from learning.enums import ProposalReason, RunStatus
from learning.models import ImportProposal, ImportRun, ReadingPlace, StepChange, StepMark, StuckPicture, StuckReport
from tests.core.media import png
from tests.learning.building import TEXT, edit, material, person, step_id

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def left(days_ago: int) -> Person:
    """Someone who read while they were here."""
    someone = person()
    Person.objects.filter(pk=someone.pk).update(left_on=today() - days_ago * DAY)
    return someone


def test_marks_of_those_long_gone_stay_as_numbers_and_nobodys() -> None:
    page, other = material(), material()
    gone, going = left(30), left(29)
    for reader in (gone, going):
        mark_stuck(reader, page=page, step_id=step_id(page, 1))
        mark_done(reader, page=page, step_id=step_id(page, 1))
        mark_done(reader, page=page, step_id=step_id(page, 2))
        mark_done(reader, page=other, step_id=step_id(other, 1))
        remember_place(reader, page=page, step_id=step_id(page, 2))
    before = (counts_by_step(page.translation_key), readers_count(page), numbers_of([page, other]))
    assert forget_what_is_past()["learning.progress"] == 5  # three marks and two places
    assert (counts_by_step(page.translation_key), readers_count(page), numbers_of([page, other])) == before
    assert [row.person for row in stopped_readers(page, step_id=step_id(page, 1))] == [going]
    assert StepMark.objects.filter(person=gone).count() == 0
    assert list(ReadingPlace.objects.values_list("person", flat=True).distinct()) == [going.pk]
    strangers = StepMark.objects.filter(gone_reader__isnull=False).values_list("translation_key", "gone_reader")
    assert len(set(strangers)) == 2
    assert len({number for _, number in strangers}) == 2  # one on each page: no two pages can be joined
    assert forget_what_is_past()["learning.progress"] == 0


def test_marks_of_nobody_follow_when_steps_are_merged_and_split() -> None:
    page = material()
    for _ in range(2):
        reader = left(40)
        mark_done(reader, page=page, step_id=step_id(page, 1))
        mark_done(reader, page=page, step_id=step_id(page, 2))
    forget_what_is_past()
    page = edit(page, TEXT.replace("## Start a container\n\n", ""))
    done = StepMark.objects.filter(step_id=step_id(page, 1), state="done")
    assert (len(page.steps), done.count(), readers_count(page)) == (2, 2, 2)


def test_what_belongs_to_a_deleted_material_goes_with_it() -> None:
    kept, deleted, reader = material(), material(), person()
    for page in (kept, deleted):
        mark_done(reader, page=page, step_id=step_id(page, 1))
        remember_place(reader, page=page, step_id=step_id(page, 1))
        report = StuckReport.objects.create(
            person=reader, translation_key=page.translation_key, step_id=step_id(page, 1), language="ja", seen="x"
        )
        StuckPicture.objects.create(report=report, file=ContentFile(png(), name="seen.png"), width=4, height=3)
    StepChange.objects.create(translation_key=uuid.uuid4(), kind="split", kept_id="a", other_id="b")
    files = [picture.file.name for picture in StuckPicture.objects.order_by("pk")]
    assert forget_what_is_past()["learning.orphans"] == 1
    deleted.delete()
    assert forget_what_is_past()["learning.orphans"] == 3
    for model in (StepMark, ReadingPlace, StuckReport):
        assert [row.translation_key for row in model.objects.all()] == [kept.translation_key]
    assert StuckPicture.objects.count() == 1
    assert default_storage.exists(files[0])


def test_a_years_old_import_goes_unless_it_is_the_last_or_something_waits() -> None:
    page, year = material(), 365 * DAY

    def run(days: int, source: str) -> ImportRun:
        at = timezone.now() - year - days * DAY
        return ImportRun.objects.create(
            address=source, source_key=source, status=RunStatus.DONE, created_at=at, finished_at=at
        )

    old, waits, young, last = run(9, "a"), run(8, "a"), run(-2, "a"), run(30, "b")
    ImportProposal.objects.create(
        page=page, run=waits, path="a.md", revision="1", content=b"", reason=ProposalReason.EDITED
    )
    assert forget_what_is_past()["learning.imports"] == 1
    assert set(ImportRun.objects.all()) == {waits, young, last}
    assert not ImportRun.objects.filter(pk=old.pk).exists()


def test_authors_stay_named_on_their_material() -> None:
    author, reader = person("Kimura"), person("Mori")
    material(authors=(author,))
    long_ago = today().replace(year=today().year - 6, day=1)
    Person.objects.update(left_on=long_ago, joined_on=long_ago)
    forget_what_is_past()
    names = {row.pk: (row.family_name, row.anonymised_at is not None) for row in Person.objects.all()}
    assert names == {author.pk: ("Kimura", True), reader.pk: ("", True)}
