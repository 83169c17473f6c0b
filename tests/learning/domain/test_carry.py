"""What becomes of progress when an editor changes a page's steps."""

from __future__ import annotations

import pytest

from learning.domain.progress import mark_done, mark_stuck, remember_place
from learning.domain.queries.progress import marks_of, progress_over
from learning.models import MaterialPage, ReadingPlace, StepChange, StepMark, StuckReport
from tests.learning.building import TEXT, draft, edit, material, person, step_id, translated

pytestmark = pytest.mark.django_db

INTRO, INSTALL, START, CLEAN = TEXT.split("\n## ")
INSTALL, START, CLEAN = (f"## {part}" for part in (INSTALL, START, CLEAN))
LONG = """## Set up the machine

Open a terminal and bring the list of packages up to date before anything else, so that nothing old is installed.
Install the compiler and the debugger from the distribution, then look at their versions to be sure of what you have.

Create a directory for your exercises, go into it, and put it under version control with an empty first commit.
Write your name and address into the configuration of the version control, so that commits carry them from now on.
"""
FIRST, SECOND = LONG.strip().split("\n\n")[1:]
SPLIT = f"## Set up the machine\n\n{FIRST}\n\n## Prepare a directory\n\n{SECOND}\n"


def titles(page: MaterialPage) -> dict[str, str]:
    return {step["title"]: step["id"] for step in page.steps}


def states(reader, page: MaterialPage) -> dict[str, str]:
    by_id = {step["id"]: step["title"] for step in page.steps}
    marks = marks_of(reader, [page.translation_key])[page.translation_key]
    return {by_id[step_id]: state for step_id, state in marks.items() if step_id in by_id}


def test_a_reordered_step_keeps_its_mark() -> None:
    reader, page = person(), material()
    mark_done(reader, page=page, step_id=step_id(page, 1))
    page = edit(page, "\n".join([INTRO, CLEAN, START, INSTALL]))
    assert [step["title"] for step in page.steps] == ["Clean up", "Start a container", "Install it"]
    assert states(reader, page) == {"Install it": "done"}


def test_a_retitled_and_slightly_edited_step_keeps_its_mark() -> None:
    reader, page = person(), material()
    mark_stuck(reader, page=page, step_id=step_id(page, 2))
    page = edit(page, TEXT.replace("Start a container", "Run your first container").replace("small", "tiny"))
    assert states(reader, page) == {"Run your first container": "stuck"}


def test_a_removed_step_keeps_its_mark_but_no_longer_counts() -> None:
    reader, page = person(), material()
    for number in (1, 2, 3):
        mark_done(reader, page=page, step_id=step_id(page, number))
    gone = step_id(page, 3)
    page = edit(page, "\n".join([INTRO, INSTALL, START]))
    progress = progress_over([page], marks_of(reader, [page.translation_key]))
    assert (progress.done, progress.total, progress.finished) == (2, 2, True)
    assert StepMark.objects.filter(step_id=gone).count() == 1


def test_a_step_brought_back_counts_again() -> None:
    reader, page = person(), material()
    mark_done(reader, page=page, step_id=step_id(page, 3))
    before = page.get_latest_revision() or page.save_revision()
    page = edit(page, "\n".join([INTRO, INSTALL, START]))
    before.publish()
    page = MaterialPage.objects.get(pk=page.pk)
    assert states(reader, page) == {"Clean up": "done"}


def test_who_was_done_with_a_step_is_done_with_both_its_parts() -> None:
    reader, other, page = person(), person(), material(f"{LONG}\n{CLEAN}")
    mark_done(reader, page=page, step_id=titles(page)["Set up the machine"])
    mark_stuck(other, page=page, step_id=titles(page)["Set up the machine"])
    page = edit(page, f"{SPLIT}\n{CLEAN}")
    assert len(page.steps) == 3
    assert states(reader, page) == {"Set up the machine": "done", "Prepare a directory": "done"}
    assert list(states(other, page).values()) == ["stuck"]


def test_a_step_split_in_two_drafts_is_carried_when_the_second_goes_live() -> None:
    reader, page = person(), material(f"{LONG}\n{CLEAN}")
    mark_done(reader, page=page, step_id=titles(page)["Set up the machine"])
    page = draft(page, f"{SPLIT}\n{CLEAN}")
    assert len(page.steps) == 2
    page = edit(page, f"{SPLIT}\n{CLEAN}\nOne more sentence at the end of the page.\n")
    assert states(reader, page) == {"Set up the machine": "done", "Prepare a directory": "done"}


