"""Files as spreadsheets save them, and as they should not be."""

import datetime as dt
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.interfaces.tables import unpacking
from core.interfaces.tables.cells import date_of, number_of, text_of
from core.interfaces.tables.reading import read_sheets
from core.interfaces.tables.sheets import UnreadableFileError
from tests.core.interfaces.tables.sheets import csv, xlsx


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_spreadsheets_write(tmp_path, encoding):
    (sheet,) = read_sheets(csv(tmp_path, "社員番号,姓", "1,髙橋", encoding=encoding))
    assert (sheet.headings, [row.cells for row in sheet.rows()]) == (("社員番号", "姓"), [("1", "髙橋")])


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_sign_between_cells_is_told_from_the_headings(tmp_path, delimiter):
    (sheet,) = read_sheets(csv(tmp_path, delimiter.join(["a", "b", "c"]), delimiter.join(["1", "2", "3"])))
    assert [row.cells for row in sheet.rows()] == [("1", "2", "3")]


def test_rows_have_the_number_that_the_spreadsheet_shows_and_empty_ones_are_passed_over(tmp_path):
    (sheet,) = read_sheets(csv(tmp_path, "a,b", "", '"1\n2",x', ",", "3,4"))
    assert [(row.number, row.cells) for row in sheet.rows()] == [(3, ("1\n2", "x")), (5, ("3", "4"))]


def test_half_a_line_says_how_many_cells_it_has(tmp_path):
    (sheet,) = read_sheets(csv(tmp_path, "a,b,c", "1,2", "1,2,3,4", "1,2,3,,"))
    assert [row.problem for row in sheet.rows()] == [
        "This line has 2 cells, the headings are 3.", "This line has 4 cells, the headings are 3.", "",
    ]  # fmt: skip


def test_an_open_quotation_mark_is_named_with_its_line(tmp_path):
    (sheet,) = read_sheets(csv(tmp_path, "a,b", "1,2", '3,"4', "5,6"))
    assert [(row.number, row.problem) for row in sheet.rows()] == [(2, ""), (3, "A quotation mark is not closed.")]


def test_characters_of_an_unknown_encoding_are_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("社員番号,姓\n1,佐藤".encode() + b"\n2,\xff\xfe\xfd")
    with pytest.raises(UnreadableFileError, match="neither UTF-8 nor Shift_JIS"):
        read_sheets(path)


def test_an_empty_file_and_200_columns_are_refused(tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(UnreadableFileError, match="The file is empty"):
        read_sheets(tmp_path / "empty.csv")
    with pytest.raises(UnreadableFileError, match="200 columns; at most 100"):
        read_sheets(csv(tmp_path, ",".join(f"c{number}" for number in range(200))))


def test_a_workbook_gives_its_sheets_with_dates_and_numbers_as_they_are_meant(tmp_path):
    path = xlsx(
        tmp_path,
        社員=[["社員番号", "入社日", "割合"], [1001.0, dt.datetime(2026, 4, 1), 0.5], [], ["x", "", None]],  # noqa: DTZ001 - as Excel has it
    )
    (sheet,) = read_sheets(path)
    assert sheet.name == "社員"
    assert [(row.number, row.cells) for row in sheet.rows()] == [
        (2, ("1001", dt.date(2026, 4, 1), "0.5")), (4, ("x", "", "")),
    ]  # fmt: skip


def test_a_damaged_workbook_and_one_that_unpacks_to_too_much_are_refused(tmp_path, monkeypatch):
    good = xlsx(tmp_path, a=[["x"], ["1"]]).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(good[: len(good) // 2])
    with pytest.raises(UnreadableFileError):
        read_sheets(tmp_path / "cut.xlsx")
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    with pytest.raises(UnreadableFileError, match="unpacks to more"):
        read_sheets(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize(
    "written",
    ["2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", "20260401", "令和8年4月1日", "R8.4.1", "２０２６／４／１",
     "2026-04-01 00:00:00", dt.date(2026, 4, 1)],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(written):
    assert date_of(written) == dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    ("written", "words"),
    [("04/01/2026", "two ways"), ("2026-02-30", "no day"), ("soon", "not a date"), ("=TODAY()", "formula")],
)
def test_a_day_that_could_be_another_is_refused(written, words):
    with pytest.raises(ValidationError, match=words):
        date_of(written)


@pytest.mark.parametrize("written", ["=1+1", '=HYPERLINK("x")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd"])
def test_a_formula_is_no_value(written):
    with pytest.raises(ValidationError, match="formula"):
        text_of(written)


def test_whole_numbers_and_nothing_else():
    assert (number_of("50"), number_of("５０%")) == (50, 50)
    with pytest.raises(ValidationError, match="whole number"):
        number_of("-1")
