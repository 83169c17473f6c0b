"""What search keeps in the database: words editors teach it, what found nothing, what people saved, its indexes."""

from search.models.empty import EmptySearch
from search.models.engine_state import EngineState
from search.models.run import IndexRun
from search.models.saved import SavedSearch
from search.models.synonyms import SearchStamp, Synonym
from search.models.trouble import Trouble

__all__ = ["EmptySearch", "EngineState", "IndexRun", "SavedSearch", "SearchStamp", "Synonym", "Trouble"]
