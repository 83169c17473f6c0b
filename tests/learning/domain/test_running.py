"""Runs: who makes them, what they may look like, how they are moved, opened and taken again."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from core.api import ForbiddenError, NotNowError, Role, grant_role
from core.models import AuditEntry, PageAudience
from core.models.calendar import CalendarEvent, CalendarInvitation
from learning.domain.clock import moment_of
from learning.domain.queries.runs_led import courses_to_run, own_runs, runs_managed
from learning.domain.run_checks import RunFacts, SittingFacts
from learning.domain.running import change_run, make_run, open_run
from learning.domain.taking_again import YEAR, _moved, take_again
from learning.enums import RunState
from learning.models import Attendance, Course, CourseRun, Sitting
from learning.rules import manages_run
from tests.learning.building import person
from tests.learning.courses import bare_course, course_page, enrolled, run
from tests.people import audience_of, make_department, make_section

pytestmark = pytest.mark.django_db

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
# Clocks there go forward on 28 March 2027 and back on 31 October, each at 3 o'clock.
SKIPPED, TWICE = dt.datetime(2027, 3, 28, 2, 30), dt.datetime(2027, 10, 31, 2, 30)  # noqa: DTZ001 - clock times
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def holding(role: Role, department=None):
    """Somebody with a role."""
    who = person()
    grant_role(who, role=role, actor=None, department=department if role == Role.DEPARTMENT_EDITOR else None)
    return type(who).objects.get(pk=who.pk)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def hr():
    return holding(Role.HR)


def ahead(days: float, hours: float = 2, **facts) -> SittingFacts:
    starts = (timezone.now() + days * DAY).replace(minute=0, second=0, microsecond=0)
    return SittingFacts(starts, starts + hours * HOUR, **facts)


def facts_of(run: CourseRun) -> RunFacts:
    """As the form would send it back unchanged."""
    sittings = tuple(SittingFacts(each.starts_at, each.ends_at, pk=each.pk) for each in run.sittings.all())
    return RunFacts(sittings=sittings, seats=run.seats.capacity, lecturers=tuple(run.lecturers.all()))


def wrong(facts: RunFacts, actor) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        make_run(bare_course(), facts=facts, actor=actor)
    assert CourseRun.objects.count() == 0
    return caught.value.message_dict


def test_a_run_begins_as_a_draft_that_its_maker_organises(hr) -> None:
    lecturer = person()
    made = make_run(bare_course(), facts=RunFacts((ahead(7), ahead(5)), (lecturer,), seats=12, place="7F"), actor=hr)
    assert (made.status, made.organiser, made.seats.capacity, made.place) == ("draft", hr, 12, "7F")
    assert [each.starts_at for each in made.sittings.all()] == [ahead(5).starts_at, ahead(7).starts_at]
    assert (made.starts_at, made.ends_at) == (ahead(5).starts_at, ahead(7).ends_at)
    assert AuditEntry.objects.filter(action="run.made", actor=hr).count() == 1
    assert CalendarEvent.objects.count() == 0


def test_what_is_wrong_is_said_all_at_once_and_by_field(hr) -> None:
    gone = person(left_on=timezone.localdate())
    backwards = ahead(5, hours=-1)
    facts = RunFacts(
        (ahead(4), backwards, ahead(-1)), (gone,), seats=-1, zone="Asia/Tokio", link="http://example.com",
        enrol_from=timezone.now() + 2 * DAY, enrol_until=timezone.now() + DAY,
    )  # fmt: skip
    assert wrong(facts, hr) == {
        "zone": ["“Asia/Tokio” is not a time zone."],
        "link": ["Write a link that begins with https://."],
        "seats": ["Write a number of seats from 1 to 10,000, or leave it empty: then everyone has one."],
        "enrol_until": ["Enrolment closes before it opens."],
        "lecturers": [f"{gone.display_name} has left the company. Choose somebody else."],
        "sittings": [
            "This sitting ends before it starts.",
            "This sitting would begin in the past.",
        ],
    }
    with pytest.raises(ValidationError) as caught:
        make_run(bare_course(), facts=facts, actor=hr)
    assert [each.params["index"] for each in caught.value.error_dict["sittings"]] == [1, 2]


@pytest.mark.parametrize("seats", [0, 10**9])
def test_seats_have_bounds(hr, seats) -> None:
    assert set(wrong(RunFacts((ahead(5),), seats=seats), hr)) == {"seats"}


def test_sittings_do_not_overlap_but_may_touch(hr) -> None:
    first, second = ahead(5), ahead(5)
    touching = replace(second, starts_at=first.ends_at, ends_at=first.ends_at + HOUR)
    overlapping = replace(touching, starts_at=first.ends_at - HOUR)
    assert wrong(RunFacts((first, overlapping)), hr) == {"sittings": ["This sitting overlaps sitting 1."]}
    assert make_run(bare_course(), facts=RunFacts((first, touching)), actor=hr).sittings.count() == 2


def test_an_hour_that_the_zone_skips_is_refused_and_one_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(ValidationError) as skipped:
        moment_of(SKIPPED, BERLIN)
    assert skipped.value.code == "skipped"
    with pytest.raises(ValidationError) as twice:
        moment_of(TWICE, BERLIN)
    assert twice.value.code == "twice"
    earlier, later = (moment_of(TWICE, BERLIN, later=each) for each in (False, True))
    assert (earlier.hour, later.hour) == (0, 1)


def test_opening_needs_sittings_that_lie_ahead_and_a_published_course(hr) -> None:
    def refused(made: CourseRun) -> str:
        with pytest.raises(NotNowError) as caught:
            open_run(made, actor=hr)
        return str(caught.value.message)

    assert refused(make_run(bare_course(), facts=RunFacts(), actor=hr)).startswith("Add at least one sitting")
    late = run(in_days=-3, status=RunState.DRAFT)
    assert refused(late).startswith("The first sitting lies in the past.")
    hidden = run(bare_course(is_live=False), status=RunState.DRAFT)
    assert refused(hidden) == "The page of the course is not published."


def test_an_open_run_stands_in_its_lecturers_calendars(hr) -> None:
    lecturer = person()
    made = make_run(bare_course(), facts=RunFacts((ahead(5), ahead(6)), (lecturer,)), actor=hr)
    open_run(made, actor=hr)
    assert (made.status, CalendarInvitation.objects.filter(person=lecturer).count()) == ("open", 2)


def test_a_moved_sitting_keeps_its_calendar_event_and_one_taken_out_is_cancelled(hr) -> None:
    made = make_run(bare_course(), facts=RunFacts((ahead(5), ahead(6))), actor=hr)
    open_run(made, actor=hr)
    comes = enrolled(at=made).person
    uids = set(CalendarEvent.objects.values_list("uid", flat=True))
    first, second = facts_of(made).sittings
    moved = replace(first, starts_at=second.starts_at, ends_at=second.ends_at)
    change_run(made, facts=replace(facts_of(made), sittings=(moved, ahead(9))), actor=hr)
    events = CalendarEvent.objects.order_by("starts_at", "pk")
    assert [each.cancelled_at is None for each in events] == [True, False, True]
    assert uids < {each.uid for each in events}
    assert made.ends_at == ahead(9).ends_at
    assert CalendarInvitation.objects.filter(person=comes, event__cancelled_at=None, withdrawn_at=None).count() == 2


def test_two_sittings_may_change_places(hr) -> None:
    made = make_run(bare_course(), facts=RunFacts((ahead(5), ahead(6))), actor=hr)
    first, second = facts_of(made).sittings
    swapped = (replace(second, pk=first.pk), replace(first, pk=second.pk))
    change_run(made, facts=replace(facts_of(made), sittings=swapped), actor=hr)
    assert [each.pk for each in made.sittings.all()] == [second.pk, first.pk]


def test_a_sitting_is_not_moved_into_the_past_and_one_that_was_held_stays(hr) -> None:
    made = run(in_days=-1)
    held = made.sittings.get()
    Attendance.objects.create(enrolment=enrolled(at=made), sitting=held, state="present")
    kept = facts_of(made).sittings[0]
    earlier = replace(kept, starts_at=kept.starts_at - DAY, ends_at=kept.ends_at - DAY)
    with pytest.raises(ValidationError) as caught:
        change_run(made, facts=replace(facts_of(made), sittings=(earlier,)), actor=hr)
    assert caught.value.message_dict == {"sittings": ["This sitting would begin in the past."]}
    with pytest.raises(ValidationError, match="attendance is marked"):
        change_run(made, facts=replace(facts_of(made), sittings=(ahead(3),)), actor=hr)
    change_run(made, facts=replace(facts_of(made), sittings=(kept, ahead(3))), actor=hr)
    assert made.sittings.count() == 2


def test_saving_what_is_there_changes_nothing(hr) -> None:
    made = make_run(bare_course(), facts=RunFacts((ahead(5),)), actor=hr)
    change_run(made, facts=facts_of(made), actor=hr)
    assert AuditEntry.objects.filter(action="run.changed").count() == 0


def test_a_cancelled_run_stays_as_it_is(hr) -> None:
    with pytest.raises(NotNowError):
        change_run(run(status=RunState.CANCELLED), facts=RunFacts((ahead(5),)), actor=hr)


def test_last_years_run_is_taken_again_on_the_same_weekdays_and_at_the_same_time_by_the_clock(hr) -> None:
    stays, gone = person(), person(left_on=timezone.localdate())
    old = run(in_days=-400, zone="Europe/Berlin", place="Berlin", status=RunState.HELD)
    old.lecturers.set([stays, gone])
    again = take_again(old, actor=hr)
    before, after = old.sittings.get().starts_at.astimezone(BERLIN), again.sittings.get().starts_at.astimezone(BERLIN)
    assert (after.weekday(), after.timetz().replace(tzinfo=None)) == (before.weekday(), before.time())
    assert after > timezone.now()
    assert (again.status, again.repeats, again.place, list(again.lecturers.all())) == ("draft", old, "Berlin", [stays])


def test_a_short_sitting_that_would_begin_in_a_skipped_hour_keeps_its_length() -> None:
    old, new_york = run(zone="America/New_York"), zoneinfo.ZoneInfo("America/New_York")
    starts = dt.datetime(2026, 3, 15, 2, 15, tzinfo=new_york)  # 52 weeks later clocks there go from 2 to 3
    again = _moved(Sitting(run=old, starts_at=starts, ends_at=starts + dt.timedelta(minutes=45)), YEAR, old)
    assert again.starts_at.astimezone(new_york).isoformat() == "2027-03-14T03:15:00-04:00"
    assert again.ends_at - again.starts_at == dt.timedelta(minutes=45)


def test_who_may_make_and_manage_runs() -> None:
    network, sales = make_department("network"), make_department("sales")
    page = course_page(make_section(network), title="BGP")
    own, other = bare_course(department=network), bare_course(department=sales)
    roles = {role.value: holding(role, network) for role in Role}
    led, leads = run(other), person()
    led.lecturers.add(leads)
    people = {**roles, "leads": leads, "nobody": person()}
    everywhere = {"editor", "hr", "programme_owner", "administrator"}
    assert {name for name, who in people.items() if courses_to_run(who).filter(pk=own.pk)} == {
        *everywhere, "department_editor"
    }  # fmt: skip
    assert {name for name, who in people.items() if courses_to_run(who).filter(pk=other.pk)} == {*everywhere, "leads"}
    published = courses_to_run(roles["lecturer"]).get()
    assert published.translation_key == page.translation_key
    for each in (run(own), led):
        by_rule = {name for name, who in people.items() if manages_run(who, each)}
        assert by_rule == {name for name, who in people.items() if runs_managed(who).filter(pk=each.pk)}
    assert list(own_runs(leads)) == [led]


def test_a_lecturer_makes_no_run_of_a_course_out_of_sight() -> None:
    section = make_section(make_department("network"))
    PageAudience.objects.create(translation_key=section.translation_key, audience=audience_of(section.department))
    page = course_page(section)
    hidden = Course.objects.get(translation_key=page.translation_key)
    with pytest.raises(ForbiddenError):
        make_run(hidden, facts=RunFacts(), actor=holding(Role.LECTURER))
