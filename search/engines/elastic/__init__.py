"""Elasticsearch as the engine of search: several web servers, many documents, one index that all of them see.

Written with what every Elasticsearch 8 has: no scripts, no reindexing by the server, no query syntax. Text is folded
by `search.text` before it comes here; the cutting into pieces of two characters and the stems are Elasticsearch's own.
"""

from search.engines.elastic.engine import ElasticEngine

__all__ = ["ElasticEngine"]
