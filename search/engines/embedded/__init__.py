"""The embedded engine: tantivy in this process, an index in a folder, nothing to install or start.

schema, rows, spaced       the fields, a document as the index holds it, its texts with their tokens apart
folder, checksums, guard   indexes on disk, whether they are whole, what tantivy throws as our own errors
reading, writing           the index as it is now; one writer at a time, versions, building and swapping
sights, asking, looser     the viewer's filter; what was typed as queries, and what a Japanese word may also be
counting, ordering         kinds and facets; the score's last part, which depends on today
answers, marks, quoting,
written                    hits with their quotations and reasons
typos, distance, similar   words nearly written; what is like a document
searching, engine          one search from query to results; the protocol
"""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
