"""Spreadsheets for tests: written to a folder as people would have saved them."""

from pathlib import Path
from typing import Any

import openpyxl

from core.models import Occupation, Position
from tests.people import make_department, make_region

HEADINGS = "社員番号,姓,名,姓カナ,名カナ,メールアドレス,勤務地,採用区分,入社日,部署,役職,職種,上司"
HANAKO = "M001,佐藤,花子,サトウ,ハナコ,Hanako@example.com,tokyo,新卒,2026/4/1,network,一般,engineer,M002"
KEN = "M002,鈴木,健,スズキ,ケン,ken@example.com,東京,中途採用,平成20年4月1日,Network,member,エンジニア,"


def organisation() -> None:
    """What the rows above name."""
    make_region()
    make_department("network")
    Position.objects.get_or_create(code="member", defaults={"name_ja": "一般", "name_en": "Member"})
    Occupation.objects.get_or_create(code="engineer", defaults={"name_ja": "エンジニア", "name_en": "Engineer"})


def csv(folder: Path, *lines: str, name: str = "people.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def xlsx(folder: Path, name: str = "book.xlsx", **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name
