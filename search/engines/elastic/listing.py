"""All that an index holds, and taking out what no list names, for `check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elastic.words import clean
from search.engines.protocol import EngineUnavailableError

AT_ONCE = 2_000
"""Rows that are read at once."""


def every(client: Elasticsearch, index: str) -> Iterator[dict[str, Any]]:
    """The rows of all documents as they are at this moment, however many."""
    moment = client.open_point_in_time(index=index, keep_alive="2m")["id"]
    after: list[Any] | None = None
    try:
        while True:
            answer = client.search(
                pit={"id": moment, "keep_alive": "2m"},
                query={"term": {"is_document": True}},
                sort=["_shard_doc"],
                search_after=after,
                size=AT_ONCE,
                source_includes=["key", "source", "fingerprint"],
                track_total_hits=False,
            )
            hits = answer["hits"]["hits"]
            if not hits:
                return
            after = hits[-1]["sort"]
            yield from (hit["_source"] for hit in hits)
    finally:
        client.close_point_in_time(id=moment)


def take_out(client: Elasticsearch, alias: str, sources: Sequence[str]) -> None:
    """Delete every row that names one of these sources, whatever its id."""
    named = {"terms": {"source": [clean(source) for source in sources]}}
    while rows := client.search(index=alias, query=named, size=AT_ONCE, source=False)["hits"]["hits"]:
        gone = [{"delete": {"_id": row["_id"]}} for row in rows]
        if client.bulk(operations=gone, index=alias, require_alias=True, refresh=True)["errors"]:
            raise EngineUnavailableError("Elasticsearch did not take every change.")
