"""A file as sheets of rows: CSV in the encodings that spreadsheets write, and XLSX. Rows stream; nothing is kept."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from core.interfaces.tables.csv_files import csv_sheet
from core.interfaces.tables.sheets import Sheet, UnreadableFileError
from core.interfaces.tables.workbooks import workbook_sheets
from core.words import filled

MOST_BYTES = 50 * 1024 * 1024


def read_sheets(
    path: Path, *, name: str = "", encoding: str = "", is_heading: Callable[[str], bool] = bool
) -> list[Sheet]:
    """The sheets of a file that hold anything. Raises UnreadableFileError.

    The headings are the first row, or the first below a title that has several texts that are headings.

    A workbook is known by its content, whatever its name; everything else is CSV. `encoding` is guessed where it is
    not said: a byte order mark, else UTF-8 if every byte fits, else Shift_JIS.
    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFileError(_("The file is empty."))
    if size > MOST_BYTES:
        raise UnreadableFileError(filled(_("The file is larger than %(size)d MB."), size=MOST_BYTES // 1024 // 1024))
    if zipfile.is_zipfile(path):
        sheets = workbook_sheets(path, is_heading)
    else:
        sheets = [csv_sheet(path, name or path.stem, encoding, is_heading)]
    if not sheets:
        raise UnreadableFileError(_("The file holds no rows."))
    return sheets
