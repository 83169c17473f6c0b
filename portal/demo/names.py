"""Names from which the demo company's people are made: common ones, put together by chance."""

import functools
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@functools.cache
def pools() -> dict[str, list[Any]]:
    """Lists of names: `family_ja` and `given_ja` as [written, kana], the others as written."""
    loaded: dict[str, list[Any]] = yaml.safe_load((DATA / "names.yml").read_text(encoding="utf-8"))
    return loaded
