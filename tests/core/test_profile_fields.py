"""What of a profile each kind of viewer sees: the table of the documentation, held against every screen."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from core.enums import Role
from core.interfaces.tables.assignments import AssignmentTable
from core.interfaces.tables.people import PeopleTable
from core.models import Company, Department, Grade, Occupation, Person, Position, Region
from core.profile_fields import SEEN, Field, Kind, fields_for
from search.kinds import people as people_kind
from tests.needs import ROOT
from tests.people import home, make_department, make_person, place
from tests.search.indexed import Index, index_on

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=40)

# What each field looks like on a page in English, and nothing else there does.
MARKS = {
    Field.NAME: "Zazie Quux",
    Field.READING: "ざじー",
    Field.ABOUT: "I-tend-the-bees",
    Field.EMAIL: "zazie@example.com",
    Field.DEPARTMENT: "Nowdepartment",
    Field.POSITION: "Nowposition",
    Field.OCCUPATION: "Nowoccupation",
    Field.COMPANY: "Nowcompany",
    Field.REGION: "Nowregion",
    Field.TIME_ZONE: "America/Bogota",
    Field.MANAGER: "Bossy Bossman",
    Field.JOINED_ON: "Feb. 3, 2011",
    Field.EARLIER_PLACES: "Olddepartment",
    Field.EMPLOYEE_NUMBER: "NUM-7731",
    Field.GRADE: "Nowgrade",
    Field.SHARE: "37%",
    Field.COMING_PLACES: "Comingdepartment",
    Field.HIRE_TYPE: "New graduate",
    Field.LANGUAGE: "<dd>Japanese</dd>",
}
# Columns of exports that are a fact of a person under another name, or say how a row is to be read.
COLUMNS = {
    "family_name": Field.NAME, "given_name": Field.NAME, "full_name": Field.NAME, "family_kana": Field.READING,
    "given_kana": Field.READING, "full_kana": Field.READING, "family_romaji": Field.READING,
    "given_romaji": Field.READING, "placed_on": Field.EARLIER_PLACES, "starts_on": Field.EARLIER_PLACES,
    "ends_on": Field.COMING_PLACES, "kind": Field.EARLIER_PLACES,
}  # fmt: skip


def documented() -> dict[Kind, set[Field]]:
    """The table of the page."""
    lines = (ROOT / "docs/profile-fields.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    kinds = [Kind(name) for name in rows[0][1:]]
    found: dict[Kind, set[Field]] = {kind: set() for kind in kinds}
    for name, *cells in rows[2:]:
        assert set(cells) <= {"yes", ""}
        for kind, cell in zip(kinds, cells, strict=True):
            if cell:
                found[kind].add(Field(name))
    return found


@pytest.fixture
def person() -> Person:
    """Someone of whom everything is known."""
    home("en")
    region = Region.objects.create(code="now", name_ja="今", name_en="Nowregion")
    bigger = make_person(given_romaji="Upper", family_romaji="Upperman")
    boss = make_person(given_romaji="Bossy", family_romaji="Bossman", manager=bigger)
    made = make_person(
        employee_number="NUM-7731", email="zazie@example.com", family_kana="ざじー", given_romaji="Zazie",
        family_romaji="Quux", about="I-tend-the-bees", region=region, time_zone="America/Bogota", manager=boss,
        joined_on="2011-02-03", hire_type="new_graduate", language="ja",
    )  # fmt: skip
    today = timezone.localdate()
    company = Company.objects.create(code="now", name_ja="今", name_en="Nowcompany", region=region)
    things = {
        "company": company, "share": 37, "grade": Grade.objects.create(code="g", name_ja="級", name_en="Nowgrade"),
        "position": Position.objects.create(code="p", name_ja="役", name_en="Nowposition"),
        "occupation": Occupation.objects.create(code="o", name_ja="職", name_en="Nowoccupation"),
    }  # fmt: skip
    place(made, make_department("olddepartment"), starts_on="2012-01-01", ends_on="2015-01-01")
    place(made, make_department("nowdepartment"), starts_on="2015-01-02", ends_on=today + LATER, **things)
    place(made, make_department("comingdepartment"), starts_on=today + LATER + dt.timedelta(days=1))
    return made


def _desk() -> Department:
    return Department.objects.filter(code="desk").first() or make_department("desk")


def viewer_of(kind: Kind, person: Person) -> Person | None:
    if kind in (Kind.SELF, Kind.ANONYMOUS):
        return person if kind is Kind.SELF else None
    if kind is Kind.MANAGER:
        return person.manager
    role = Role(kind) if kind is not Kind.COLLEAGUE else None
    return make_person(role=role, department=_desk(), language="en")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: Person) -> Iterator[Index]:
    with index_on("embedded", tmp_path, monkeypatch) as index:
        index.apply()
        yield index


def test_the_page_and_the_code_have_the_same_table() -> None:
    assert documented() == {kind: set(fields) for kind, fields in SEEN.items()}


@pytest.mark.parametrize("kind", list(Kind))
def test_the_profile_shows_to_each_kind_of_viewer_what_the_table_says(kind: Kind, person: Person) -> None:
    client, viewer = Client(), viewer_of(kind, person)
    if viewer is not None:
        client.force_login(viewer)

    page = client.get(f"/en/people/{person.public_id}/").content.decode()

    allowed = documented()[kind]
    assert {field for field, mark in MARKS.items() if mark in page} == allowed & MARKS.keys()
    with translation.override("en"):
        known_end = date_format(timezone.localdate() + LATER, "DATE_FORMAT")
    assert (known_end in page) == (Field.COMING_PLACES in allowed)


def test_the_day_of_leaving_is_for_those_in_charge(person: Person) -> None:
    person.left_on = timezone.localdate() + LATER
    person.save()
    for kind in (Kind.SELF, Kind.COLLEAGUE, Kind.MANAGER, Kind.HR, Kind.LECTURER):
        client = Client()
        client.force_login(viewer_of(kind, person) or person)
        page = client.get(f"/en/people/{person.public_id}/").content.decode()
        assert ("First day without access" in page) == (Field.LEFT_ON in documented()[kind])


def test_an_indirect_manager_is_a_manager_and_a_former_one_is_a_colleague(person: Person) -> None:
    upper = person.manager.manager
    assert fields_for(upper, person) == SEEN[Kind.MANAGER]

    Person.objects.filter(pk=person.manager.pk).update(manager=None)
    assert fields_for(upper, Person.objects.get(pk=person.pk)) == SEEN[Kind.COLLEAGUE]


@pytest.mark.parametrize("kind", [Kind.SELF, Kind.HR, Kind.COLLEAGUE])
def test_directory_and_search_know_what_a_colleague_sees_whoever_looks(
    kind: Kind, person: Person, index: Index
) -> None:
    client = Client()
    client.force_login(viewer_of(kind, person) or person)
    closed = [MARKS[field] for field in Field if field in MARKS and field not in documented()[Kind.COLLEAGUE]]

    listed = client.get("/en/people/?q=zazie").content.decode()
    answered = client.get("/api/v1/search?q=zazie").content.decode()
    found = client.get("/en/search/?q=zazie").content.decode()

    for answer in (listed, answered, found):
        assert str(person.public_id) in answer
        assert [mark for mark in closed if mark in answer] == []


def test_the_search_index_holds_nothing_of_a_person_that_a_colleague_does_not_see(person: Person) -> None:
    [(_name, [document])] = people_kind.read([people_kind.name_of(person)])
    closed = [mark for field, mark in MARKS.items() if field not in documented()[Kind.COLLEAGUE]]

    assert [mark for mark in [*closed, "new_graduate"] if mark in repr(document)] == []


def test_exports_hold_what_hr_sees_and_are_for_nobody_else(person: Person) -> None:
    names = {column.name for table in (PeopleTable, AssignmentTable) for column in table.columns}
    fields = {COLUMNS.get(name) or Field(name) for name in names}
    assert fields <= documented()[Kind.HR]

    for kind in Kind:
        client, viewer = Client(), viewer_of(kind, person)
        if viewer is not None:
            client.force_login(viewer)
        answer = client.get("/en/accounts/export/people.csv")
        assert (answer.status_code == 200) == (kind in (Kind.HR, Kind.ADMINISTRATOR))
        if answer.status_code == 200:
            rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
            assert "NUM-7731" in [cell for row in rows for cell in row]
        person.refresh_from_db()
