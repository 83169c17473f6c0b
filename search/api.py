"""What other apps may call besides `search.registry`, where they register what can be found."""

from search.domain.loop import Indexers
from search.domain.queries.presenting import Row
from search.domain.queries.similar import saw_the_same, similar_to
from search.domain.rebuilding import build_where_missing

__all__ = ["Indexers", "Row", "build_where_missing", "saw_the_same", "similar_to"]
