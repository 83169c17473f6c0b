"""Indexes and their names: one is searched, behind an alias; others are under construction.

The alias carries the schema, so that a portal of one release never reads what another has built: after an update its
alias is not there yet, which says "rebuild". An index is written through a second alias of its own name, which it has
from birth: with `require_alias`, a write after it was given up fails instead of making an index of that name.
"""

from __future__ import annotations

import re
import secrets
import time
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.documents import SCHEMA
from search.engines.elastic.connection import IS_CLOSED
from search.engines.elastic.form import is_as_wanted
from search.engines.elastic.mapping import index_body
from search.engines.protocol import IndexUnusableError

UNDER_WAY = 1.0
"""Seconds that the old index stays after a swap, for the searches that are still on it."""

WRITE = "-write"

BLOCKS = ("read_only", "read_only_allow_delete", "metadata")
"""What keeps an index from being taken out of its alias, or deleted."""


class Indices:
    """`prefix` begins the names of all that is ours in this cluster."""

    def __init__(self, client: Elasticsearch, *, prefix: str, shards: int, replicas: int | None) -> None:
        self.client = client
        self.prefix = prefix
        self.shards = shards
        self.replicas = replicas
        self.alias = f"{prefix}-v{SCHEMA}"
        # Another portal of this cluster may be called terakoya-vienna: its indexes begin like ours and are not ours.
        self._is_alias = re.compile(rf"{re.escape(prefix)}-v\d+").fullmatch
        self._is_ours = re.compile(rf"{re.escape(prefix)}-v\d+(-\d+(-[0-9a-f]+)?)?").fullmatch

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
        searched = {index: aliases for index, aliases in self._everywhere().items() if self._was_searched(aliases)}
        searched.pop(name, None)
        old = sorted(filter(self._is_ours, searched))
        if old:
            # Whoever blocked them wanted to keep them as they are; from now on they are not wanted any more.
            client.indices.put_settings(index=old, settings={"index": {"blocks": dict.fromkeys(BLOCKS)}})
        client.indices.update_aliases(actions=[*self._moves(searched), {"add": {"index": name, "alias": self.alias}}])
        if old:
            time.sleep(UNDER_WAY)
            client.indices.delete(index=old, ignore_unavailable=True)

    def _moves(self, searched: dict[str, set[str]]) -> list[dict[str, Any]]:
        """Our names leave whatever has them: an index that is not ours keeps its own."""
        return [
            {"remove": {"index": index, "alias": alias}}
            for index, aliases in searched.items()
            for alias in sorted(aliases)
            if self._is_ours(index) or self._is_alias(alias)
        ]

    def drop(self, name: str) -> None:
        if name in self.half_built():
            self.client.indices.delete(index=name, ignore_unavailable=True)

    def half_built(self) -> list[str]:
        return sorted(index for index, aliases in self.all().items() if not self._was_searched(aliases))

    def current(self) -> str | None:
        """The index that is searched. Raises IndexUnusableError where somebody gave its name to another one too."""
        found = [index for index, aliases in self._everywhere().items() if self.alias in aliases]
        if len(found) > 1:
            raise IndexUnusableError(f"The alias {self.alias} names {len(found)} indexes: rebuild it.")
        return found[0] if found else None

    def examine(self) -> None:
        """Raises IndexUnusableError where it is not there, or not the form that it was made in."""
        name = self.current()
        if name is None:
            raise IndexUnusableError("There is no index: rebuild it.")
        found = self.client.indices.get(index=name)[name]
        if found["settings"]["index"].get("verified_before_close"):
            raise IndexUnusableError(IS_CLOSED)
        if not is_as_wanted(found):
            raise IndexUnusableError("The index has other fields than this version needs: rebuild it.")

    def other_schema(self) -> int | None:
        """The schema of an index that another release has left."""
        found = (alias for aliases in self.all().values() for alias in aliases if not alias.endswith(WRITE))
        versions = [alias.removeprefix(f"{self.prefix}-v") for alias in found if alias != self.alias]
        return max((int(version) for version in versions if version.isdigit()), default=None)

    def all(self) -> dict[str, set[str]]:
        """Every index of ours with its aliases."""
        return {index: aliases for index, aliases in self._everywhere().items() if self._is_ours(index)}

    def _everywhere(self) -> dict[str, set[str]]:
        """Ours, those that begin like ours, and those that somebody gave one of our names."""
        try:
            answer = self.client.indices.get_alias(index=f"{self.prefix}-v*", expand_wildcards="all")
        except NotFoundError:
            return {}
        return {index: set(facts["aliases"]) for index, facts in answer.items()}

    def destroy(self) -> None:
        """Everything under our prefix goes (tests)."""
        if names := list(self.all()):
            self.client.indices.delete(index=names, ignore_unavailable=True)

    def _was_searched(self, aliases: set[str]) -> bool:
        return any(map(self._is_alias, aliases))
