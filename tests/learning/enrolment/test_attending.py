"""Who came: by the lecturer's list, by the code; what follows at the end of the run, and how it is corrected."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from core.enums import Role
from core.events import receive
from core.models import AuditEntry, Person
from core.transitions import ForbiddenError, OvertakenError
from learning.domain.attending import check_in, mark_all_present, mark_attendance, show_code
from learning.domain.closing import cancel_enrolments, close_run, set_result
from learning.domain.completions import CompletionsChanged, record_completion, remove_completion
from learning.domain.enrolment_clock import remind_of_tomorrow
from learning.enums import AttendanceState as State
from learning.enums import CompletionSource, MarkedBy, RunState
from learning.enums import EnrolmentStatus as Status
from learning.models import Attendance, Completion, CourseRun, Enrolment, Sitting
from tests.learning.building import person
from tests.learning.courses import bare_course, run
from tests.learning.enrolment.scenes import comes, organiser_of, refusal, statuses, taken, told, words
from tests.people import make_person

pytestmark = pytest.mark.django_db

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def under_way(*people: Person, seats: int = 10, sittings: int = 1) -> CourseRun:
    """A run whose last sitting began half an hour ago; these people came in before."""
    where = run(seats=seats)
    for each in people:
        comes(each, where)
    now = timezone.now()
    Sitting.objects.filter(run=where).delete()
    for ago in reversed(range(sittings)):
        begins = now - ago * DAY - HOUR / 2
        Sitting.objects.create(run=where, starts_at=begins, ends_at=begins + 2 * HOUR)
    first, last = where.sittings.first(), where.sittings.last()
    assert first is not None
    assert last is not None
    CourseRun.objects.filter(pk=where.pk).update(starts_at=first.starts_at, ends_at=last.ends_at)
    where.refresh_from_db()
    return where


def row(where: CourseRun, who: Person) -> Enrolment:
    return Enrolment.objects.get(run=where, person=who)


def test_the_lecturer_marks_and_unmarks_and_the_trail_says_so():
    who, lecturer = person(), person()
    where = under_way(who)
    where.lecturers.add(lecturer)
    sitting = where.sittings.get()
    for state in (State.ABSENT, State.PRESENT, State.PRESENT, None):
        mark_attendance(row(where, who), sitting, state, actor=lecturer)
    trail = AuditEntry.objects.filter(action="attendance.marked").order_by("pk")
    assert [(each.detail["from"], each.detail["to"]) for each in trail] == [
        ("", "absent"), ("absent", "present"), ("present", ""),
    ]  # fmt: skip
    assert Attendance.objects.count() == 0


def test_marks_are_for_those_with_a_seat_at_a_sitting_of_theirs_that_has_begun():
    who, late = person(), person()
    where, other = under_way(who, late, seats=1), run()
    organiser = organiser_of(where)
    mine = row(where, who)
    with pytest.raises(ForbiddenError):
        mark_attendance(mine, where.sittings.get(), State.PRESENT, actor=who)
    said = [
        refusal(lambda: mark_attendance(mine, other.sittings.get(), State.PRESENT, actor=organiser)),
        refusal(lambda: mark_attendance(row(where, late), where.sittings.get(), State.PRESENT, actor=organiser)),
    ]
    tomorrow = Sitting.objects.create(run=where, starts_at=timezone.now() + DAY, ends_at=timezone.now() + DAY + HOUR)
    said.append(refusal(lambda: mark_attendance(mine, tomorrow, State.ABSENT, actor=organiser)))
    assert said == ["other_run", "no_seat", "ahead"]
    assert mark_attendance(mine, tomorrow, State.EXCUSED, actor=organiser) is not None


def test_everybody_else_is_present_with_one_press():
    people = [person() for _ in range(3)]
    where = under_way(*people)
    organiser, sitting = organiser_of(where), where.sittings.get()
    mark_attendance(row(where, people[0]), sitting, State.ABSENT, actor=organiser)
    assert [mark_all_present(where, sitting, actor=organiser) for _ in range(2)] == [2, 0]
    assert sorted(Attendance.objects.values_list("state", flat=True)) == ["absent", "present", "present"]


def test_the_code_marks_who_types_it_in_any_width_and_only_for_this_sitting():
    who, other = person(), person()
    where, elsewhere = under_way(who), under_way(other)
    organiser = organiser_of(where)
    code = show_code(where, actor=organiser)
    assert show_code(where, actor=organiser).digits == code.digits
    typed = code.digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    mark = check_in(who, f" {typed[:3]} {typed[3:]}")
    assert (mark.sitting, mark.state, mark.how, mark.marked_by) == (code.sitting, State.PRESENT, MarkedBy.CODE, who)
    show_code(elsewhere, actor=organiser_of(elsewhere))
    assert refusal(lambda: check_in(other, code.digits)) == "wrong_code"
    assert show_code(where, actor=organiser, anew=True).digits != code.digits


def test_there_is_no_code_outside_a_sitting_and_guessing_is_throttled():
    who = person()
    where = run(in_days=1)
    comes(who, where)
    assert refusal(lambda: show_code(where, actor=organiser_of(where))) == "no_sitting"
    assert [refusal(lambda: check_in(who, "123456")) for _ in range(11)] == ["no_sitting"] * 10 + ["throttled"]


def test_closing_says_who_completed_it_by_what_is_marked():
    came, excused, missed_one, never, waits = (person() for _ in range(5))
    where = under_way(came, excused, missed_one, never, waits, seats=4, sittings=2)
    organiser, (first, second) = organiser_of(where), where.sittings.all()
    for who, states in {came: (State.PRESENT, State.PRESENT), excused: (State.EXCUSED, State.PRESENT)}.items():
        for sitting, state in zip((first, second), states, strict=True):
            mark_attendance(row(where, who), sitting, state, actor=organiser)
    mark_attendance(row(where, missed_one), first, State.PRESENT, actor=organiser)
    close_run(where, actor=organiser)
    assert statuses(where) == [
        Status.COMPLETED, Status.COMPLETED, Status.NOT_COMPLETED, Status.NOT_COMPLETED, Status.LAPSED,
    ]  # fmt: skip
    done = Completion.objects.order_by("enrolment__line")
    assert [(each.person, each.source) for each in done] == [(came, "run"), (excused, "run")]
    assert {each.completed_on for each in done} == {timezone.localdate(where.ends_at, where.zone_info)}
    # The earlier notices are read by nobody: what was unsaid at closing leaves these.
    assert [told(each)[-1:] for each in (came, missed_one, waits)] == [["feedback_asked"]] * 2 + [["lapsed"]]
    assert (taken(where), CourseRun.objects.get(pk=where.pk).status) == (4, RunState.HELD)
    with pytest.raises(OvertakenError):
        close_run(where, actor=organiser)


def test_a_run_is_not_closed_before_its_last_sitting_nor_by_just_anybody():
    where = run(in_days=1)
    assert refusal(lambda: close_run(where, actor=organiser_of(where))) == "ahead"
    with pytest.raises(ForbiddenError):
        close_run(under_way(), actor=person())


def test_a_mark_after_closing_changes_the_result_and_the_completion_with_it():
    who = person()
    where = under_way(who)
    organiser, sitting, heard = organiser_of(where), where.sittings.get(), []
    close_run(where, actor=organiser)
    receive(CompletionsChanged, heard.append)
    mark_attendance(row(where, who), sitting, State.PRESENT, actor=organiser)
    assert (row(where, who).status, Completion.objects.count()) == (Status.COMPLETED, 1)
    mark_attendance(row(where, who), sitting, State.ABSENT, actor=organiser)
    assert (row(where, who).status, Completion.objects.count()) == (Status.NOT_COMPLETED, 0)
    actions = AuditEntry.objects.filter(action__startswith="enrolment.", subject=who).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "enrolment.enrol", "enrolment.fail", "enrolment.complete", "enrolment.fail",
    ]  # fmt: skip


def test_a_result_is_set_by_hand_with_its_reason_once_the_run_is_closed():
    who = person()
    where = under_way(who)
    organiser = organiser_of(where)
    assert refusal(lambda: set_result(row(where, who), completed=True, actor=organiser)) == "not_held"
    close_run(where, actor=organiser)
    for _ in range(2):
        set_result(row(where, who), completed=True, actor=organiser, reason="Made up for it.")
    assert (row(where, who).status, row(where, who).reason) == (Status.COMPLETED, "Made up for it.")
    set_result(row(where, who), completed=False, actor=organiser)
    assert Completion.objects.count() == 0
    with pytest.raises(ForbiddenError):
        set_result(row(where, who), completed=True, actor=who)


def test_a_cancelled_run_lets_everybody_go_and_gives_every_seat_back():
    people = [person() for _ in range(3)]
    where = run(seats=2)
    for each in people:
        comes(each, where)
    assert cancel_enrolments(where, actor=organiser_of(where)) == people
    assert (set(statuses(where)), taken(where)) == ({Status.CANCELLED}, 0)


def test_hr_records_what_was_completed_elsewhere_and_takes_back_its_own_alone():
    hr, who, what = make_person(role=Role.HR), person(), bare_course()
    today = timezone.localdate()
    made = record_completion(who, what, on=today, actor=hr, note="External certificate")
    assert (made.source, made.recorded_by, made.minutes) == (CompletionSource.RECORDED, hr, what.minutes)
    said = [
        words(lambda day=day: record_completion(who, what, on=day, actor=hr))
        for day in (today, today + DAY, who.joined_on - DAY)
    ]
    assert said == [
        "This completion is recorded already.", "This day lies ahead.", "This day lies before the person joined.",
    ]  # fmt: skip
    with pytest.raises(ForbiddenError):
        record_completion(who, what, on=today, actor=who)
    remove_completion(made, actor=hr)
    assert Completion.objects.count() == 0


def test_the_day_before_is_told_once_and_anew_when_it_is_moved():
    who, where = person(), run(in_days=5)
    comes(who, where)
    sitting = where.sittings.get()
    for hours in (20, 20, 10):
        begins = timezone.now().replace(second=0, microsecond=0, minute=0) + hours * HOUR
        Sitting.objects.filter(pk=sitting.pk).update(starts_at=begins, ends_at=begins + HOUR)
        Enrolment.objects.update(seated_at=timezone.now() - 3 * DAY)
        remind_of_tomorrow()
    assert told(who) == ["enrolled", "run_tomorrow", "run_tomorrow"]
