"""What is given out comes in again, and runs in no spreadsheet."""

import csv as csv_files

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from core.interfaces.tables.cells import text_of
from core.interfaces.tables.running import Wish, check_file, write_file
from core.interfaces.tables.writing import defused
from core.models import Person
from tests.core.interfaces.tables.sheets import HANAKO, HEADINGS, KEN, csv, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(tmp_path):
    organisation()
    write_file(Wish(csv(tmp_path, HEADINGS, HANAKO, KEN)), actor=None)


def test_an_exported_workbook_imported_again_changes_nothing(tmp_path):
    call_command("export_people", str(tmp_path / "all.xlsx"), verbosity=0)
    report = check_file(Wish(tmp_path / "all.xlsx"))
    assert [(sheet.table, sheet.counts["unchanged"]) for sheet in report.sheets] == [
        ("regions", 1), ("companies", 1), ("departments", 1), ("positions", 1), ("occupations", 1), ("grades", 0),
        ("people", 2), ("assignments", 2),
    ]  # fmt: skip
    assert (report.counts["changed"], report.counts["created"], report.counts["refused"]) == (0, 0, 0)


def test_an_exported_csv_imported_again_changes_nothing(tmp_path):
    call_command("export_people", str(tmp_path / "people.csv"), verbosity=0)
    assert check_file(Wish(tmp_path / "people.csv")).counts["unchanged"] == 2


def test_what_looks_like_a_formula_is_given_out_as_text(tmp_path):
    Person.objects.filter(employee_number="M001").update(family_name="=cmd|' /C calc'!A0")
    call_command("export_people", str(tmp_path / "people.csv"), verbosity=0)
    with (tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "'=cmd|' /C calc'!A0" in [row["family_name"] for row in csv_files.DictReader(file)]
    call_command("export_people", str(tmp_path / "all.xlsx"), verbosity=0)
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx")["people"]
    types = {cell.data_type for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=cmd")}
    assert types == {"s"}


def test_a_hyphen_alone_is_no_formula():
    assert (defused("-"), defused("-1"), defused(None), defused("佐藤")) == ("-", "'-1", "", "佐藤")


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "\tx", "＝1+1", "＋1", "－1", "＠x"])
def test_what_a_spreadsheet_may_run_is_text_and_comes_back_as_it_was(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert text_of(defused(text)) == text.strip()


def test_the_command_writes_only_when_told_and_names_each_problem(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    path = csv(tmp_path, "社員番号,姓", "M001,高橋", "M404,誰", name="change.csv")
    call_command("import_people", str(path))
    assert Person.objects.get(employee_number="M001").family_name == "佐藤"
    said = capsys.readouterr().out
    assert "1 changed, 0 unchanged, 1 refused" in said
    assert "row 3, Given name: Given name is missing; a new person needs it." in said
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    call_command("import_people", str(path))
    said = capsys.readouterr().out
    assert "変更1件, 変更なし0件, 取り込めない行1件" in said
    assert "3行目, 名: " in said
    assert "まだ何も取り込んでいません。" in said
    call_command("import_people", str(path), "--write", "--report", str(tmp_path / "report.json"), verbosity=0)
    assert Person.objects.get(employee_number="M001").family_name == "高橋"
    assert '"changed": 1' in (tmp_path / "report.json").read_text()


def test_the_command_says_in_one_line_what_it_cannot_read(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\xfd\xfc\xfb")
    for path in (tmp_path / "none.csv", tmp_path / "x.csv"):
        with pytest.raises(CommandError) as raised:
            call_command("import_people", str(path))
        assert "\n" not in str(raised.value)
