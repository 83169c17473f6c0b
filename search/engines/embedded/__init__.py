"""The embedded engine: tantivy in this process, an index in a folder, nothing to install or start.

spaced      folded text as the index takes it: words and two-character pieces, a gap where a phrase may not cross
schema      the fields, the tokenizers, and the number of their form
rows        a document as the index holds it
folder      indexes on disk: which one is searched, rebuilding beside it, damage
guard       what tantivy throws, as our own errors
sights      the filter of a viewer
asking      what was typed, as queries of the engine
typos       words nearly written
answers     hits with their quotations and reasons
engine      the protocol
"""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
