"""People out of a spreadsheet: what is made, what is changed, what is refused and why."""

import datetime as dt

import pytest
from django.utils import translation

from core.interfaces.tables.running import UnreadableFileError, Wish, check_file, write_file
from core.models import Assignment, AuditEntry, Department, Person
from tests.core.interfaces.tables.sheets import HANAKO, HEADINGS, KEN, csv, organisation, xlsx
from tests.people import make_department, make_person, place

TWO_WAYS = "“4/1/2026” can be read in two ways. Write the year first, as in 2026-04-01."
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


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path, hr):
    before = Person.objects.count()
    report = check_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN)))
    assert report.counts == {"created": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert problems(report) == []
    assert [each["heading"] for each in report.sheets[0].columns if not each["column"]] == []
    assert Person.objects.count() == before


def test_people_come_in_with_their_place_their_names_and_their_manager_on_a_later_row(tmp_path, hr):
    report = write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN, encoding="cp932")), actor=hr)
    assert report.counts["created"] == 2
    hanako = Person.objects.get(employee_number="M001")
    assert (hanako.email, hanako.family_romaji, hanako.hire_type, hanako.joined_on, hanako.manager.employee_number) == (
        "hanako@example.com", "Sato", "new_graduate", dt.date(2026, 4, 1), "M002",
    )  # fmt: skip
    assert not hanako.has_usable_password()
    place_ = hanako.assignments.get()
    assert (place_.department.code, place_.position.code, place_.starts_on) == (
        "network",
        "member",
        dt.date(2026, 4, 1),
    )
    assert Person.objects.get(employee_number="M002").joined_on == dt.date(2008, 4, 1)
    assert AuditEntry.objects.filter(action="person.added_from_file", actor=hr).count() == 2


def test_the_same_file_again_changes_nothing(tmp_path, hr):
    path = csv(tmp_path, HEADINGS, HANAKO, KEN)
    write_file(Wish(path), actor=hr)
    entries, places = AuditEntry.objects.count(), Assignment.objects.count()
    assert write_file(Wish(path), actor=hr).counts == {"created": 0, "changed": 0, "unchanged": 2, "refused": 0}
    assert (AuditEntry.objects.count(), Assignment.objects.count()) == (entries, places)


def test_an_empty_cell_leaves_a_field_as_it_is_and_a_hyphen_empties_it(tmp_path, hr):
    write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN)), actor=hr)
    path = csv(tmp_path, "社員番号,姓カナ,名カナ,上司", "M001,,-,-")
    report = write_file(Wish(path), actor=hr)
    assert report.counts["changed"] == 1
    hanako = Person.objects.get(employee_number="M001")
    assert (hanako.family_kana, hanako.given_kana, hanako.manager) == ("サトウ", "", None)


def test_a_move_ends_the_old_place_and_a_correction_does_not(tmp_path, hr):
    write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN)), actor=hr)
    make_department("sales")
    write_file(Wish(csv(tmp_path, "社員番号,部署,発令日", "M001,sales,2026-10-01")), actor=hr)
    hanako = Person.objects.get(employee_number="M001")
    assert [(each.department.code, each.ends_on) for each in hanako.assignments.order_by("starts_on")] == [
        ("network", dt.date(2026, 9, 30)), ("sales", None),
    ]  # fmt: skip
    write_file(Wish(csv(tmp_path, "社員番号,部署,発令日", "M001,network,2026-10-01")), actor=hr)
    assert hanako.assignments.get(ends_on__isnull=True).department.code == "network"


