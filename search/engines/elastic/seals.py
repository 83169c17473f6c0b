"""A row says of itself what it held when it was written: whoever changes it by hand leaves another sum.

The fingerprint tells whether a row is of the document as it is now. It stands in the row like everything else, and is
still the right one where somebody gave the row another audience, or wrote it anew under the version that it had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

FIELD = "seal"
NOT_SEALED = frozenset({FIELD, "keys", "body", "beginnings"})
"""The list of a head changes alone; the pieces are not kept as they were given (`mapping.py`)."""


def sealed(row: Mapping[str, Any], version: int) -> dict[str, Any]:
    """The row with its sum."""
    return {**row, FIELD: _sum(row, version)}


def is_sealed(row: Mapping[str, Any], version: int) -> bool:
    """Whether it is what was written, by the write that gave it this version."""
    return row.get(FIELD) == _sum(row, version)


def _sum(row: Mapping[str, Any], version: int) -> str:
    given = {name: value for name, value in row.items() if name not in NOT_SEALED}
    return hashlib.blake2b(orjson.dumps([version, given], option=orjson.OPT_SORT_KEYS), digest_size=12).hexdigest()
