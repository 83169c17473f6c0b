"""Whether a workbook may be unpacked: one made to fill the memory or to run for ever is refused before it is opened."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

MOST_UNPACKED = 500 * 1024 * 1024
# Texts and styles are held in memory as a whole, rows are not.
MOST_BESIDE_ROWS = 100 * 1024 * 1024
ROWS = "xl/worksheets/"
XML = (".xml", ".rels")
BLOCK = 64 * 1024


def unpacks_to_too_much(path: Path) -> bool:
    """By the sizes that it states: reading stops at them, so a lie makes it damaged and not larger."""
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    beside = sum(part.file_size for part in parts if not part.filename.startswith(ROWS))
    return sum(part.file_size for part in parts) > MOST_UNPACKED or beside > MOST_BESIDE_ROWS


def declares_entities(path: Path) -> bool:
    """Whether a part has a document type: no spreadsheet writes one, and only there can entities be declared."""
    with zipfile.ZipFile(path) as packed:
        return any(_has_document_type(packed, part) for part in packed.namelist() if part.lower().endswith(XML))


class _FoundError(Exception):
    pass


class _BegunError(Exception):
    pass


def _has_document_type(packed: zipfile.ZipFile, part: str) -> bool:
    """Read no further than to the first element: a document type can only stand before it."""
    parser: Any = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _found
    parser.StartElementHandler = _begun
    try:
        with packed.open(part) as file:
            while block := file.read(BLOCK):
                parser.Parse(block)
    except _FoundError:
        return True
    except (_BegunError, expat.ExpatError):  # what is no XML is said when it is opened
        return False
    return False


def _found(*_: Any) -> NoReturn:
    raise _FoundError


def _begun(*_: Any) -> NoReturn:
    raise _BegunError
