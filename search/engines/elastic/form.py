"""Whether an index is made as this code makes one: somebody may have made another of its name, or changed it since."""

from __future__ import annotations

from typing import Any

from search.engines.elastic.mapping import index_body


def is_as_wanted(index: dict[str, Any]) -> bool:
    """Its fields, analysis and similarities; more fields than ours (each new facet is one), another number of shards
    and whatever else belongs to whoever runs the cluster are no difference."""
    wanted, settings = index_body(shards=1, replicas=None), index["settings"]["index"]
    parts = ("analysis", "similarity")
    return _holds(index["mappings"], wanted["mappings"]) and all(
        _holds(settings.get(part, {}), wanted["settings"][part]) for part in parts
    )


def _holds(found: Any, wanted: Any) -> bool:
    """Elasticsearch gives numbers and truth values of settings back as text, and does not say that something with
    fields of its own is an object."""
    if isinstance(wanted, dict):
        said = {name: value for name, value in wanted.items() if (name, value) != ("type", "object")}
        return isinstance(found, dict) and all(_holds(found.get(name), value) for name, value in said.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and list(map(_text, found)) == list(map(_text, wanted))
    return _text(found) == _text(wanted)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
