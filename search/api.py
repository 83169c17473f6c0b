"""What other apps may call besides `search.registry`, where they register what can be found."""

from search.domain.empty_searches import record_past_empty_search
from search.domain.loop import Indexers
from search.domain.queries.presenting import Row
from search.domain.queries.similar import saw_the_same, similar_to
from search.domain.queries.synonyms import knows_synonyms
from search.domain.rebuilding import build_where_missing
from search.domain.synonyms import add_synonym

__all__ = [
    "Indexers",
    "Row",
    "add_synonym",
    "build_where_missing",
    "knows_synonyms",
    "record_past_empty_search",
    "saw_the_same",
    "similar_to",
]