def test_done_with_a_merged_step_is_only_who_was_done_with_all_its_parts() -> None:
    both, one, page = person(), person(), material(f"{SPLIT}\n{CLEAN}")
    first, second = titles(page)["Set up the machine"], titles(page)["Prepare a directory"]
    for step in (first, second):
        mark_done(both, page=page, step_id=step)
    mark_done(one, page=page, step_id=first)
    page = edit(page, f"{LONG}\n{CLEAN}")
    assert len(page.steps) == 2
    assert states(both, page) == {"Set up the machine": "done"}
    assert states(one, page) == {}


def test_questions_and_places_follow_to_the_step_that_took_theirs_in() -> None:
    reader, page = person(), material(f"{SPLIT}\n{CLEAN}")
    parts = {titles(page)["Set up the machine"], titles(page)["Prepare a directory"]}
    for step in parts:
        StuckReport.objects.create(
            person=reader, translation_key=page.translation_key, step_id=step, language="en", seen="x"
        )
    page = edit(page, f"{LONG}\n{CLEAN}")
    kept = titles(page)["Set up the machine"]
    assert set(StuckReport.objects.values_list("step_id", flat=True)) == {kept}
    gone = (parts - {kept}).pop()
    assert StepChange.objects.get().other_id == gone


def test_being_stuck_at_a_part_is_being_stuck_at_the_whole() -> None:
    reader, page = person(), material(f"{SPLIT}\n{CLEAN}")
    mark_done(reader, page=page, step_id=titles(page)["Set up the machine"])
    mark_stuck(reader, page=page, step_id=titles(page)["Prepare a directory"])
    page = edit(page, f"{LONG}\n{CLEAN}")
    assert states(reader, page) == {"Set up the machine": "stuck"}


def test_a_split_undone_and_made_again_is_carried_again() -> None:
    reader, page = person(), material(f"{LONG}\n{CLEAN}")
    page = edit(page, f"{SPLIT}\n{CLEAN}")
    page = edit(page, f"{LONG}\n{CLEAN}")
    mark_done(reader, page=page, step_id=titles(page)["Set up the machine"])
    page = edit(page, f"{SPLIT}\n{CLEAN}")
    assert states(reader, page) == {"Set up the machine": "done", "Prepare a directory": "done"}


def test_saving_the_same_page_again_carries_nothing_twice() -> None:
    one, page = person(), material(f"{SPLIT}\n{CLEAN}")
    page = edit(page, f"{LONG}\n{CLEAN}")
    mark_done(one, page=page, step_id=titles(page)["Set up the machine"])
    page = edit(page, f"{LONG}\n{CLEAN}\n")
    assert states(one, page) == {"Set up the machine": "done"}


ENGLISH_SPLIT = """## 機械を整える

まず端末を開いて、パッケージの一覧を新しくします。古いものを入れないためです。続いてコンパイラーとデバッガーを入れます。

## フォルダーを用意する

練習のためのフォルダーを作り、その中に入って、空の最初のコミットで版管理を始めます。名前とアドレスも設定しておきます。

## 片付ける

動いているコンテナを止め、イメージとともに消して、空いた容量を確かめます。
"""


def test_the_other_language_has_the_same_steps() -> None:
    reader, page = person(), material(f"{SPLIT}\n{CLEAN}")
    other = translated(page, ENGLISH_SPLIT)
    assert [step["id"] for step in other.steps] == [step["id"] for step in page.steps]
    mark_done(reader, page=page, step_id=step_id(page, 2))
    assert states(reader, other) == {"フォルダーを用意する": "done"}


def test_a_merge_that_the_other_language_follows_later_is_not_carried_again() -> None:
    reader, page = person(), material(f"{SPLIT}\n{CLEAN}")
    other = translated(page, ENGLISH_SPLIT)
    page = edit(page, f"{LONG}\n{CLEAN}")
    mark_done(reader, page=page, step_id=titles(page)["Set up the machine"])
    other = edit(other, ENGLISH_SPLIT.replace("## フォルダーを用意する\n", ""))
    assert [step["id"] for step in other.steps] == [step["id"] for step in page.steps]
    assert states(reader, other) == {"機械を整える": "done"}


def test_the_place_in_a_step_that_was_taken_in_moves_along() -> None:
    reader, page = person(), material(f"{SPLIT}\n{CLEAN}")
    for title in ("Set up the machine", "Prepare a directory"):
        remember_place(reader, page=page, step_id=titles(page)[title])
        page = MaterialPage.objects.get(pk=page.pk)
    page = edit(page, f"{LONG}\n{CLEAN}")
    assert ReadingPlace.objects.get().step_id == titles(page)["Set up the machine"]
