"""People join, are placed, change and leave; "who was where on a day" has an answer."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate as today

from core.domain.assignments import assign
from core.domain.leaving import leave
from core.domain.names import complete_names, romaji_of
from core.domain.people import add_person, change_profile, set_manager
from core.domain.queries.people import colleague, main_place_on, people_of
from core.enums import AssignmentKind, HireType
from core.models import AuditEntry, Person
from tests.people import make_department, make_person, make_region, place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kana", "romaji"),
    [("さとう", "Sato"), ("おおの", "Ono"), ("じゅんいち", "Junichi"), ("ほんま", "Homma"), ("はっちょう", "Hatcho"),
     ("いのうえ", "Inoue"), ("まつうら", "Matsuura"), ("サトウ", "Sato"), ("ゆうこ", "Yuko"), ("", "")],
)  # fmt: skip
def test_romaji_follow_from_kana_as_passports_write_them(kana: str, romaji: str) -> None:
    assert romaji_of(kana) == romaji


def test_what_a_person_wrote_is_never_derived_over() -> None:
    person = Person(family_name="佐藤", family_kana="さとう", family_romaji="Satoh", given_name="Anna")
    complete_names(person)
    assert (person.family_romaji, person.given_romaji, person.given_kana) == ("Satoh", "Anna", "")


def test_a_reading_of_kanji_is_not_guessed() -> None:
    person = Person(family_name="東海林", given_name="薫")
    complete_names(person)
    assert (person.family_kana, person.family_romaji) == ("", "")


def test_a_new_regular_place_ends_the_one_before() -> None:
    person, old, new = make_person(), make_department("old"), make_department("new")
    first = place(person, old, starts_on=dt.date(2024, 4, 1))
    assign(
        person, starts_on=dt.date(2025, 4, 1), actor=None, company=new.company, department=new,
        position=first.position, occupation=first.occupation,
    )  # fmt: skip
    assert main_place_on(person, dt.date(2025, 3, 31)).department == old
    assert main_place_on(person, dt.date(2025, 4, 1)).department == new
    assert main_place_on(person, dt.date(2024, 3, 31)) is None


def test_an_overseas_assignment_is_the_main_place_while_it_lasts() -> None:
    person, home, abroad = make_person(), make_department("home"), make_department("abroad")
    first = place(person, home)
    assign(
        person, starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 12, 31), actor=None, kind=AssignmentKind.OVERSEAS,
        company=abroad.company, department=abroad, position=first.position, occupation=first.occupation,
    )  # fmt: skip
    assert main_place_on(person, dt.date(2024, 6, 1)).department == abroad
    assert main_place_on(person, dt.date(2025, 1, 1)).department == home
    assert list(people_of(home, viewer=person, on=dt.date(2024, 6, 1))) == [person]


def test_two_open_regular_places_are_refused_by_the_database() -> None:
    person, department = make_person(), make_department("ops")
    place(person, department)
    with pytest.raises(IntegrityError), transaction.atomic():
        place(person, department)


def test_leaving_closes_places_hides_the_profile_and_keeps_the_record() -> None:
    person, other = make_person(), make_person()
    place(person, make_department("ops"))
    epoch = person.session_epoch
    leave(person, on=today(), actor=other)
    person.refresh_from_db()
    assert not person.is_employed()
    assert person.session_epoch == epoch + 1
    assert person.assignments.get().ends_on == today() - dt.timedelta(days=1)
    assert colleague(str(person.public_id), viewer=other) is None
    assert AuditEntry.objects.filter(action="person.left", subject=person, actor=other).exists()


def test_a_loop_of_managers_is_refused() -> None:
    top, middle, low = make_person(), make_person(), make_person()
    set_manager(middle, manager=top, actor=None)
    set_manager(low, manager=middle, actor=None)
    with pytest.raises(ValidationError) as refusal:
        set_manager(top, manager=low, actor=None)
    assert list(refusal.value.message_dict) == ["manager"]


def test_a_person_does_not_change_what_hr_keeps() -> None:
    person = make_person()
    with pytest.raises(ValidationError) as refusal:
        change_profile(person, actor=person, hire_type=HireType.NEW_GRADUATE)
    assert list(refusal.value.message_dict) == ["hire_type"]


def test_a_bad_row_names_its_fields_and_writes_nothing() -> None:
    with pytest.raises(ValidationError) as refusal:
        add_person(
            actor=None, email="not an address", employee_number="1", family_name="佐藤", given_name="花子",
            family_kana="SATO", region=make_region(), hire_type=HireType.MID_CAREER, time_zone="Mars/Olympus",
        )  # fmt: skip
    assert sorted(refusal.value.message_dict) == ["email", "family_kana", "time_zone"]
    assert not Person.objects.filter(employee_number="1").exists()


def test_a_person_has_neither_gender_nor_nationality() -> None:
    names = {field.name for field in Person._meta.get_fields()}
    assert not {name for name in names if "gender" in name or "sex" in name or "national" in name}
