"""What search keeps in the database: words that editors teach it, what found nothing, what people saved."""

from search.models.empty import EmptySearch
from search.models.saved import SavedSearch
from search.models.synonyms import SearchStamp, Synonym

__all__ = ["EmptySearch", "SavedSearch", "SearchStamp", "Synonym"]
