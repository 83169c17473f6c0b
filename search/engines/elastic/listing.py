"""All that an index holds, and taking out what no list names, for `check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elastic.seals import is_sealed
from search.engines.elastic.words import clean
from search.engines.protocol import EngineUnavailableError
from search.query import Indexed

AT_ONCE = 2_000
"""Rows that are taken out at once."""
READ = 500
"""Rows that are read at once, whole: a megabyte or two."""

# Whatever somebody could find: a row that is only a list has no audience.
DOCUMENTS = {"bool": {"should": [{"term": {"is_document": True}}, {"exists": {"field": "audience"}}]}}


def every(client: Elasticsearch, index: str) -> Iterator[Indexed]:
    """All documents as they are at this moment, however many."""
    moment = client.open_point_in_time(index=index, keep_alive="2m")["id"]
    after: list[Any] | None = None
    try:
        while True:
            answer = client.search(
                pit={"id": moment, "keep_alive": "2m"},
                query=DOCUMENTS,
                sort=["_shard_doc"],
                search_after=after,
                size=READ,
                version=True,
                source_excludes=["keys"],
                track_total_hits=False,
            )
            hits = answer["hits"]["hits"]
            if not hits:
                return
            after = hits[-1]["sort"]
            yield from (_indexed(hit["_source"], hit["_version"]) for hit in hits)
    finally:
        client.close_point_in_time(id=moment)


def _indexed(row: dict[str, Any], version: int) -> Indexed:
    """What somebody put there by hand may lack anything; what somebody changed is no document of ours."""
    fingerprint = row.get("fingerprint", "") if is_sealed(row, version) else ""
    return Indexed(str(row.get("key", "")), str(row.get("source", "")), str(fingerprint), version)


def take_out(client: Elasticsearch, alias: str, sources: Sequence[str]) -> None:
    """Delete every row that names one of these sources, whatever its id."""
    named: dict[str, Any] = {"terms": {"source": [clean(source) for source in sources]}}
    if "" in sources:
        nameless = {"bool": {"must_not": {"exists": {"field": "source"}}}}
        named = {"bool": {"should": [named, nameless]}}
    while rows := client.search(index=alias, query=named, size=AT_ONCE, source=False)["hits"]["hits"]:
        gone = [{"delete": {"_id": row["_id"]}} for row in rows]
        if client.bulk(operations=gone, index=alias, require_alias=True, refresh=True)["errors"]:
            raise EngineUnavailableError("Elasticsearch did not take every change.")
