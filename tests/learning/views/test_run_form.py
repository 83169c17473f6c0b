"""The form of a run: days and times by its clock, what is refused, what is sent twice."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from core.domain.queries.addresses import address_of
from learning.domain.enrolling import enrol
from learning.enums import RunState
from learning.models import CourseRun
from tests.learning.building import material, person
from tests.learning.courses import bare_course
from tests.learning.views.leading import desk, editor_of_everything
from tests.learning.views.stuck import as_, at, text_of

pytestmark = pytest.mark.django_db


def form_of(*sittings: dict[str, str], **facts) -> dict[str, str]:
    """What a browser sends of the form."""
    sent = {
        "zone": "Asia/Tokyo", "spoken": "ja", "seats": "12", "place": "7F", "name_en": "Autumn",
        "sittings-TOTAL_FORMS": str(len(sittings)), "sittings-INITIAL_FORMS": "0", **facts,
    }  # fmt: skip
    for number, each in enumerate(sittings):
        sent |= {f"sittings-{number}-{name}": value for name, value in each.items()}
    return sent


def sitting(days: int = 7, starts: str = "10:00", ends: str = "12:00", **more) -> dict[str, str]:
    day = timezone.localdate() + dt.timedelta(days=days)
    return {"day": day.isoformat(), "starts": starts, "ends": ends, **more}


def new_run_at(course) -> str:
    return f"{at('new_run')}?course={course.translation_key}"


def test_a_run_is_made_with_several_sittings_in_its_own_zone() -> None:
    course, editor = bare_course(), editor_of_everything()
    answer = as_(editor).post(
        new_run_at(course), form_of(sitting(7), sitting(14), zone="America/New_York", others=person().email)
    )
    made = CourseRun.objects.get()
    assert answer.headers["Location"] == desk("run_desk", made)
    assert [each.starts_at.astimezone(made.zone_info).hour for each in made.sittings.all()] == [10, 10]
    assert (made.status, made.seats.capacity, made.lecturers.count()) == ("draft", 12, 1)


def test_a_sitting_goes_on_past_midnight_and_says_so() -> None:
    course, editor = bare_course(), editor_of_everything()
    as_(editor).post(new_run_at(course), form_of(sitting(7, "22:00", "01:00")))
    made = CourseRun.objects.get()
    (night,) = made.sittings.all()
    assert night.ends_at - night.starts_at == dt.timedelta(hours=3)
    assert "22:00–01:00 (+1)" in as_(editor).get(desk("run_desk", made)).content.decode()
    form = as_(editor).get(desk("edit_run", made)).context["editor"]
    assert [row.ends_next_day for row in form.sittings.forms] == [True]


def test_a_night_whose_end_comes_twice_is_asked_about_once() -> None:
    course, editor = bare_course(), editor_of_everything()
    night = sitting(0, "22:00", "02:30") | {"day": f"{last_sunday_of_october() - dt.timedelta(days=1)}"}
    asked = as_(editor).post(new_run_at(course), form_of(night, zone="Europe/Berlin"))
    assert asked.context["editor"].sittings.forms[0].shows_which()
    as_(editor).post(new_run_at(course), form_of({**night, "which": "second"}, zone="Europe/Berlin"))
    made = CourseRun.objects.get()
    assert made.ends_at - made.starts_at == dt.timedelta(hours=5, minutes=30)
    (row,) = as_(editor).get(desk("edit_run", made)).context["editor"].sittings.forms
    assert row["which"].value() == "second"


def last_sunday_of_october() -> dt.date:
    """The next one: clocks are put back in Berlin."""
    today = timezone.localdate()
    last = next(d for y in (0, 1) if (d := dt.date(today.year + y, 10, 31)) > today + dt.timedelta(days=10))
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def test_one_more_sitting_without_a_script_keeps_what_was_typed_and_lies_a_week_later() -> None:
    course, editor = bare_course(), editor_of_everything()
    answer = as_(editor).post(new_run_at(course), {**form_of(sitting(7), seats="-1"), "add": "1"})
    later = (timezone.localdate() + dt.timedelta(days=14)).isoformat()
    html = answer.content.decode()
    assert (answer.status_code, CourseRun.objects.count()) == (200, 0)
    assert f'name="sittings-1-day" value="{later}"' in html
    assert 'name="place" value="7F"' in html
    assert "field--wrong" not in html
    assert "Please look at this again" not in html


def test_one_more_sitting_after_the_last_day_of_the_calendar_has_no_day() -> None:
    course, editor = bare_course(), editor_of_everything()
    answer = as_(editor).post(new_run_at(course), {**form_of(sitting(7) | {"day": "9999-12-31"}), "add": "1"})
    assert (answer.status_code, 'name="sittings-1-day" value=' in answer.content.decode()) == (200, False)


@pytest.mark.parametrize(
    ("sittings", "facts", "said"),
    [
        ([sitting(7) | {"day": "0001-01-01"}], {}, "Is the year right?"),
        ([sitting(7)], {"enrol_from": "0001-01-01T00:00"}, "Is the year right?"),
        ([sitting(7)], {"enrol_from": "9999-12-31T23:59", "zone": "America/New_York"}, "Is the year right?"),
        (
            [sitting(7, "12:00", "10:00")],
            {},
            "This sitting ends before it starts. One that goes on past midnight lasts 12 hours at most.",
        ),
        ([sitting(-3)], {}, "This sitting would begin in the past."),
        ([sitting(7), sitting(7, "11:00", "13:00")], {}, "This sitting overlaps sitting 1."),
        ([sitting(7)], {"seats": "-1"}, "Write a number of seats from 1 to 10,000"),
        ([sitting(7)], {"seats": "1000000000"}, "Write a number of seats from 1 to 10,000"),
        ([sitting(7)], {"link": "http://example.com/"}, "Write a link that begins with https://."),
        ([sitting(7)], {"link": "javascript:alert(1)"}, "Write a link that begins with https://."),
        ([sitting(7)], {"zone": "Asia/Tokio"}, "“Asia/Tokio” is not a time zone."),
        ([sitting(7)], {"others": "T99999999"}, "Nobody has this employee number or e-mail: T99999999"),
        ([{**sitting(7), "day": "soon"}], {}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(sittings, facts, said) -> None:
    course, editor = bare_course(), editor_of_everything()
    answer = as_(editor).post(new_run_at(course), form_of(*sittings, **facts))
    assert (answer.status_code, CourseRun.objects.count()) == (422, 0)
    assert said in text_of(answer)
    assert "Please look at this again" in text_of(answer)
    assert 'name="place" value="7F"' in answer.content.decode()


def last_sunday(month: int) -> dt.date:
    """Of next year: a run lies ahead. The month has 31 days."""
    last = dt.date(timezone.localdate().year + 1, month, 31)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def test_an_hour_that_comes_twice_is_asked_about_and_then_taken(lecturer) -> None:
    course, editor = bare_course(), editor_of_everything()
    back, forward = (last_sunday(month) for month in (10, 3))  # when clocks in Berlin are put, at 3 and at 2 o'clock
    twice = {"day": back.isoformat(), "starts": "02:15", "ends": "02:45"}
    asked = as_(editor).post(new_run_at(course), form_of(twice, zone="Europe/Berlin"))
    assert (asked.status_code, "sittings-0-which" in asked.content.decode()) == (422, True)
    as_(editor).post(new_run_at(course), form_of({**twice, "which": "second"}, zone="Europe/Berlin"))
    assert CourseRun.objects.get().starts_at == dt.datetime.combine(back, dt.time(1, 15), tzinfo=dt.UTC)
    skipped = {"day": forward.isoformat(), "starts": "02:15", "ends": "04:00"}
    answer = as_(editor).post(new_run_at(course), form_of(skipped, zone="Europe/Berlin"))
    assert "they are put forward over it" in text_of(answer)


def test_a_lecturer_who_left_is_named(coming, lecturer) -> None:
    gone = person("Gone", left_on=timezone.localdate())
    coming.lecturers.add(gone)
    own = coming.sittings.get()
    facts = {"lecturers": [lecturer.pk, gone.pk], "sittings-INITIAL_FORMS": "1"}
    answer = as_(lecturer).post(desk("edit_run", coming), form_of(sitting(9, pk=str(own.pk)), **facts))
    assert "has left the company" in text_of(answer)


def test_moving_a_run_moves_its_sitting_and_tells_who_comes(coming, lecturer) -> None:
    comes = person()
    enrol(coming, comes, actor=comes)
    own = coming.sittings.get()
    facts = {"lecturers": [lecturer.pk], "sittings-INITIAL_FORMS": "1"}
    as_(lecturer).post(desk("edit_run", coming), form_of(sitting(9, pk=str(own.pk)), **facts))
    coming.refresh_from_db()
    assert (coming.sittings.get().pk, coming.starts_at.astimezone(coming.zone_info).hour) == (own.pk, 10)
    assert comes.notices.filter(kind="learning.run_moved").count() == 1


def test_last_years_run_opens_in_the_form_as_a_draft(coming, lecturer) -> None:
    answer = as_(lecturer).post(desk("run_again", coming))
    again = CourseRun.objects.get(repeats=coming)
    assert (answer.headers["Location"], again.status) == (desk("edit_run", again), "draft")


def test_materials_of_a_run_are_named_by_their_addresses(coming, lecturer) -> None:
    page, own = material(), coming.sittings.get()
    facts = {"lecturers": [lecturer.pk], "sittings-INITIAL_FORMS": "1"}
    elsewhere = form_of(sitting(9, pk=str(own.pk)), materials="https://elsewhere.example/x", **facts)
    assert "elsewhere.example" in text_of(as_(lecturer).post(desk("edit_run", coming), elsewhere))
    assert coming.materials.count() == 0
    address = f"https://terakoya.example{address_of(page, language='ja')}"
    as_(lecturer).post(desk("edit_run", coming), form_of(sitting(9, pk=str(own.pk)), materials=f"{address}\n", **facts))
    assert [each.material_key for each in coming.materials.all()] == [page.translation_key]
    assert page.title in text_of(as_(lecturer).get(desk("course_run", coming)))


def test_a_button_pressed_twice_makes_one_run(lecturer, coming) -> None:
    client = as_(lecturer)
    keys = re.findall(r'name="form_key" value="([\w-]+)"', client.get(desk("run_desk", coming)).content.decode())
    answers = [client.post(desk("run_again", coming), {"form_key": keys[0]}) for _ in range(2)]
    again = CourseRun.objects.get(repeats=coming)
    assert {answer.headers["Location"] for answer in answers} == {desk("edit_run", again)}
    CourseRun.objects.filter(pk=again.pk).update(created_at=timezone.now() - dt.timedelta(minutes=1))
    client.post(desk("run_again", coming), {"form_key": keys[0]})  # back to the page, and once more on purpose
    assert CourseRun.objects.filter(repeats=coming).count() == 2


def test_a_form_sent_twice_makes_one_run_and_opens_it_once(lecturer, coming) -> None:
    address = f"{at('new_run')}?course={coming.course.translation_key}"
    page = as_(lecturer).get(address).content.decode()
    (key,) = re.findall(r'name="form_key" value="([\w-]+)"', page)
    form = {
        "zone": "Asia/Tokyo", "spoken": "ja", "form_key": key, "open": "1", "sittings-TOTAL_FORMS": "1",
        "sittings-INITIAL_FORMS": "0", "sittings-0-day": f"{timezone.localdate() + dt.timedelta(days=9)}",
        "sittings-0-starts": "10:00", "sittings-0-ends": "12:00",
    }  # fmt: skip
    answers = [as_(lecturer).post(address, form) for _ in range(2)]
    made = CourseRun.objects.exclude(pk=coming.pk).get()
    assert {answer.headers["Location"] for answer in answers} == {desk("run_desk", made)}
    assert (made.status, str(made.key)) == (RunState.OPEN, key)
