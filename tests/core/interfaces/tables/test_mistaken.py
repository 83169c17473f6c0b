"""Files that could be taken for something else than was meant."""

import datetime as dt
import threading

import openpyxl
import pytest
from django.db import connection
from django.utils import translation

from core.interfaces.tables.running import Wish, check_file, write_file
from core.models import Department, Person
from tests.core.interfaces.tables.sheets import HANAKO, HEADINGS, KEN, csv, organisation, xlsx
from tests.people import make_department, make_person, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def hr():
    organisation()
    return make_person(employee_number="HR1")


def problems(report):
    return [(each.row, each.column, each.message) for sheet in report.sheets for each in sheet.problems]


def test_codes_that_differ_by_a_hyphen_are_two_departments(tmp_path, hr):
    hyphen, _plain, _other = (make_department(code) for code in ("10-1", "101", "AB-2"))
    ken = make_person(employee_number="M001")
    placed = place(ken, hyphen)
    write_file(Wish(csv(tmp_path, "社員番号,部署", "M001,101")), actor=hr)
    assert ken.assignments.order_by("pk").last().department.code == "101"
    write_file(Wish(csv(tmp_path, "社員番号,部署", "M001,10-1")), actor=hr)
    assert ken.assignments.order_by("pk").last().department == placed.department
    assert problems(check_file(Wish(csv(tmp_path, "社員番号,部署", "M001,1 01")))) == [
        (2, "部署", "Several are called “1 01”: write the code.")
    ]
    assert problems(check_file(Wish(csv(tmp_path, "社員番号,部署", "M001,ａｂ２")))) == []


def test_a_number_with_an_invisible_character_is_the_same_number(tmp_path, hr):
    again = HANAKO.replace("M001", "M001\u200b").replace("Hanako@", "other@")
    report = check_file(Wish(csv(tmp_path, HEADINGS, again, HANAKO, KEN)))
    assert problems(report) == [(3, "社員番号", "Row 2 has this number already.")]


def test_an_address_with_an_invisible_character_is_the_same_address(tmp_path, hr):
    again = HANAKO.replace("M001", "M009").replace("Hanako@", "\ufeffhanako@")
    report = check_file(Wish(csv(tmp_path, HEADINGS, again, HANAKO, KEN)))
    assert problems(report) == [(3, "メールアドレス", "Row 2 has this address already.")]


def test_a_place_from_before_the_known_one_does_not_overwrite_it(tmp_path, hr):
    ken = make_person(employee_number="M001")
    placed = place(ken, make_department("sales"), starts_on=dt.date(2024, 4, 1))
    lines = ("社員番号,部署,発令日", "M001,network,2020-04-01")
    report = write_file(Wish(csv(tmp_path, *lines)), actor=hr)
    assert problems(report) == [
        (2, "発令日", "A place from 2024-04-01 on is known. Earlier ones go into the table of assignments.")
    ]
    placed.refresh_from_db()
    assert (placed.department.code, ken.assignments.count()) == ("sales", 1)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_people_at_once_make_each_of_them_once(tmp_path):
    organisation()
    hr = make_person(employee_number="HR1")
    rows = [HANAKO.replace("M001", f"N{n}").replace("Hanako@", f"n{n}@").replace(",M002", ",N0") for n in range(450)]
    rows[0] = rows[0].removesuffix("N0")
    path = csv(tmp_path, HEADINGS, *rows)
    reports, start = [], threading.Barrier(2)

    def run():
        start.wait()
        with translation.override("en"):
            reports.append(write_file(Wish(path), actor=hr))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [problems(report) for report in reports] == [[], []]
    assert Person.objects.get_queryset().filter(employee_number__startswith="N").count() == 450
    assert Person.objects.get_queryset().filter(manager__employee_number="N0").count() == 449
    assert sum(person.assignments.count() for person in Person.objects.filter(employee_number__startswith="N")) == 450


def test_numbers_and_addresses_typed_in_wide_characters_are_the_same_ones(tmp_path, hr):
    wide = HANAKO.replace("M001", "Ｍ００１").replace("Hanako@", "ｈａｎａｋｏ@").replace(",M002", ",Ｍ００２ ")
    write_file(Wish(csv(tmp_path, HEADINGS, wide, KEN)), actor=hr)
    hanako = Person.objects.get(employee_number="M001")
    assert (hanako.email, hanako.manager.employee_number) == ("hanako@example.com", "M002")
    report = check_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN)))
    assert [sheet.counts["unchanged"] for sheet in report.sheets] == [2]


def test_a_number_that_the_workbook_shows_with_leading_zeros_has_them(tmp_path, hr):
    path = xlsx(tmp_path, 社員=[["社員番号", "上司"], [77, 78], ["00078", ""]])
    book = openpyxl.load_workbook(path)
    for cell in ("A2", "B2"):
        book.active[cell].number_format = "00000"
    book.save(path)
    make_person(employee_number="00077")
    make_person(employee_number="00078")
    write_file(Wish(path), actor=hr)
    assert Person.objects.get(employee_number="00077").manager.employee_number == "00078"


def test_kana_of_half_width_is_a_reading(tmp_path, hr):
    write_file(Wish(csv(tmp_path, HEADINGS, HANAKO.replace("サトウ,ハナコ", "ｻﾄｳ,ﾊﾅｺ"), KEN)), actor=hr)
    assert Person.objects.get(employee_number="M001").family_kana == "サトウ"


def test_departments_come_under_the_headings_that_their_lists_have_and_name_what_lies_above(tmp_path, hr):
    company = Department.objects.get(code="network").company.code
    rows = [
        ["部署コード", "部署名", "部署名（英語）", "会社", "上位部署"],
        ["lab", "研究所", "Laboratory", company, "経営企画本部"],
        ["planning", "経営企画本部", "Planning", company, "Network"],
    ]
    path = xlsx(tmp_path, 組織=rows)
    assert problems(write_file(Wish(path), actor=hr)) == []
    ways = [each.code for each in Department.objects.get(code="lab").get_ancestors()]
    assert ways == ["network", "planning"]
    assert [sheet.counts["unchanged"] for sheet in check_file(Wish(path)).sheets] == [2]
