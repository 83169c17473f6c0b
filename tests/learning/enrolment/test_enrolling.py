"""Getting in, waiting, moving up and getting out: one row locked, the line in order of arrival."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from core.domain.leaving import leave, stay
from core.domain.page_audience import set_page_audience
from core.enums import Role
from core.models import AuditEntry, Person
from core.transitions import ForbiddenError, OvertakenError
from learning.domain.enrolling import enrol, withdraw
from learning.domain.leavers import give_back_of_leavers
from learning.domain.line import move_up, set_seats
from learning.domain.running import open_run
from learning.enums import CompletionSource, RunState
from learning.enums import EnrolmentStatus as Status
from learning.models import Completion, CoursePage, CoursePrerequisite, CourseRun, Enrolment, Equivalent
from tests.learning.building import person
from tests.learning.courses import bare_course, course, run
from tests.learning.enrolment.scenes import comes, in_calendar, organiser_of, refusal, statuses, taken, told, words
from tests.people import audience_of, make_department, make_person, place

pytestmark = pytest.mark.django_db

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def test_who_finds_a_seat_has_it_with_a_notice_a_calendar_entry_and_a_line_in_the_trail():
    where, who = run(seats=1), person()
    enrolment = comes(who, where)
    assert (enrolment.status, enrolment.line, taken(where)) == (Status.ENROLLED, 1, 1)
    assert (told(who), in_calendar(who)) == (["enrolled"], 1)
    entry = AuditEntry.objects.get(action="enrolment.enrol")
    assert (entry.subject, entry.detail) == (who, {"run": where.pk, "to": "enrolled", "line": 1})


def test_the_next_waits_and_moves_up_in_the_transaction_that_frees_the_seat():
    where, first, second, third = run(seats=1), person(), person(), person()
    seat = comes(first, where)
    comes(second, where)
    comes(third, where)
    assert statuses(where) == [Status.ENROLLED, Status.WAITING, Status.WAITING]
    assert (told(second), in_calendar(second)) == ([], 0)  # they read it on the page that answers
    withdraw(seat, actor=first)
    assert statuses(where) == [Status.WITHDRAWN, Status.ENROLLED, Status.WAITING]
    assert (told(second), in_calendar(second), in_calendar(first)) == (["promoted"], 1, 0)
    assert taken(where) == 1


def test_nothing_of_it_is_left_where_the_transaction_fails(monkeypatch: pytest.MonkeyPatch):
    where, first, second = run(seats=1), person(), person()
    seat = comes(first, where)
    comes(second, where)
    monkeypatch.setattr("learning.domain.telling.promoted", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        withdraw(seat, actor=first)
    assert (statuses(where), taken(where)) == ([Status.ENROLLED, Status.WAITING], 1)


def test_a_run_without_a_number_of_seats_takes_everybody():
    where = run(seats=None)
    assert {comes(person(), where).status for _ in range(3)} == {Status.ENROLLED}


def test_twice_in_two_tabs_says_what_it_is_already():
    where, first, second = run(seats=1), person(), person()
    comes(first, where)
    comes(second, where)
    assert words(lambda: comes(first, where)) == "Already enrolled."
    assert words(lambda: comes(second, where)) == "Already on the waiting list."
    assert (taken(where), where.enrolments.count()) == (1, 2)


def test_withdrawing_twice_frees_one_seat():
    where, who = run(seats=2), person()
    comes(person(), where)
    enrolment = comes(who, where)
    stale = Enrolment.objects.get(pk=enrolment.pk)
    withdraw(enrolment, actor=who)
    with pytest.raises(OvertakenError):
        withdraw(stale, actor=who)
    assert taken(where) == 1


def test_again_after_withdrawing_is_the_end_of_the_line():
    where, first, second = run(seats=1), person(), person()
    seat = comes(first, where)
    comes(second, where)
    withdraw(seat, actor=first)
    again = comes(first, where)
    assert (again.pk, again.status, again.line) == (seat.pk, Status.WAITING, 3)
    withdraw(where.enrolments.get(person=second), actor=second)
    assert statuses(where) == [Status.WITHDRAWN, Status.ENROLLED]
    assert told(first) == ["promoted"]  # the earlier notices were unsaid, unread


@pytest.mark.django_db(transaction=True)
def test_twice_at_once_is_one_enrolment():
    where, who = run(seats=5), person()
    outcomes: list[str] = []

    def press() -> None:
        try:
            outcomes.append(str(comes(who, where).status))
        except OvertakenError as refused:
            outcomes.append(str(refused.code))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already", "already", "already", "enrolled"]
    assert taken(where) == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"status": RunState.DRAFT}, "not_open"),
        ({"status": RunState.CANCELLED}, "cancelled"),
        ({"status": RunState.HELD}, "over"),
        ({"starts_at": timezone.now() - HOUR}, "begun"),
        ({"starts_at": timezone.now() - 3 * HOUR, "ends_at": timezone.now() - HOUR}, "over"),
        ({"enrol_from": timezone.now() + HOUR}, "not_yet"),
        ({"enrol_until": timezone.now() - HOUR}, "closed"),
    ],
)
def test_a_run_that_takes_nobody_now_says_why(facts: dict[str, Any], code: str):
    where, who = run(), person()
    CourseRun.objects.filter(pk=where.pk).update(**facts)
    assert refusal(lambda: comes(who, where)) == code
    assert (taken(where), where.enrolments.count()) == (0, 0)


def test_what_changed_since_the_page_was_loaded_is_seen_under_the_lock():
    where, who = run(), person()
    old_page = CourseRun.objects.select_related("course").get(pk=where.pk)
    CourseRun.objects.filter(pk=where.pk).update(status=RunState.CANCELLED)
    assert words(lambda: enrol(old_page, who, actor=who)) == "The run is cancelled."


def test_the_window_is_told_in_the_readers_zone():
    where, who = run(), person()
    CourseRun.objects.filter(pk=where.pk).update(enrol_from=dt.datetime(2099, 4, 1, 0, 30, tzinfo=dt.UTC))
    with timezone.override("Asia/Tokyo"), translation.override("ja"):
        assert words(lambda: comes(who, where)) == "受講登録の受付は2099年4月1日9:30に始まります。"


def test_an_enforced_prerequisite_is_named_and_an_equivalent_counts():
    basics, other, advised = bare_course(title_en="Basics"), bare_course(), bare_course()
    where, who = run(), person()
    CoursePrerequisite.objects.create(course=where.course, needed=basics, is_enforced=True)
    CoursePrerequisite.objects.create(course=where.course, needed=advised)
    assert words(lambda: comes(who, where)) == "Complete first: Basics"
    Equivalent.objects.create(course=basics, counts=other)
    Completion.objects.create(
        person=who, course=other, title="x", completed_on="2026-01-01", source=CompletionSource.RECORDED
    )
    assert comes(who, where).status == Status.ENROLLED


def test_who_may_not_read_the_page_of_the_course_may_not_come():
    sales = make_department("sales")
    of_sales = course()
    page = CoursePage.objects.get(translation_key=of_sales.translation_key)
    set_page_audience(page, audience=audience_of(sales), actor=None)
    where, inside, outside = run(of_sales), make_person(), make_person()
    place(inside, sales)
    assert comes(inside, where).status == Status.ENROLLED
    with pytest.raises(ForbiddenError):
        comes(outside, where)
    page.unpublish()
    where = run(type(of_sales).objects.get(pk=of_sales.pk))
    assert refusal(lambda: comes(inside, where)) == "not_live"


def test_nobody_enrols_somebody_else_but_those_who_look_after_the_run_hr_and_managers():
    where, who = run(), person()
    organiser, hr = organiser_of(where), make_person(role=Role.HR)
    above = person(manager=None)
    manager = person(manager=above)
    Person.objects.filter(pk=who.pk).update(manager=manager)
    who.refresh_from_db()
    assert refusal(lambda: enrol(where, who, actor=person())) == "not_yours"
    for actor in (organiser, hr, manager, above):
        enrolment = enrol(where, who, actor=actor)
        assert (enrolment.status, enrolment.enrolled_by) == (Status.ENROLLED, actor)
        withdraw(enrolment, actor=who)


def test_whoever_looks_after_the_run_enrols_outside_the_window_until_it_is_over():
    where, who = run(), person()
    organiser = organiser_of(where)
    CourseRun.objects.filter(pk=where.pk).update(
        enrol_until=timezone.now() - DAY, starts_at=timezone.now() - HOUR, ends_at=timezone.now() + HOUR
    )
    assert enrol(where, who, actor=organiser).status == Status.ENROLLED
    CourseRun.objects.filter(pk=where.pk).update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    assert refusal(lambda: enrol(where, person(), actor=organiser)) == "over"


def test_the_deadline_to_withdraw_binds_who_has_a_seat_and_not_the_organiser():
    where, who, waiting = run(seats=1, in_days=3), person(), person()
    organiser = organiser_of(where)
    seat, place_ = comes(who, where), comes(waiting, where)
    type(where.course).objects.filter(pk=where.course_id).update(withdraw_days=5)
    assert "deadline" in words(lambda: withdraw(Enrolment.objects.get(pk=seat.pk), actor=who))
    withdraw(place_, actor=waiting)
    withdraw(seat, actor=organiser, reason="Swapped with the May run.")
    assert (seat.status, seat.reason, told(who)) == (Status.WITHDRAWN, "Swapped with the May run.", ["removed"])


def test_a_day_of_the_run_itself_goes_before_the_days_of_the_course():
    where, who = run(in_days=1), person()
    seat = comes(who, where)
    CourseRun.objects.filter(pk=where.pk).update(withdraw_until=timezone.now() + HOUR)
    assert withdraw(Enrolment.objects.get(pk=seat.pk), actor=who).status == Status.WITHDRAWN


def test_others_do_not_withdraw_somebody():
    where, who = run(), person()
    seat = comes(who, where)
    with pytest.raises(ForbiddenError):
        withdraw(seat, actor=person())
    assert taken(where) == 1


def test_raising_the_seats_moves_the_line_up_at_once_and_lowering_takes_no_seat_away():
    where = run(seats=1)
    organiser = organiser_of(where)
    for _ in range(4):
        comes(person(), where)
    assert [each.line for each in set_seats(where, 3, actor=organiser)] == [2, 3]
    assert words(lambda: set_seats(where, 2, actor=organiser)) == (
        "3 seats are taken. Give at least that many, or withdraw people first."
    )
    assert "at least one seat" in words(lambda: set_seats(where, -1, actor=organiser))
    assert [each.line for each in set_seats(where, None, actor=organiser)] == [4]
    with pytest.raises(ForbiddenError):
        set_seats(where, 9, actor=person())
    assert taken(where) == 4


def test_the_line_stands_still_once_the_run_has_begun_and_moves_when_it_is_put_off():
    where, who = run(seats=1), person()
    seat = comes(who, where)
    late, later = person(), person()
    comes(late, where)
    organiser = organiser_of(where)
    begins, over = timezone.now() - HOUR, timezone.now() + HOUR
    CourseRun.objects.filter(pk=where.pk).update(starts_at=begins, ends_at=over)
    withdraw(seat, actor=organiser)
    assert (statuses(where), taken(where)) == ([Status.WITHDRAWN, Status.WAITING], 0)
    CourseRun.objects.filter(pk=where.pk).update(starts_at=timezone.now() + DAY, ends_at=timezone.now() + 2 * DAY)
    # Whoever comes first after that does not pass who waits.
    assert comes(later, where).status == Status.WAITING
    assert (statuses(where), move_up(where)) == ([Status.WITHDRAWN, Status.ENROLLED, Status.WAITING], [])


def test_leaving_gives_the_seat_back_and_staying_takes_it_from_nobody(django_capture_on_commit_callbacks: Any):
    soon, later = run(seats=1, in_days=3), run(seats=1, in_days=30)
    who, second = make_person(), person()
    for where in (soon, later):
        comes(who, where)
        comes(second, where)
    with django_capture_on_commit_callbacks(execute=True):
        leave(who, on=timezone.localdate() + 10 * DAY, actor=None)
    assert statuses(soon) == [Status.ENROLLED, Status.WAITING]
    assert statuses(later) == [Status.WITHDRAWN, Status.ENROLLED]
    with django_capture_on_commit_callbacks(execute=True):
        stay(who, actor=None)
    assert statuses(later) == [Status.WITHDRAWN, Status.ENROLLED]


def test_who_left_by_a_file_of_people_is_found_by_the_clock():
    where, who = run(seats=1), person()
    comes(who, where)
    comes(person(), where)
    Person.objects.filter(pk=who.pk).update(left_on=timezone.localdate())
    assert (give_back_of_leavers(), give_back_of_leavers()) == (1, 0)
    assert statuses(where) == [Status.WITHDRAWN, Status.ENROLLED]


def test_who_has_left_or_will_have_is_not_enrolled_and_who_joins_by_then_is_by_others():
    where = run(in_days=20)
    organiser, today = organiser_of(where), timezone.localdate()
    gone, going, joining, too_late = (
        person(left_on=today), person(left_on=today + 5 * DAY), person(joined_on=today + 10 * DAY),
        person(joined_on=today + 40 * DAY),
    )  # fmt: skip
    codes = [refusal(lambda each=each: enrol(where, each, actor=organiser)) for each in (gone, going, too_late)]
    assert codes == ["left", "left", "not_joined"]
    assert enrol(where, joining, actor=organiser).status == Status.ENROLLED


def test_a_lecturer_who_took_a_seat_and_gives_it_back_keeps_the_sittings_in_their_calendar():
    where, lecturer = run(status=RunState.DRAFT), person()
    where.lecturers.add(lecturer)
    open_run(where, actor=organiser_of(where))
    withdraw(comes(lecturer, where), actor=lecturer)
    assert in_calendar(lecturer) == 1
