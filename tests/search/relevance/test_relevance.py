"""How well each engine answers what people ask, judged from the documents."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest

from search.documents import SearchDocument
from search.query import DEEPEST
from tests.search.both import EMBEDDED, ENGINES, opened
from tests.search.relevance.corpus import everything
from tests.search.relevance.judgements import FIRST, queries
from tests.search.relevance.measure import Score, mean, scores, table
from tests.search.shelf import Shelf

pytestmark = [pytest.mark.slow, pytest.mark.needs_shared_data, pytest.mark.django_db]

AIMS = {EMBEDDED: 0.85, "elastic": 0.90}


class Library:
    """An engine filled with the corpus, and what it scored."""

    def __init__(self, name: str, shelf: Shelf, documents: list[SearchDocument]) -> None:
        self.name, self.shelf, self.documents = name, shelf, documents
        self.sight = everything(documents)
        self.scores: list[Score] = scores(shelf.engine, documents)

    def found(self, text: str, **facts: object) -> list[str]:
        return self.shelf.found(text, sight=self.sight, **facts)


@pytest.fixture(scope="module", params=ENGINES)
def library(
    request: pytest.FixtureRequest, documents: list[SearchDocument], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    with opened(request.param, tmp_path_factory.mktemp("index")) as engine:
        yield Library(request.param, Shelf(engine()), documents)


def test_the_order_is_as_good_as_promised(library: Library) -> None:
    print(table(library.name, library.scores))  # noqa: T201 - shown with -s, and where it fails

    assert mean(library.scores) >= AIMS[library.name], table(library.name, library.scores)


def test_what_was_not_tuned_on_is_not_much_worse(library: Library) -> None:
    held_out = mean(library.scores, lambda score: score.judged.is_held_out)

    assert held_out >= mean(library.scores) - 0.05, table(library.name, library.scores)


def test_no_query_finds_an_empty_page(library: Library) -> None:
    assert [score.judged.text for score in library.scores if score.is_empty] == []


@pytest.mark.parametrize("text", ["勉強", "監視", "データベース", "衝突", "型"])
def test_a_word_finds_every_document_that_contains_it(library: Library, text: str) -> None:
    containing = {each.key for each in library.documents if text in words_of(each)}

    found = library.found(text, limit=DEEPEST)

    assert containing - set(found) == set()
    assert library.shelf.search(text, sight=library.sight).total == len(found)


def words_of(document: SearchDocument) -> str:
    """Everything that a document says, each white space kept: 勉 強 is not 勉強 here."""
    texts = (*_both(document.title), *_both(document.body), *document.people, *document.tags)
    return unicodedata.normalize("NFKC", "\n".join(texts))


def _both(words: object) -> tuple[str, str]:
    return words.ja, words.en  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["佐藤", "さとう", "サトウ", "sato", "Satō", "サト"])
def test_every_spelling_of_a_name_finds_the_same_people_first(library: Library, text: str) -> None:
    everybody = {each.key for each in library.documents if each.kind == "person" and "佐藤" in each.title.ja}
    assert len(everybody) > 3

    found = library.found(text)

    assert set(found[:3]) <= everybody
    assert everybody <= set(found[: len(everybody) + 2])


def test_the_set_is_as_large_and_as_varied_as_it_should_be(documents: list[SearchDocument]) -> None:
    judged = queries()
    counts = Counter(each.group for each in judged)

    assert len({each.text for each in judged}) == len(judged) >= 120
    assert set(counts) >= {
        "short", "compound", "name", "width", "mixed", "typo", "synonym", "phrase", "stem", "command", "error",
    }  # fmt: skip
    first = [each for each in judged if each.part == FIRST]
    assert 0.2 < sum(each.is_held_out for each in first) / len(first) < 0.45
    assert all(each.is_held_out for each in judged if each.part != FIRST)


def test_every_query_has_a_document_that_answers_it(documents: list[SearchDocument]) -> None:
    assert [each.text for each in queries() if max(each.grades(documents).values(), default=0) < 1] == []
