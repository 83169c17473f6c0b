"""Search: where the embedded engine lies, and what answers while Elasticsearch is away."""

from . import environment
from .base import DATA_DIR

# A folder of this machine alone: two machines never share one.
SEARCH_FOLDER = environment.folder("SEARCH_FOLDER", default=DATA_DIR / "search")
# With ELASTICSEARCH_URL, the embedded engine is kept up to date too and answers in its absence, unless this says none.
SEARCH_FALLBACK = environment.choice("SEARCH_FALLBACK", default="embedded", allowed=("embedded", "none"))
