"""Files as people keep them: a title above the headings, texts like formulas, more problems than a page lists."""

import pytest
from django.utils import translation

from core.interfaces.tables.running import Wish, check_file, write_file
from core.interfaces.tables.sheets import UnreadableFileError
from core.interfaces.tables.writing import write_xlsx
from core.models import Person
from tests.core.interfaces.tables.sheets import HANAKO, HEADINGS, KEN, csv, organisation, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_headings_are_found_below_a_title(tmp_path):
    organisation()
    title = ["社員名簿　2026年4月", "作成：人事部"]
    listed = csv(tmp_path, *title, "", HEADINGS, HANAKO.removesuffix("M002"))
    book = xlsx(tmp_path, 社員=[[each] for each in title] + [line.split(",") for line in (HEADINGS, KEN)])

    for path, row in ((listed, 4), (book, 3)):
        sheet = check_file(Wish(path)).sheets[0]
        assert (sheet.heading_row, sheet.counts["created"], sheet.problems) == (row, 1, [])


def test_without_a_row_of_headings_the_file_is_refused_by_what_stands_there(tmp_path):
    with pytest.raises(UnreadableFileError, match="the first has “社員名簿”"):
        check_file(Wish(csv(tmp_path, "社員名簿", "A,B,C", "1,2,3", name="book.csv")))


def test_a_text_that_looks_like_a_formula_comes_back_from_a_workbook_as_it_was(tmp_path):
    organisation()
    check = write_file(Wish(csv(tmp_path, HEADINGS, HANAKO.removesuffix("M002"))), actor=None)
    assert check.counts["created"] == 1
    Person.objects.filter(employee_number="M001").update(family_name="=1+1", given_name="-x")
    write_xlsx(tmp_path / "all.xlsx", tables=["people"])

    report = check_file(Wish(tmp_path / "all.xlsx"))

    assert (report.counts, report.sheets[0].problems) == (
        {"created": 0, "changed": 0, "unchanged": 1, "refused": 0},
        [],
    )


def test_every_problem_is_told_beside_the_first_ones(tmp_path):
    organisation()
    lines = [HANAKO.replace("M001", f"M{number:04d}").replace("network", "nowhere") for number in range(700)]
    told = []

    report = check_file(Wish(csv(tmp_path, HEADINGS, *lines), note=told.append))

    assert len(report.sheets[0].problems) == 500
    assert len(told) == report.sheets[0].problems_total > 700
