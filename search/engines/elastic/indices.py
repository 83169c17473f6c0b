"""Indexes and their names: one is searched, behind an alias; others are under construction.

The alias carries the schema, so that a portal of one release never reads what another has built: after an update its
alias is not there yet, which says "rebuild". An index is written through a second alias of its own name, which it has
from birth: with `require_alias`, a write after it was given up fails instead of making an index of that name.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.documents import SCHEMA
from search.engines.elastic.mapping import index_body
from search.engines.protocol import IndexUnusableError

UNDER_WAY = 1.0
"""Seconds that the old index stays after a swap, for the searches that are still on it."""

WRITE = "-write"


class Indices:
    """`prefix` begins the names of all that is ours in this cluster."""

    def __init__(self, client: Elasticsearch, *, prefix: str, shards: int, replicas: int | None) -> None:
        self.client = client
        self.prefix = prefix
        self.shards = shards
        self.replicas = replicas
        self.alias = f"{prefix}-v{SCHEMA}"

    def create(self) -> str:
        name = f"{self.alias}-{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"
        body = index_body(shards=self.shards, replicas=self.replicas)
        self.client.options(request_timeout=60).indices.create(
            index=name, **body, aliases={f"{name}{WRITE}": {}}, wait_for_active_shards="1"
        )
        return name

    def finish(self, name: str) -> None:
        """The alias moves in one step; indexes that it has left, and those of older schemas, go."""
        if name not in self.all():
            raise IndexUnusableError("The index that was built is no longer there: rebuild it.")
        client = self.client.options(request_timeout=60)
        client.indices.put_settings(index=name, settings={"index": {"refresh_interval": "1s"}})
        client.indices.refresh(index=name)
        old = [index for index, aliases in self.all().items() if self._was_searched(aliases) and index != name]
        moves: list[dict[str, Any]] = [{"remove": {"index": index, "alias": "*"}} for index in old]
        client.indices.update_aliases(actions=[*moves, {"add": {"index": name, "alias": self.alias}}])
        if old:
            time.sleep(UNDER_WAY)
            client.indices.delete(index=old, ignore_unavailable=True)

    def drop(self, name: str) -> None:
        if name in self.half_built():
            self.client.indices.delete(index=name, ignore_unavailable=True)

    def half_built(self) -> list[str]:
        return sorted(index for index, aliases in self.all().items() if not self._was_searched(aliases))

    def current(self) -> str | None:
        """The index that is searched."""
        return next((index for index, aliases in self.all().items() if self.alias in aliases), None)

    def other_schema(self) -> int | None:
        """The schema of an index that another release has left."""
        found = (alias for aliases in self.all().values() for alias in aliases if not alias.endswith(WRITE))
        versions = [alias.removeprefix(f"{self.prefix}-v") for alias in found if alias != self.alias]
        return max((int(version) for version in versions if version.isdigit()), default=None)

    def all(self) -> dict[str, set[str]]:
        """Every index of ours with its aliases."""
        try:
            answer = self.client.indices.get_alias(index=f"{self.prefix}-v*")
        except NotFoundError:
            return {}
        return {index: set(facts["aliases"]) for index, facts in answer.items()}

    def destroy(self) -> None:
        """Everything under our prefix goes (tests)."""
        if names := list(self.all()):
            self.client.indices.delete(index=names, ignore_unavailable=True)

    def _was_searched(self, aliases: set[str]) -> bool:
        return any(not alias.endswith(WRITE) for alias in aliases)
