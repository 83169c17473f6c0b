"""One cell as a value: dates in the ways that people write them, choices by code or name, text that is no formula."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.interfaces.tables.sheets import Cell

CLEAR = "-"
"""Empties a field; an empty cell leaves it as it is."""

FORMULA = re.compile(r"^[=@]|^[+-](?!$)")
FAILED = re.compile(r"^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$")
# What an export put there, so that no spreadsheet runs the cell.
DEFUSED = re.compile(r"^'(?=[=+@\t\r＝＋－＠-])")
YEAR_FIRST = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]0{1,2}:00(?::00)?(?:\.0+)?)?$")
PACKED = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
ERA = re.compile(r"^(令和|平成|昭和|[RHS])\.?(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$", re.IGNORECASE)
ERA_BEGAN = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
DAY_OR_MONTH_FIRST = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$")


def text_of(cell: Cell) -> str:
    """The cell as text. Raises ValidationError for a formula: what it says depends on the program that opens it."""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if FORMULA.match(cell) and not re.fullmatch(r"[+-]\d+(\.\d+)?", cell):
        raise ValidationError(_("“%(value)s” is a formula. Put its value into the cell."), params={"value": cell[:40]})
    if FAILED.match(cell):
        raise ValidationError(_("“%(value)s”: the spreadsheet could not work out this cell."), params={"value": cell})
    return _without_controls(DEFUSED.sub("", cell)).strip()


def sign_of(cell: Cell) -> str:
    """A number, a code or an address: typed in wide characters (Ｍ１) it is the same. Raises ValidationError."""
    return unicodedata.normalize("NFKC", text_of(cell)).strip()


def identity_of(cell: Cell) -> str:
    """What a row is found by, as its column will read it; a cell that has none is named when the row is judged."""
    try:
        return sign_of(cell)
    except ValidationError:
        return ""


def date_of(cell: Cell) -> dt.date:
    """A day: 2026-04-01, 2026/4/1, 2026年4月1日, 20260401, 令和8年4月1日, or a date of the spreadsheet.

    Raises ValidationError; 04/01/2026 is refused, for half the world reads it as 4 January.
    """
    if isinstance(cell, dt.date):
        return cell
    written = unicodedata.normalize("NFKC", text_of(cell)).strip()
    match = YEAR_FIRST.match(written) or PACKED.match(written)
    era = ERA.match(written)
    try:
        if match:
            return dt.date(*(int(part) for part in match.groups()))
        if era:
            name, year, month, day = era.groups()
            return dt.date(ERA_BEGAN[name.lower()] + (1 if year == "元" else int(year)), int(month), int(day))
    except ValueError as error:
        raise ValidationError(_("There is no day “%(value)s”."), params={"value": written}) from error
    if DAY_OR_MONTH_FIRST.match(written):
        words = _("“%(value)s” can be read in two ways. Write the year first, as in 2026-04-01.")
        raise ValidationError(words, params={"value": written})
    raise ValidationError(_("“%(value)s” is not a date. Write it as in 2026-04-01."), params={"value": written[:40]})


def number_of(cell: Cell) -> int:
    """A whole number from 0. Raises ValidationError."""
    written = unicodedata.normalize("NFKC", text_of(cell)).strip().removesuffix("%")
    if not re.fullmatch(r"\d{1,9}", written):
        raise ValidationError(_("“%(value)s” is not a whole number."), params={"value": written[:40]})
    return int(written)


def folded(text: str) -> str:
    """What headings, codes and names are compared by: width, case and blanks do not count."""
    return re.sub(r"[\s_()（）・:*※-]+", "", unicodedata.normalize("NFKC", text)).lower()


def _without_controls(text: str) -> str:
    return "".join(each for each in text if unicodedata.category(each) not in {"Cc", "Cf", "Cs"} or each in "\n\t")
