"""Files that were made to hurt, and those that programs spoil without meaning to."""

import csv as csv_module
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.interfaces.tables import unpacking
from core.interfaces.tables.cells import text_of
from core.interfaces.tables.reading import read_sheets
from core.interfaces.tables.sheets import UnreadableFileError
from tests.core.interfaces.tables.sheets import csv, xlsx

LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def changed(path, part, change):
    """The workbook with one of its parts written anew."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 100_000 + " -->"])
def test_a_workbook_that_declares_entities_is_refused(tmp_path, part, before):
    path = changed(xlsx(tmp_path, a=[["x"], ["1"]]), part, lambda xml: before + LAUGHS.partition("?>")[2] + xml)
    with pytest.raises(UnreadableFileError, match="cannot be opened"):
        read_sheets(path)


def test_texts_of_a_workbook_that_would_fill_the_memory_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_BESIDE_ROWS", 100_000)
    path = changed(xlsx(tmp_path, a=[["x"], ["1"]]), "xl/styles.xml", lambda xml: xml + " " * 200_000)
    with pytest.raises(UnreadableFileError, match="unpacks to more"):
        read_sheets(path)


def test_a_row_far_below_the_last_that_a_spreadsheet_has_is_not_walked_to(tmp_path):
    path = changed(
        xlsx(tmp_path, a=[["x"], ["1"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('r="2"', 'r="99999999999"'),
    )
    (sheet,) = read_sheets(path)
    with pytest.raises(UnreadableFileError, match="more than 200000 rows"):
        list(sheet.rows())


def test_a_cell_far_to_the_right_of_the_headings_makes_no_row_wide(tmp_path):
    path = xlsx(tmp_path, a=[["x", "y"], ["1", "2"]])
    book = openpyxl.load_workbook(path)
    book["a"]["XFD2"] = "far"
    book.save(path)
    (sheet,) = read_sheets(path)
    assert [row.cells for row in sheet.rows()] == [("1", "2")]


def test_a_workbook_of_a_hundred_sheets_is_refused(tmp_path):
    path = xlsx(tmp_path, **{f"s{number}": [["x"], ["1"]] for number in range(100)})
    with pytest.raises(UnreadableFileError, match="100 sheets; at most 30"):
        read_sheets(path)


def test_a_chart_a_hidden_sheet_and_merged_cells_do_no_harm(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "people"
    for row in (["a", "b"], ["1", "2"], ["3", None]):
        book.active.append(row)
    book.active.merge_cells("A3:B3")
    book.create_chartsheet("chart").add_chart(openpyxl.chart.BarChart())
    book.create_sheet("secret").append(["a"])
    book["secret"].sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    (sheet,) = read_sheets(tmp_path / "x.xlsx")
    assert [row.cells for row in sheet.rows()] == [("1", "2"), ("3", "")]


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_byte_order_mark_before_broken_characters_is_said_and_nothing_breaks(tmp_path, start):
    path = tmp_path / "x.csv"
    path.write_bytes(start + b"a,b\n1,\xff\xd8\xd8\xd8\n")
    with pytest.raises(UnreadableFileError, match="neither UTF-8 nor Shift_JIS"):
        read_sheets(path)


def test_an_encoding_that_does_not_fit_is_said(tmp_path):
    path = csv(tmp_path, "社員番号,姓", "1,佐藤", encoding="cp932")
    with pytest.raises(UnreadableFileError, match="neither UTF-8 nor Shift_JIS"):
        read_sheets(path, encoding="utf-8")


def test_a_huge_cell_is_named_and_the_rows_after_it_are_read(tmp_path):
    (sheet,) = read_sheets(csv(tmp_path, "a,b", f"1,{'x' * 300_000}", "2,y"))
    assert [(row.number, row.problem) for row in sheet.rows()] == [
        (2, "A cell holds more than 5000 characters."),
        (3, ""),
    ]
    assert csv_module.field_size_limit() == 131_072


def test_a_huge_cell_of_a_workbook_is_named(tmp_path):
    (sheet,) = read_sheets(xlsx(tmp_path, a=[["a"], ["x" * 6_000], ["y"]]))
    assert [row.problem for row in sheet.rows()] == ["A cell holds more than 5000 characters.", ""]


def test_line_ends_of_an_old_mac_and_nul_bytes_are_read(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b'a,b\r1,"x\ry"\r2,z\0\r')
    (sheet,) = read_sheets(path)
    assert [row.cells for row in sheet.rows()] == [("1", "x\ry"), ("2", "z")]


def test_a_wave_dash_of_shift_jis_is_read(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\r\n1,\x81\x60\x81\x7c\xfb\xfc\r\n")
    (sheet,) = read_sheets(path)
    assert [row.cells for row in sheet.rows()] == [("1", "～－髙")]


@pytest.mark.parametrize("written", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"])
def test_what_a_spreadsheet_could_not_work_out_is_no_value(written):
    with pytest.raises(ValidationError, match="could not work out"):
        text_of(written)


def test_the_apostrophe_that_an_export_put_before_a_formula_is_taken_off():
    assert [text_of(each) for each in ("'=1+1", "'@home", "'+81", "'t Hooft")] == ["=1+1", "@home", "+81", "'t Hooft"]