def test_leaving_goes_the_way_of_leaving(tmp_path, hr):
    write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN)), actor=hr)
    write_file(Wish(csv(tmp_path, "社員番号,利用終了日", "M001,2026-05-01")), actor=hr)
    hanako = Person.objects.get(employee_number="M001")
    assert (hanako.has_left(), hanako.session_epoch) == (True, 1)
    assert hanako.assignments.get().ends_on == dt.date(2026, 4, 30)
    write_file(Wish(csv(tmp_path, "社員番号,利用終了日", "M001,-")), actor=hr)
    assert Person.objects.get(employee_number="M001").left_on is None


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (HANAKO.replace("M001", ""), "社員番号", "The employee number is missing."),
        (HANAKO.replace(",佐藤", ",=1+1"), "姓", "“=1+1” is a formula. Put its value into the cell."),
        (HANAKO.replace(",佐藤", ","), "姓", "Family name is missing; a new person needs it."),
        (HANAKO.replace("サトウ", "satou"), "姓カナ", "Write the reading in hiragana or katakana."),
        (HANAKO.replace("Hanako@example.com", "hanako"), "メールアドレス", "Enter a valid email address."),
        (HANAKO.replace("network", "moon"), "部署", "There is no “moon”."),
        (HANAKO.replace("2026/4/1", "4/1/2026"), "入社日", TWO_WAYS),
        (HANAKO.replace("M002", "M404"), "上司", "There is nobody with the number “M404”."),
        (HANAKO.replace("M002", "M001"), "上司", "A person cannot be their own manager."),
        (HANAKO.replace("新卒", "猫"), "採用区分", "“猫” is none of: new_graduate, mid_career."),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_by_row_and_column_and_the_rest_goes_on(tmp_path, hr, line, column, words):
    report = write_file(Wish(csv(tmp_path, HEADINGS, line, KEN)), actor=hr)
    assert problems(report) == [(2, column, words)]
    assert report.counts == {"created": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert not Person.objects.filter(employee_number="M001").exists()


def test_the_second_of_two_rows_with_one_number_or_one_address_is_refused(tmp_path, hr):
    again = HANAKO.replace("Hanako@", "other@")
    taken = KEN.replace("ken@example.com", "HANAKO@example.com")
    report = check_file(Wish(csv(tmp_path, HEADINGS, HANAKO, again, taken)))
    assert problems(report) == [
        (3, "社員番号", "Row 2 has this number already."),
        (4, "メールアドレス", "Row 2 has this address already."),
    ]  # fmt: skip


def test_an_address_that_another_person_has_is_refused(tmp_path, hr):
    report = check_file(Wish(csv(tmp_path, HEADINGS, HANAKO.replace("Hanako@example.com", hr.email), KEN)))
    assert problems(report) == [(2, "メールアドレス", "HR1 has this address already.")]


def test_people_who_would_report_to_themselves_are_refused_with_the_way_round(tmp_path, hr):
    report = write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN + "M001")), actor=hr)
    way = "They would report to themselves: M001 → M002 → M001."
    assert problems(report) == [(2, "上司", way), (3, "上司", way)]


def test_a_loop_through_people_outside_the_file_is_found(tmp_path, hr):
    write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN)), actor=hr)
    report = check_file(Wish(csv(tmp_path, "社員番号,上司", "M002,M001")))
    assert problems(report) == [(2, "上司", "They would report to themselves: M002 → M001 → M002.")]


def test_a_manager_whose_own_row_was_refused_is_said(tmp_path, hr):
    report = write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN.replace("鈴木", "@x"))), actor=hr)
    assert [each for each in problems(report) if each[0] == 2] == [
        (2, "上司", "The row of the manager “M002” was refused.")
    ]
    assert Person.objects.get(employee_number="M001").manager is None


def test_who_is_missing_from_a_full_file_is_listed_and_kept(tmp_path, hr):
    report = write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN), is_full=True), actor=hr)
    assert [each["key"] for each in report.sheets[0].missing] == ["HR1"]
    assert Person.objects.employed().filter(employee_number="HR1").exists()


def test_a_heading_can_be_said_to_mean_something_else_or_nothing(tmp_path, hr):
    path = csv(tmp_path, HEADINGS.replace("部署", "うちの係"), HANAKO, KEN)
    report = check_file(Wish(path))
    assert {"heading": "うちの係", "column": ""} in report.sheets[0].columns
    report = check_file(Wish(path, columns={"うちの係": "department", "上司": ""}))
    assert {"heading": "うちの係", "column": "department"} in report.sheets[0].columns
    assert {"heading": "上司", "column": ""} in report.sheets[0].columns


def test_two_columns_for_one_thing_and_none_for_the_number_refuse_the_sheet(tmp_path, hr):
    report = check_file(Wish(csv(tmp_path, "社員番号,姓,名字", "M001,佐藤,鈴木")))
    assert report.sheets[0].refusal.startswith("Two columns mean “Family name”: remove one.")
    report = check_file(Wish(csv(tmp_path, "姓,名,メール", "佐藤,花子,x@example.com")))
    assert report.sheets[0].refusal.startswith("The column “Employee number” is missing")


def test_a_file_about_something_else_is_refused(tmp_path, hr):
    with pytest.raises(UnreadableFileError, match="No row has headings that are known"):
        check_file(Wish(csv(tmp_path, "price,colour", "1,red", name="shop.csv")))


