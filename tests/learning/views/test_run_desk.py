"""The screens of those who lead or organise runs: list, form, desk, people, messages, attendance, files."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core.api import Role, grant_role
from core.domain.queries.addresses import address_of
from core.enums import AudienceUse
from core.models import Audience, AuditEntry, Person
from learning.domain.enrolling import enrol
from learning.enums import EnrolmentStatus, RunState
from learning.interfaces.run_people import PeopleForm
from learning.models import Attendance, CourseRun, Enrolment, RunMessage
from tests.learning.building import made_anew, material, person
from tests.learning.courses import bare_course, course, enrolled, run
from tests.learning.views.stuck import as_, at, text_of
from tests.people import audience_of, everyone, make_department

pytestmark = pytest.mark.django_db

# Of "My runs", the desk and the list of attendance.
PINNED = [10, 13, 10]


@pytest.fixture
def lecturer():
    return person("Nakamura")


@pytest.fixture
def held(lecturer):
    """A run of today that the lecturer leads; its doors are open."""
    made = run(in_days=0)
    now = timezone.now()
    times = {"starts_at": now - dt.timedelta(minutes=5), "ends_at": now + dt.timedelta(hours=1)}
    CourseRun.objects.filter(pk=made.pk).update(**times)
    made.sittings.update(**times)
    made.lecturers.add(lecturer)
    return CourseRun.objects.get(pk=made.pk)


@pytest.fixture
def coming(lecturer):
    made = run(name_en="Spring")
    made.lecturers.add(lecturer)
    return made


def desk(name: str, where: CourseRun, **more) -> str:
    return at(name, key=where.key, **more)


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


def editor_of_everything():
    who = person()
    grant_role(who, role=Role.EDITOR, actor=None)
    return type(who).objects.get(pk=who.pk)


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


def test_an_hour_that_comes_twice_is_asked_about_and_then_taken(lecturer) -> None:
    course, editor = bare_course(), editor_of_everything()
    twice = {"day": "2027-10-31", "starts": "02:15", "ends": "02:45"}
    asked = as_(editor).post(new_run_at(course), form_of(twice, zone="Europe/Berlin"))
    assert (asked.status_code, "sittings-0-which" in asked.content.decode()) == (422, True)
    as_(editor).post(new_run_at(course), form_of({**twice, "which": "second"}, zone="Europe/Berlin"))
    assert CourseRun.objects.get().starts_at == dt.datetime(2027, 10, 31, 1, 15, tzinfo=dt.UTC)
    skipped = {"day": "2027-03-28", "starts": "02:15", "ends": "04:00"}
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


def test_my_runs_stand_in_their_lists(coming, held, lecturer) -> None:
    draft = run(status=RunState.DRAFT, name_en="Only drafted")
    draft.lecturers.add(lecturer)
    run(name_en="Of somebody else")
    page = text_of(as_(lecturer).get(at("my_runs")))
    assert ("Spring" in page, "Only drafted" in page, "Of somebody else" in page) == (True, False, False)
    assert "Only drafted" in text_of(as_(lecturer).get(at("my_runs"), {"state": "draft"}))
    assert "Of somebody else" in text_of(as_(editor_of_everything()).get(at("my_runs"), {"whose": "all"}))
    assert "Spring" not in text_of(as_(lecturer).get(at("my_runs"), {"q": "nothing like it"}))


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert made_anew(client, address).status_code == 200
    return len(caught)


def test_lists_ask_as_often_for_three_rows_as_for_one(coming, lecturer) -> None:
    client = as_(lecturer)
    enrolled(at=coming)
    addresses = [at("my_runs"), desk("run_desk", coming), desk("run_attendance", coming)]
    for address in addresses:
        client.get(address)
    once = [queries(client, address) for address in addresses]
    assert once == PINNED
    for _each in range(2):
        other = run(coming.course)
        other.lecturers.add(lecturer)
        enrolled(at=coming)
        enrolled(at=coming, status=EnrolmentStatus.WAITING, line=9, seated_at=None)
    assert [queries(client, address) for address in addresses] == once


def test_nobody_else_opens_a_desk(coming) -> None:
    names = ["run_desk", "edit_run", "run_people", "run_messages", "run_attendance", "run_code", "cancel_run"]
    client = as_(person())
    assert {client.get(desk(name, coming)).status_code for name in names} == {404}
    assert client.get(desk("export_run", coming, kind="csv")).status_code == 404


def test_a_list_is_looked_at_before_people_are_added(coming, lecturer) -> None:
    first, second = person(), person()
    pasted = f"{first.employee_number}\n{second.email}\nT99999999"
    client = as_(lecturer)
    looked = text_of(client.post(desk("run_people", coming), {"people": pasted, "preview": "1"}))
    assert ("2 people can be added." in looked, "Nobody has this employee number" in looked) == (True, True)
    assert coming.enrolments.count() == 0
    client.post(desk("run_people", coming), {"people": pasted, "enrol": "1"})
    assert set(coming.enrolments.values_list("person_id", "status")) == {
        (first.pk, "enrolled"),
        (second.pk, "enrolled"),
    }
    empty = client.post(desk("run_people", coming), {"preview": "1"})
    assert (empty.status_code, "Write at least one employee number" in text_of(empty)) == (422, True)


def test_a_list_names_what_else_people_have_in_these_days(coming, lecturer) -> None:
    busy, free, later = person(), person(), person()
    shown, without_page = run(course(title="Cooking")), run()
    noon = timezone.localtime(coming.starts_at).replace(hour=12)
    for where, hours in ((coming, 0), (without_page, 1), (shown, 5)):
        starts = noon + dt.timedelta(hours=hours)
        where.sittings.update(starts_at=starts, ends_at=starts + dt.timedelta(hours=2))
    enrolled(busy, without_page), enrolled(busy, shown), enrolled(later, run(in_days=60))
    listed = "\n".join(each.employee_number for each in (busy, free, later))
    looked = as_(lecturer).post(desk("run_people", coming), {"people": listed, "preview": "1"})
    said = {line.person: [(each.title, each.overlaps) for each in others] for line, others in looked.context["rows"]}
    assert said == {busy: [("", True), ("Cooking", False)], free: [], later: []}
    assert "1 of them has another course in these days." in looked.content.decode()


def test_an_audience_is_chosen_by_who_is_meant_and_those_of_rules_are_not_offered(coming, lecturer) -> None:
    everyone()
    Audience.objects.create(name="rule 1", use=AudienceUse.TAKE, everyone=True)
    sales = audience_of(make_department("sales"))
    sales.departments.update(name_ja="営業部")
    with translation.override("ja"):
        form = PeopleForm()
        offered = [str(label) for _value, label in form.fields["audience"].choices]
    assert sorted(offered) == ["なし", "全員", "営業部"]


def test_somebody_is_taken_off_with_a_reason_and_told(coming, lecturer) -> None:
    comes = person()
    row = enrol(coming, comes, actor=comes)
    client, address = as_(lecturer), desk("run_decide", coming, enrolment=row.pk)
    assert client.post(address, {"do": "remove"}).status_code == 422
    client.post(address, {"do": "remove", "reason": "Another run fits better."})
    row.refresh_from_db()
    assert (row.status, row.reason) == ("withdrawn", "Another run fits better.")
    assert comes.notices.filter(kind="learning.removed").count() == 1


def test_a_message_is_looked_at_sent_once_and_kept(coming, lecturer) -> None:
    comes = person()
    enrol(coming, comes, actor=comes)
    client, words = as_(lecturer), {"subject": "Bring a laptop", "body": "<b>Charged</b>, please."}
    looked = client.post(desk("run_messages", coming), {**words, "preview": "1"})
    assert ("&lt;b&gt;Charged&lt;/b&gt;" in looked.content.decode(), RunMessage.objects.count()) == (True, 0)
    for _twice in range(2):
        client.post(desk("run_messages", coming), {**words, "send": "1"})
    assert RunMessage.objects.count() == 1
    assert comes.notices.filter(kind="learning.run_message").count() == 1
    assert "Bring a laptop" in text_of(client.get(desk("run_desk", coming)))


def test_attendance_is_marked_with_one_tap_and_taken_back_with_another(held, lecturer) -> None:
    row = enrolled(at=held)
    client, address = as_(lecturer), desk("run_attendance", held)
    tap = {"enrolment": row.pk, "state": "present"}
    answer = client.post(address, tap, headers={"HX-Request": "true"})
    assert ("1 of 1 are here" in text_of(answer), 'hx-swap-oob="true"' in answer.content.decode()) == (True, True)
    assert Attendance.objects.get().state == "present"
    assert 'aria-pressed="true"' in client.get(address).content.decode()
    assert client.post(address, {"enrolment": row.pk, "state": ""}).headers["Location"].endswith(f"#person-{row.pk}")
    assert Attendance.objects.count() == 0
    client.post(address, {"all": "1"})
    assert Attendance.objects.get().marked_by == lecturer


def test_the_code_is_shown_while_a_sitting_is_on_and_made_anew(held, coming, lecturer) -> None:
    client = as_(lecturer)
    before = text_of(client.get(desk("run_code", held)))
    client.post(desk("run_code", held))
    assert text_of(client.get(desk("run_code", held))) != before
    assert "No sitting is on now" in text_of(client.get(desk("run_code", coming)))


def test_a_run_is_closed_and_results_are_corrected(held, lecturer) -> None:
    row = enrolled(at=held)
    client = as_(lecturer)
    client.post(desk("close_run", held))
    row.refresh_from_db()
    assert row.status == "not_completed"
    client.post(desk("run_decide", held, enrolment=row.pk), {"do": "complete", "reason": "Was there, late."})
    row.refresh_from_db()
    assert row.status == "completed"


def test_a_run_is_cancelled_with_a_reason_that_everybody_is_told(coming, lecturer) -> None:
    comes = person()
    enrol(coming, comes, actor=comes)
    client = as_(lecturer)
    assert client.post(desk("cancel_run", coming), {"reason": "  "}).status_code == 422
    client.post(desk("cancel_run", coming), {"reason": "The lecturer is ill."})
    coming.refresh_from_db()
    assert (coming.status, coming.enrolments.get().status) == ("cancelled", "cancelled")
    assert comes.notices.filter(kind="learning.run_cancelled").count() == 1
    assert "The lecturer is ill." in text_of(client.get(desk("run_desk", coming)))


def test_last_years_run_opens_in_the_form_as_a_draft(coming, lecturer) -> None:
    answer = as_(lecturer).post(desk("run_again", coming))
    again = CourseRun.objects.get(repeats=coming)
    assert (answer.headers["Location"], again.status) == (desk("edit_run", again), "draft")


def test_lists_are_given_out_defused_and_the_trail_says_to_whom(coming, lecturer) -> None:
    enrolled(person("=cmd()"), coming)
    client = as_(lecturer)
    table = client.get(desk("export_run", coming, kind="csv")).content
    assert table.startswith(b"\xef\xbb\xbf")
    with translation.override("en"):
        assert "'=cmd" in table.decode() or "Hana =cmd()" in table.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(desk("export_run", coming, kind="xlsx")).content))
    sheet, numbers = book.active, range(1, 9)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}
    assert isinstance(sheet["G2"].value, dt.datetime)  # since when, to be sorted by
    assert {sheet.cell(1, each).font.bold for each in numbers} == {True}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:H{sheet.max_row}")
    assert sheet.column_dimensions["E"].width > len(sheet["E2"].value)
    assert AuditEntry.objects.filter(action="run.exported", actor=lecturer).count() == 2


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


def many(where, count: int, **facts) -> list:
    """So many attendees in three statements."""
    region = person().region
    people = [
        Person(employee_number=f"L{each:04}", email=f"l{each}@example.com", family_name=f"山{each:03}", region=region,
               given_name="花", family_kana=f"やま{each:03}", family_romaji=f"Yama{each:03}", joined_on="2020-04-01")
        for each in range(count)
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    rows = [Enrolment(run=where, person=each, line=line, **facts) for line, each in enumerate(people, start=1)]
    return Enrolment.objects.bulk_create(rows)


def test_a_large_run_is_read_by_pages_and_searched_by_name_in_any_script(lecturer, held) -> None:
    rows = many(held, 130, status=EnrolmentStatus.ENROLLED, seated_at=timezone.now())
    client = as_(lecturer)
    pages = [client.get(desk("run_desk", held), {"page": page}).content.decode() for page in (1, 2)]
    assert [page.count("Take off<") for page in pages] == [100, 30]
    for words in ("ヤマ127", "yama127", "山127", "Ｌ０１２７", "l127@"):
        found = text_of(client.get(desk("run_desk", held), {"q": words}))
        assert ("山127" in found or "Yama127" in found, "Yama126" in found) == (True, False)
    assert "Nobody with a seat has this name." in text_of(client.get(desk("run_desk", held), {"q": "nobody"}))
    listed = client.get(desk("run_attendance", held), {"page": 2}).content.decode()
    assert (listed.count('name="state" value="present"'), "0 of 130 are here" in listed) == (30, True)
    (here,) = set(re.findall(r'hx-post="([^"]*)"', listed))
    assert here.endswith("&amp;page=2")
    address = here.replace("&amp;", "&")
    answer = client.post(address, {"state": "present", "enrolment": rows[129].pk})
    assert answer.headers["Location"] == f"{address}#person-{rows[129].pk}"
    marked = client.post(address, {"state": "absent", "enrolment": rows[5].pk}, headers={"HX-Request": "true"})
    assert "1 of 130 are here" in text_of(marked)


def test_a_long_waiting_list_shows_its_first_hundred_and_finds_the_rest(lecturer, coming) -> None:
    many(coming, 103, status=EnrolmentStatus.WAITING)
    page = as_(lecturer).get(desk("run_desk", coming)).content.decode()
    assert (page.count("Take off<"), "3 more wait. Find them by name" in page) == (100, True)
    assert "Yama102" in text_of(as_(lecturer).get(desk("run_desk", coming), {"q": "yama102"}))
