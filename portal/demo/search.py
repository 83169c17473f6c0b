"""What the demo company taught its search: synonyms, and what people searched for in vain."""

from __future__ import annotations

import datetime as dt
from typing import Any

import yaml
from django.utils import timezone

from portal.demo.names import DATA
from search.api import add_synonym, knows_synonyms, record_past_empty_search


def load_search() -> None:
    """Once: what editors changed or took away later stays as they left it."""
    if knows_synonyms():
        return
    found: dict[str, Any] = yaml.safe_load((DATA / "search.yml").read_text(encoding="utf-8"))
    for row in found["synonyms"]:
        add_synonym(words=row["words"], finds=row.get("finds", ()))
    for row in found["empty_searches"]:
        day = timezone.localdate() - dt.timedelta(days=row["days"])
        record_past_empty_search(row["text"], language=row["language"], day=day, people=row["people"])
