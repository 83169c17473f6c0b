"""Fields and analysis of the index, derived from `SearchDocument`: each of its fields has a line here, or a reason.

Everything named is part of Elastic's full distribution with its `analysis-kuromoji`; the test server has the same
under the same names (decision 0087).
"""

from __future__ import annotations

from typing import Any

from elasticsearch.dsl import Boolean, Date, Double, Integer, Keyword, Mapping, Object, Text
from elasticsearch.dsl.analysis import analyzer, token_filter, tokenizer

from search.documents import SCHEMA
from search.engines.elastic.words import RUN_END

PIECES = analyzer(
    "pieces",
    tokenizer="standard",
    filter=[token_filter("pieces_and_characters", "cjk_bigram", output_unigrams=True)],
)
ASKED_PIECES = analyzer(
    "asked_pieces",
    tokenizer="standard",
    filter=["cjk_bigram", token_filter("run_end", "stop", stopwords=[RUN_END])],
)
_ENGLISH = [
    "lowercase",
    "asciifolding",
    token_filter("english_possessive", "stemmer", language="possessive_english"),
    token_filter("english_stems", "stemmer", language="english"),
]
JAPANESE = analyzer(
    "japanese",
    tokenizer=tokenizer("japanese_words", "kuromoji_tokenizer", mode="search", discard_compound_token=True),
    filter=["kuromoji_baseform", "kuromoji_part_of_speech", "cjk_width", "kuromoji_stemmer", *_ENGLISH],
)
ENGLISH = analyzer("english_words", tokenizer="standard", filter=["cjk_width", *_ENGLISH])
BEGINNINGS = analyzer(
    "beginnings",
    tokenizer="standard",
    filter=[token_filter("first_letters", "edge_ngram", min_gram=1, max_gram=16, preserve_original=True)],
)
AS_TYPED = analyzer("as_typed", tokenizer="standard", filter=[])

# A name is short whatever else it says: its length tells little. A long text that says a word once says it by the way.
# Other spellings are listed until nothing is missing: how many there are tells nothing.
SIMILARITIES = {
    "spelling": {"type": "BM25", "k1": 0.6, "b": 0.0},
    "name": {"type": "BM25", "k1": 0.6, "b": 0.25},
    "text": {"type": "BM25", "k1": 1.2, "b": 0.6},
}


def _pieces(similarity: str) -> Text:
    return Text(analyzer=PIECES, search_analyzer=ASKED_PIECES, similarity=similarity)


def _quoted(language: Any, similarity: str) -> Text:
    """With offsets in the index, so that quoting a long text does not mean to analyse it again."""
    return Text(analyzer=language, similarity=similarity, index_options="offsets")


FIELDS: dict[str, dict[str, Any]] = {
    "key": {"key": Keyword()},
    "source": {"source": Keyword()},
    "kind": {"kind": Keyword()},
    "title": {
        "title": _pieces("name"),
        "title_ja": _quoted(JAPANESE, "name"),
        "title_en": _quoted(ENGLISH, "name"),
        "names": Keyword(ignore_above=200),
        "beginnings": Text(analyzer=BEGINNINGS, search_analyzer=AS_TYPED, index_options="docs", norms=False),
    },
    "body": {"body": _pieces("text"), "body_ja": _quoted(JAPANESE, "text"), "body_en": _quoted(ENGLISH, "text")},
    "readings": {"readings": _pieces("spelling")},
    "people": {"people": _pieces("spelling")},
    "tags": {"tags": _pieces("spelling")},
    "facets": {"facets": Object(dynamic=True)},
    "audience": {"audience": Keyword()},
    "within": {"within": Keyword()},
    "group": {"group": Keyword()},
    "url": {},  # Shown from the database.
    "starts_at": {"starts_at": Date()},
    "updated_at": {"updated_at": Date(null_value="1970-01-01T00:00:00Z")},
    "shown_from": {"shown_from": Integer()},
    "shown_until": {"shown_until": Integer()},
    "popularity": {"weight": Double()},
    "boost": {},  # In the weight.
}
# What is ours and not the document's: the keys of a source, what `check` compares, the beginning of the text.
OWN: dict[str, Any] = {
    "is_document": Boolean(),
    "fingerprint": Keyword(index=False),
    "keys": Keyword(index=False, doc_values=False),
    "lead_ja": Text(index=False),
    "lead_en": Text(index=False),
    "shown_updated_at": Keyword(index=False, doc_values=False),
    "seal": Keyword(index=False, doc_values=False),
}


def mapping() -> Mapping:
    found = Mapping()
    for fields in (*FIELDS.values(), OWN):
        for name, field in fields.items():
            found.field(name, field)
    found.meta("dynamic", False)
    found.meta("dynamic_templates", [{"facets": {"path_match": "facets.*", "mapping": {"type": "keyword"}}}])
    found.meta("_meta", {"schema": SCHEMA})
    # The pieces can be made again from the document, and nothing here asks for them.
    found.meta("_source", {"excludes": ["body", "beginnings"]})
    return found


def index_body(*, shards: int, replicas: int | None) -> dict[str, Any]:
    """What an index is made with. No refresh while it is filled; deletions are remembered for late writers."""
    fields = mapping()
    copies: dict[str, Any] = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
    return {
        "mappings": fields.to_dict(),
        "settings": {
            "index": {"number_of_shards": shards, "refresh_interval": "-1", "gc_deletes": "1h", **copies},
            "analysis": fields._collect_analysis(),
            "similarity": SIMILARITIES,
        },
    }