def test_a_workbook_brings_the_organisation_before_its_people(tmp_path):
    path = xlsx(
        tmp_path,
        社員=[["社員番号", "氏名", "氏名カナ", "メール", "地域", "採用区分", "入社日", "部署", "役職", "職種"],
            ["M1", "佐藤　花子", "サトウ ハナコ", "m1@example.com", "kyoto", "新卒", dt.date(2026, 4, 1),
             "ops-a", "member", "engineer"]],
        発令=[["社員番号", "種別", "部署", "役職", "職種", "割合", "開始日", "終了日"],
            ["M1", "兼務", "ops", "member", "engineer", 20, "2026-06-01", ""]],
        regions=[["code", "name_ja", "name_en"], ["kyoto", "京都", "Kyoto"]],
        会社=[["コード", "名称", "英語名", "地域"], ["k", "京都社", "Kyoto Ltd", "京都"]],
        部署=[["code", "name_ja", "name_en", "company", "parent"], ["ops-a", "運用一課", "Ops A", "k", "ops"],
            ["ops", "運用部", "Operations", "京都社", ""]],
        役職=[["code", "name_ja", "name_en", "rank"], ["member", "一般", "Member", 1]],
        職種=[["code", "name_ja", "name_en"], ["engineer", "技術", "Engineer"]],
    )  # fmt: skip
    assert problems(check_file(Wish(path))) == []
    assert Person.objects.count() == 0
    report = write_file(Wish(path), actor=None)
    assert (problems(report), report.counts["created"]) == ([], 8)
    assert Department.objects.get(code="ops-a").get_parent().code == "ops"
    person = Person.objects.get(employee_number="M1")
    assert person.family_name == "佐藤"
    assert sorted(person.assignments.values_list("kind", "department__code", "share")) == [
        ("concurrent", "ops", 20), ("regular", "ops-a", 100),
    ]  # fmt: skip
    assert write_file(Wish(path), actor=None).counts == {"created": 0, "changed": 0, "unchanged": 8, "refused": 0}


def test_a_department_below_itself_and_one_above_that_nobody_knows_are_refused(tmp_path, hr):
    rows = [
        "code,name_ja,name_en,company,parent",
        "a,あ,A,hq,b",
        "b,い,B,hq,a",
        "c,う,C,hq,nowhere",
        "d,え,D,hq,network",
    ]
    report = write_file(Wish(csv(tmp_path, *rows, name="departments.csv")), actor=hr)
    assert [(row, words) for row, _column, words in sorted(problems(report))] == [
        (2, "A department cannot lie below itself."),
        (3, "A department cannot lie below itself."),
        (4, "There is no “nowhere”."),
    ]
    assert Department.objects.get(code="d").get_parent().code == "network"


def test_a_department_moves_with_all_below(tmp_path, hr):
    network = Department.objects.get(code="network")
    make_department("core-team", network)
    make_department("sales")
    write_file(Wish(csv(tmp_path, "code,parent", "network,sales", name="departments.csv")), actor=hr)
    assert Department.objects.get(code="core-team").get_ancestors().values_list("code", flat=True)[0] == "sales"
    write_file(Wish(csv(tmp_path, "code,parent", "network,-", name="departments.csv")), actor=hr)
    assert Department.objects.get(code="network").is_root()


def test_a_chunk_that_the_database_refuses_is_written_row_by_row(tmp_path, hr, monkeypatch):
    from core.domain import people_files

    real = people_files.complete_names

    def stumble(person):
        real(person)
        if person.employee_number == "M001":
            person.email = hr.email  # somebody took it between the check and the write

    monkeypatch.setattr(people_files, "complete_names", stumble)
    report = write_file(Wish(csv(tmp_path, HEADINGS, HANAKO.replace("M002", ""), KEN)), actor=hr)
    assert problems(report) == [(2, "", "The database refused this row.")]
    assert list(Person.objects.filter(employee_number__startswith="M0").values_list("employee_number", flat=True)) == [
        "M002"
    ]


def test_dates_of_places_are_checked(tmp_path, hr):
    place(hr, Department.objects.get(code="network"))
    rows = ["社員番号,種別,部署,役職,職種,割合,開始日,終了日", "HR1,兼務,network,member,engineer,120,2026-06-01,",
            "HR1,兼務,network,member,engineer,50,2026-06-02,2026-05-01",
            "NOBODY,兼務,network,member,engineer,50,2026-06-01,"]  # fmt: skip
    report = check_file(Wish(csv(tmp_path, *rows, name="assignments.csv")))
    assert [(row, column) for row, column, _words in problems(report)] == [
        (2, "割合"),
        (3, "終了日"),
        (4, "社員番号"),
    ]


def test_a_name_in_one_cell_without_a_blank_is_one_problem(tmp_path, hr):
    rows = ["社員番号,氏名,メール,地域,採用区分,入社日", "M9,佐藤花子,m9@example.com,tokyo,新卒,2026-04-01"]
    words = "Put a blank between family name and given name, or use two columns."
    assert problems(check_file(Wish(csv(tmp_path, *rows)))) == [(2, "氏名", words)]
