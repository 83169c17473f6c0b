"""The columns of the table of people, with the headings that HR systems write for them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.enums import HireType, Language
from core.interfaces.tables.cells import sign_of, text_of
from core.interfaces.tables.columns import Column, References, choice, date, one_of, reading, sign, text
from core.interfaces.tables.sheets import Cell
from core.models.organisation import Company, Department, Grade, Occupation, Position, Region


def full_name(cell: Cell, _references: References) -> tuple[str, str]:
    """Family and given name in one cell, with a blank between them."""
    return _two_of(text_of(cell))


def full_reading(cell: Cell, references: References) -> tuple[str, str]:
    return _two_of(reading(cell, references))


def _two_of(name: str) -> tuple[str, str]:
    parts = name.split(maxsplit=1)
    if len(parts) != 2:
        raise ValidationError(_("Put a blank between family name and given name, or use two columns."))
    return parts[0], parts[1]


def lower(cell: Cell, _references: References) -> str:
    return sign_of(cell).lower()


COLUMNS = (
    Column("employee_number", _("Employee number"), sign,
           ("社員番号", "社員ID", "社員コード", "従業員番号", "number", "employee id", "employee no", "staff id"),
           needed=True, example="MN01001"),
    Column("family_name", _("Family name"), text, ("姓", "名字", "last name", "surname"),
           needed=True, example="佐藤"),
    Column("given_name", _("Given name"), text, ("名", "first name"), needed=True, example="花子"),
    Column("full_name", _("Full name"), full_name, ("氏名", "名前", "社員名", "name")),
    Column("family_kana", _("Family name in kana"), reading,
           ("姓カナ", "姓かな", "セイ", "せい", "姓(カナ)", "姓ふりがな"), clearable=True, example="さとう"),
    Column("given_kana", _("Given name in kana"), reading,
           ("名カナ", "名かな", "メイ", "めい", "名(カナ)", "名ふりがな"), clearable=True, example="はなこ"),
    Column("full_kana", _("Full name in kana"), full_reading,
           ("氏名カナ", "氏名かな", "フリガナ", "ふりがな", "name kana")),
    Column("family_romaji", _("Family name in romaji"), text,
           ("姓ローマ字", "姓英字", "last name romaji"), clearable=True, example="Sato"),
    Column("given_romaji", _("Given name in romaji"), text,
           ("名ローマ字", "名英字", "first name romaji"), clearable=True, example="Hanako"),
    Column("email", _("E-mail"), lower,
           ("メールアドレス", "メール", "会社メール", "mail", "e-mail address", "email address"),
           needed=True, example="hanako.sato@example.com"),
    Column("language", _("Language"),
           choice(Language, 日本語="ja", japanese="ja", 英語="en", english="en"), ("言語",), example="ja"),
    Column("time_zone", _("Time zone"), text, ("タイムゾーン", "timezone"), example="Asia/Tokyo"),
    Column("region", _("Region"), one_of(Region), ("地域", "勤務地", "リージョン", "location"), needed=True,
           example="japan"),
    Column("hire_type", _("Hire type"),
           choice(HireType, 新卒="new_graduate", 新卒採用="new_graduate", 中途="mid_career", 中途採用="mid_career",
                  キャリア採用="mid_career", 経験者採用="mid_career"),
           ("採用区分", "入社区分"), needed=True, example="new_graduate"),
    Column("joined_on", _("Joined on"), date, ("入社日", "入社年月日", "hire date", "joined"), needed=True,
           example="2026-04-01"),
    Column("left_on", _("Left on (first day without access)"), date,
           ("退職日の翌日", "利用終了日", "left", "first day without access"), clearable=True),
    Column("manager", _("Manager (employee number)"), sign,
           ("上司", "上司社員番号", "上長", "上長社員番号", "manager number", "manager employee number", "reports to"),
           clearable=True, example="MN00042"),
    Column("company", _("Company"), one_of(Company), ("会社", "所属会社")),
    Column("department", _("Department"), one_of(Department),
           ("部署", "部門", "所属", "所属部署", "部署コード")),
    Column("position", _("Position"), one_of(Position), ("役職", "役職名", "job title", "title")),
    Column("occupation", _("Occupation"), one_of(Occupation), ("職種",)),
    Column("grade", _("Grade"), one_of(Grade), ("等級", "グレード"), clearable=True),
    Column("placed_on", pgettext_lazy("assignment", "In this place since"), date,
           ("発令日", "配属日", "異動日", "着任日", "assigned on", "effective date")),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
OWN = ("employee_number", "family_name", "given_name", "family_kana", "given_kana", "family_romaji", "given_romaji",
       "email", "language", "time_zone", "region", "hire_type", "joined_on", "left_on")  # fmt: skip
