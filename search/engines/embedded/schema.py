"""The fields of the index, derived from `SearchDocument`, and how each is cut into terms."""

from __future__ import annotations

from tantivy import Filter, Index, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from search.documents import SCHEMA
from search.engines.embedded.spaced import GAP

FORM = SCHEMA * 1_000 + 2
"""What stands in an index of this code: the schema of the documents and, in the last three digits, our fields."""

EDGE = 24
"""Characters of a beginning that are indexed; longer ones are cut."""

LONGEST_TERM = 200
"""Characters of a term of whatever kind; words are cut before that (`search.text.tokens`)."""

NAMES = ("title", "reading", "tag", "people")
TEXTS = (*NAMES, "body")
TERMS = ("key", "source", "audience", "within", "group", "exact")


def schema() -> Schema:
    """See `docs/search.md` for what each field is for."""
    builder = SchemaBuilder()
    for name in TERMS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("identity", tokenizer_name="raw", index_option="basic")
    builder.add_json_field("facets", tokenizer_name="raw", index_option="basic", fast=True)
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="spaced")
    for name in ("title_stem", "body_stem"):
        builder.add_text_field(name, tokenizer_name="stem", index_option="freq")
    for name in ("name_character", "body_character"):
        builder.add_text_field(name, tokenizer_name="spaced", index_option="basic")
    for name in ("begin", "edge", "people_edge"):
        builder.add_text_field(name, tokenizer_name="edge", index_option="basic")
    for name in ("updated", "tie", "shown_from", "shown_until", "version"):
        builder.add_integer_field(name, indexed=name in {"shown_from", "shown_until", "version"}, fast=True)
    builder.add_float_field("weight", fast=True)
    for name in ("shown", "body_ja", "body_en", "folded_ja", "folded_en"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def stem_analyzer() -> TextAnalyzer:
    cut = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(LONGEST_TERM))
    return cut.filter(Filter.custom_stopword([GAP])).filter(Filter.stemmer("english")).build()


def register_tokenizers(index: Index) -> None:
    """After every open: an index on disk only knows their names."""
    cut = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(LONGEST_TERM))
    index.register_tokenizer("spaced", cut.filter(Filter.custom_stopword([GAP])).build())
    index.register_tokenizer("stem", stem_analyzer())
    index.register_tokenizer("edge", TextAnalyzerBuilder(Tokenizer.ngram(1, EDGE, prefix_only=True)).build())
