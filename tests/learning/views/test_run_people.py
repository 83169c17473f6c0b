"""People on the desk of a run: added from a list or an audience, taken off, found among many."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone, translation

from core.enums import AudienceUse
from core.models import Audience, Person
from learning.domain.enrolling import enrol
from learning.enums import EnrolmentStatus
from learning.interfaces.run_people import PeopleForm
from learning.models import Enrolment
from tests.learning.building import person
from tests.learning.courses import course, enrolled, run
from tests.learning.views.leading import desk
from tests.learning.views.stuck import as_, text_of
from tests.people import audience_of, everyone, make_department

pytestmark = pytest.mark.django_db


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
