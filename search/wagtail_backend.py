"""The search of Wagtail's admin: what rows contain, however it is written. No index; drafts are found as well.

Wagtail's own database backend knows no Japanese word inside a sentence, and its fallback looks for what was typed
letter by letter, in the titles of pages alone. Here every word must be found (cut at particles, in any width and kana,
or by a synonym), in any text of a row, of a page's own kind too; what has all words in its title comes first.

Rights are Wagtail's: it narrows the queryset to what an editor may see before it hands it here.
"""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Case, IntegerField, JSONField, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from modelsearch.backends.database.fallback import (
    DatabaseSearchBackend,
    DatabaseSearchQueryCompiler,
    DatabaseSearchResults,
)
from modelsearch.index import RelatedFields, SearchField
from modelsearch.query import MatchAll, Not, Phrase, PlainText
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from search.domain.synonym_table import said
from search.domain.synonyms import expander
from search.text.spellings import spellings, words_of

TITLES = ("title", "draft_title", "name")
NOTHING = Q(pk__in=[])
STRUCTURE = {"id", "type", "translation_key"}
MOST_IN_JSON = 2_000  # rows; beyond, the word is everywhere


class Compiler(DatabaseSearchQueryCompiler):
    """Turns a query of Wagtail into conditions on the rows."""

    def build_database_filter(self, query: Any, boost: float = 1.0) -> Any:
        if isinstance(query, PlainText):
            joined = all_of if query.operator == "and" else any_of
            return joined(self.anywhere(forms) for forms in self.forms_of(query.query_string))
        if isinstance(query, Phrase):
            return self.anywhere(spellings(query.query_string))
        if isinstance(query, Not) and isinstance(query.subquery, MatchAll):
            return NOTHING  # "not everything" would be an empty condition: all rows
        return super().build_database_filter(query, boost=boost)

    def anywhere(self, forms: Iterable[str]) -> Q:
        """Rows one of whose texts contains one of the forms."""
        wanted, model = list(forms), self.queryset.model
        if self.fields or not issubclass(model, Page):
            return _in_fields(model, wanted, only=self.fields)
        return any_of([_in_fields(model, wanted), *_in_pages_below(model, wanted)])

    def in_titles(self) -> Q | None:
        """The condition that puts what has all the words in its title first; None where there is nothing to tell."""
        text = getattr(self.query, "query_string", "")
        names = {field.name for field in self.queryset.model._meta.get_fields()} & set(TITLES)
        if not text or not names:
            return None
        words = self.forms_of(text)
        return all_of([any_of([_contains(name, form) for name in names for form in forms]) for forms in words])

    @functools.cached_property
    def forms_of(self) -> Callable[[str], list[list[str]]]:
        """Worked out once for each text: it is asked for the condition, the order, and again for the count."""
        return functools.cache(forms_of)


class Results(DatabaseSearchResults):
    """As Wagtail's, with what has the words in its title first."""

    def get_queryset(self) -> QuerySet[Any]:
        start, stop = self._whole()
        try:
            found: QuerySet[Any] = super().get_queryset()
        finally:
            self.start, self.stop = start, stop
        titles = self.query_compiler.in_titles() if self.query_compiler.order_by_relevance else None
        if titles is not None:
            first = Case(When(titles, then=Value(0)), default=Value(1), output_field=IntegerField())
            found = found.order_by(first, *(found.query.order_by or ["-pk"]))
        return found[start:stop]

    def _whole(self) -> tuple[int, int | None]:
        """Take the page off for a moment: rows are put in order before they are cut."""
        page: tuple[int, int | None] = self.start, self.stop
        self.start, self.stop = 0, None
        return page


def any_of(conditions: Iterable[Q]) -> Q:
    """Joined by "or"; of none, what nothing fulfils."""
    return functools.reduce(operator.or_, conditions, NOTHING)


def all_of(conditions: Iterable[Q]) -> Q:
    """Joined by "and"; of none, what nothing fulfils: symbols alone find nothing."""
    found = list(conditions)
    return functools.reduce(operator.and_, found) if found else NOTHING


def forms_of(text: str) -> list[list[str]]:
    """For each word all that may stand for it."""
    expand = expander()
    return [
        list(dict.fromkeys([*spellings(word), *(form for other in expand(said(word)) for form in spellings(other))]))
        for word in words_of(text)
    ]


def _in_fields(model: type[Model], forms: list[str], only: Any = None) -> Q:
    """Over the texts that a model names in its `search_fields`; tags and the like by what they are called."""
    return any_of([_field(model, name, forms) for name in only or _names(model)])


def _names(model: Any) -> Iterator[str]:
    columns = {field.name for field in model._meta.get_fields()}
    for field in model.get_search_fields():
        if isinstance(field, RelatedFields):
            yield from (
                f"{field.field_name}__{part.field_name}" for part in field.fields if isinstance(part, SearchField)
            )
        elif isinstance(field, SearchField) and field.field_name in columns:
            yield field.field_name
    if issubclass(model, Page):
        yield "draft_title"


def _in_pages_below(model: Any, forms: list[str]) -> Iterator[Q]:
    """A list of pages of all kinds looks into the texts of each kind."""
    for kind in get_page_models():
        own = set(_names(kind)) - set(_names(model))
        if issubclass(kind, model) and kind is not model and own:
            texts = any_of([_field(kind, name, forms) for name in sorted(own)])
            yield Q(pk__in=kind.objects.filter(texts).order_by().values("pk"))


def _field(model: Any, name: str, forms: list[str]) -> Q:
    if isinstance(model._meta.get_field(name.partition("__")[0]), StreamField | JSONField):
        return _in_json(model, name, forms)
    contains = any_of([_contains(name, form) for form in forms])
    if "__" in name:  # through a subquery, so that a row with two such tags is still one row
        return Q(pk__in=model.objects.filter(contains).order_by().values("pk"))
    return contains


def _contains(name: str, form: str) -> Q:
    return Q(**{f"{name}__icontains": form})


def _in_json(model: Any, name: str, forms: list[str]) -> Q:
    """Blocks are kept as JSON, which SQLite keeps with \\u escapes and PostgreSQL without; names and ids in it are
    nobody's words."""
    likely = any_of([Q(as_text__contains=json.dumps(form)[1:-1]) | Q(as_text__icontains=form) for form in forms])
    rows = model.objects.annotate(as_text=Cast(name, TextField())).filter(likely).order_by("-pk")
    texts = rows.values_list("pk", "as_text")[:MOST_IN_JSON]
    return Q(pk__in=[pk for pk, text in texts if _has(" ".join(_words(json.loads(text))).lower(), forms)])


def _has(text: str, forms: list[str]) -> bool:
    return any(form.lower() in text for form in forms)


def _words(value: Any) -> Iterator[str]:
    """The texts of blocks, without what they are called and numbered."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in STRUCTURE:
                yield from _words(each)


class SearchBackend(DatabaseSearchBackend):
    """Named in WAGTAILSEARCH_BACKENDS."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = Compiler
    results_class = Results
