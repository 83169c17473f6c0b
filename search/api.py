"""What other apps may call besides `search.registry`, where they register what can be found."""

from search.domain.loop import Indexers
from search.domain.rebuilding import build_where_missing

__all__ = ["Indexers", "build_where_missing"]
