"""Status changes: one table, one writer, a clear word for each refusal."""

import threading

import pytest
from django.db import IntegrityError, connection, models
from django.utils import translation

from core import events, transitions
from core.enums import PeopleFileStatus as Status
from core.models import AuditEntry, PeopleFile
from core.transitions import (
    ForbiddenError,
    NotNowError,
    OvertakenError,
    StatusChanged,
    Transition,
    Workflow,
    available_transitions,
    by_the_portal,
    change_status,
    offered_transitions,
)
from tests.people import make_person

pytestmark = pytest.mark.django_db


def is_own(person, file):
    return person is not None and file.actor_id == person.pk


def has_rows(person, file):
    return None if file.total else "It has no rows."


FLOW = Workflow(
    "paper",
    PeopleFile,
    Status,
    transitions=(
        Transition("check", "Check", {Status.CHECKING}, Status.CHECKED, permission=by_the_portal),
        Transition("write", "Write", {Status.CHECKED}, Status.WRITING, permission=is_own, guards=(has_rows,)),
        Transition("drop", "Drop", {Status.CHECKING, Status.CHECKED}, Status.DROPPED, permission=is_own),
    ),
    subject=lambda file: file.actor,
)


@pytest.fixture(autouse=True)
def _one_workflow(monkeypatch):
    monkeypatch.setattr(transitions, "_workflows", {PeopleFile: FLOW})
    with translation.override("en"):
        yield


@pytest.fixture
def owner():
    return make_person()


@pytest.fixture
def file(owner):
    return PeopleFile.objects.create(actor=owner, name="a.csv", status=Status.CHECKED, total=3)


def status_of(file):
    return PeopleFile.objects.get(pk=file.pk).status


def trail():
    return AuditEntry.objects.filter(action__startswith="paper.")


def names(offered):
    return [transition.name for transition in offered]


def test_a_status_changes_with_what_belongs_to_it_and_the_trail_says_so(file, owner):
    changed = change_status(file, "write", actor=owner, changes={"done": 1}, detail={"why": "asked"})
    entry = trail().get()
    assert changed is file
    assert (file.status, file.done) == (Status.WRITING, 1)
    assert PeopleFile.objects.filter(status=Status.WRITING, done=1).count() == 1
    assert (entry.action, entry.actor, entry.subject, entry.object_id) == ("paper.write", owner, owner, str(file.pk))
    assert entry.detail == {"from": "checked", "to": "writing", "why": "asked"}


def test_whoever_comes_second_is_told_what_it_is_now(file, owner):
    stale = PeopleFile.objects.get(pk=file.pk)
    change_status(file, "drop", actor=owner)
    with pytest.raises(OvertakenError, match="Somebody else was quicker: it is now “Given up”"):
        change_status(stale, "write", actor=owner)
    assert stale.status == Status.DROPPED


def test_the_same_button_twice_says_that_it_is_done(file, owner):
    change_status(file, "drop", actor=owner)
    with pytest.raises(OvertakenError, match="already done"):
        change_status(file, "drop", actor=owner)
    assert trail().count() == 1


def test_a_row_that_is_gone_is_no_error_page(file, owner):
    PeopleFile.objects.all().delete()
    with pytest.raises(OvertakenError, match="no longer there"):
        change_status(file, "drop", actor=owner)


def test_others_may_not_and_the_portal_has_no_rights_of_a_person(file):
    for actor in (make_person(), None):
        with pytest.raises(ForbiddenError):
            change_status(file, "drop", actor=actor)
    assert status_of(file) == Status.CHECKED


def test_no_person_does_what_is_the_portals(file, owner):
    PeopleFile.objects.update(status=Status.CHECKING)
    with pytest.raises(ForbiddenError):
        change_status(file, "check", actor=owner)
    assert change_status(file, "check", actor=None).status == Status.CHECKED


def test_a_guard_says_why_not_and_looks_at_the_row_as_it_is(file, owner):
    PeopleFile.objects.update(total=0)
    with pytest.raises(NotNowError, match="It has no rows"):
        change_status(file, "write", actor=owner)
    assert (status_of(file), trail().count()) == (Status.CHECKED, 0)


def test_buttons_are_drawn_from_the_same_table(file, owner):
    assert names(available_transitions(file, owner)) == ["write", "drop"]
    assert names(available_transitions(file, make_person())) == []
    file.total = 0
    assert names(available_transitions(file, owner)) == ["drop"]
    assert [offer.refusal for offer in offered_transitions(file, owner)] == ["It has no rows.", ""]


def test_a_constraint_that_refuses_leaves_the_object_as_it_was(file, owner):
    with pytest.raises(IntegrityError):
        change_status(file, "write", actor=owner, changes={"name": None})
    assert (file.status, file.name, trail().count()) == (Status.CHECKED, "a.csv", 0)


def test_others_hear_of_it_after_the_commit(file, owner, monkeypatch, django_capture_on_commit_callbacks):
    heard = []
    monkeypatch.setitem(events._receivers, StatusChanged, [heard.append])
    with django_capture_on_commit_callbacks(execute=True):
        change_status(file, "drop", actor=owner)
        assert heard == []
    assert heard == [StatusChanged("paper", file.pk, "drop", "checked", "dropped", owner.pk)]


def test_refusals_speak_japanese(file, owner):
    change_status(file, "drop", actor=owner)
    with translation.override("ja"), pytest.raises(OvertakenError, match="ほかの人が先に"):
        change_status(file, "write", actor=owner)


@pytest.mark.parametrize(
    "transitions_of",
    [
        (Transition("a", "A", {"elsewhere"}, Status.DONE, permission=is_own),),
        (Transition("a", "A", set(), Status.DONE, permission=is_own),),
        (Transition("a", "A", {Status.DONE}, Status.FAILED, permission=is_own),) * 2,
    ],
    ids=["a status of another enum", "no source", "one name twice"],
)
def test_a_table_that_is_wrong_never_starts(transitions_of):
    with pytest.raises(ValueError, match="paper"):
        Workflow("paper", PeopleFile, Status, transitions=transitions_of)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_alone_gets_through(file, owner):
    """Each thread begins with the row as it was; the lock decides, and the others are told."""
    outcomes: list[str] = []
    together = threading.Barrier(4)

    def press(row: models.Model) -> None:
        together.wait()
        try:
            change_status(row, "drop", actor=owner)
            outcomes.append("done")
        except OvertakenError:
            outcomes.append("overtaken")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(PeopleFile.objects.get(pk=file.pk),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["done", "overtaken", "overtaken", "overtaken"]
    assert trail().count() == 1
