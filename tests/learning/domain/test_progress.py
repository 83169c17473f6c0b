"""Marks and places of readers."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from learning.domain.progress import UnknownStepError, mark_done, mark_stuck, remember_place, unmark
from learning.models import Completion, MaterialPage, ReadingPlace, StepMark
from tests.learning.building import material, person, step_id

pytestmark = pytest.mark.django_db


def test_a_step_marked_done_twice_keeps_its_first_time() -> None:
    reader, page = person(), material()
    first = mark_done(reader, page=page, step_id=step_id(page, 1))
    second = mark_done(reader, page=page, step_id=step_id(page, 1))
    assert second.pk == first.pk
    assert second.done_at == first.done_at
    assert StepMark.objects.count() == 1


def test_getting_through_remembers_having_been_stuck() -> None:
    reader, page = person(), material()
    stuck = mark_stuck(reader, page=page, step_id=step_id(page, 2))
    done = mark_done(reader, page=page, step_id=step_id(page, 2))
    assert done.state == "done"
    assert done.first_stuck_at == stuck.first_stuck_at


def test_undoing_done_after_being_stuck_is_being_stuck_again() -> None:
    reader, page = person(), material()
    mark_stuck(reader, page=page, step_id=step_id(page, 2))
    mark_done(reader, page=page, step_id=step_id(page, 2))
    mark = unmark(reader, page=page, step_id=step_id(page, 2))
    assert mark is not None
    assert mark.state == "stuck"


def test_undoing_the_only_mark_leaves_none() -> None:
    reader, page = person(), material()
    mark_done(reader, page=page, step_id=step_id(page, 2))
    assert unmark(reader, page=page, step_id=step_id(page, 2)) is None
    assert unmark(reader, page=page, step_id=step_id(page, 2)) is None
    assert StepMark.objects.count() == 0


@pytest.mark.parametrize("verb", [mark_done, mark_stuck, unmark, remember_place])
def test_a_step_that_the_page_does_not_have_cannot_be_marked(verb) -> None:
    with pytest.raises(UnknownStepError):
        verb(person(), page=material(), step_id="s-forged")
    assert StepMark.objects.count() == 0


def test_marking_a_step_remembers_the_place() -> None:
    reader, page = person(), material()
    mark_done(reader, page=page, step_id=step_id(page, 3))
    place = ReadingPlace.objects.get()
    assert (place.person, place.head_key, place.translation_key) == (reader, page.translation_key, page.translation_key)
    assert place.step_id == step_id(page, 3)


def test_chapters_share_one_place() -> None:
    reader, head = person(), material("# Overview\n", is_overview=True)
    one, two = material(parent=head), material(parent=head)
    remember_place(reader, page=one, step_id=step_id(one, 2))
    remember_place(reader, page=two, step_id=step_id(two, 1))
    place = ReadingPlace.objects.get()
    assert place.head_key == head.translation_key
    assert (place.translation_key, place.step_id) == (two.translation_key, step_id(two, 1))


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_leave_one_mark() -> None:
    reader, page = person(), material()
    errors = in_threads(
        *[lambda: mark_done(reader, page=page, step_id=step_id(page, 1))] * 3,
        *[lambda: mark_stuck(reader, page=page, step_id=step_id(page, 1))] * 3,
        *[lambda: remember_place(reader, page=page, step_id=step_id(page, 2))] * 3,
    )
    assert errors == []
    assert StepMark.objects.count() == 1
    assert ReadingPlace.objects.count() == 1


def in_threads(*jobs) -> list[Exception]:
    """Run all jobs at the same moment, each on a connection of its own; what they raised."""
    errors: list[Exception] = []
    barrier = threading.Barrier(len(jobs))

    def run(job) -> None:
        barrier.wait()
        try:
            job()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


def test_all_steps_of_a_material_and_its_chapters_complete_it_once() -> None:
    reader, head = person(), material()
    chapter = material(parent=head)
    head = MaterialPage.objects.get(pk=head.pk)
    for page in (head, chapter):
        for number in (1, 2):
            mark_done(reader, page=page, step_id=step_id(page, number))
    mark_done(reader, page=head, step_id=step_id(head, 3))
    assert Completion.objects.count() == 0
    mark_done(reader, page=chapter, step_id=step_id(chapter, 3))
    mark_done(reader, page=chapter, step_id=step_id(chapter, 3))
    assert [(row.person, row.material_key) for row in Completion.objects.all()] == [(reader, head.translation_key)]


def test_a_step_taken_back_the_same_day_takes_the_completion_along_a_later_one_does_not() -> None:
    reader, page = person(), material()
    for number in (1, 2, 3):
        mark_done(reader, page=page, step_id=step_id(page, number))
    unmark(reader, page=page, step_id=step_id(page, 3))
    assert Completion.objects.count() == 0
    mark_done(reader, page=page, step_id=step_id(page, 3))
    Completion.objects.update(completed_on="2026-01-05")
    unmark(reader, page=page, step_id=step_id(page, 3))
    assert Completion.objects.count() == 1
