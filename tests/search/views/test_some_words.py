"""Nothing has all the words that were asked for: what has some of them is shown, and said to be that."""

from __future__ import annotations

from django.test import Client

from search.domain.queries.feed import entries_of
from search.domain.saved import save_search
from search.models import EmptySearch
from search.registry import Shown
from tests.people import make_person
from tests.search.library import Library
from tests.search.views.test_page import search, text_of
from tests.search.views.test_palette import type_

SAID = "Nothing has all of these words. This has some of them."


def found(client: Client, **asked: object) -> tuple[list[str], bool]:
    answer = search(client, **asked).context["found"]
    return [row.hit.key for row in answer.rows], answer.is_partial


def test_one_word_that_nobody_wrote_does_not_make_the_page_empty(library: Library, reader: Client) -> None:
    library.add("material:1", "Git をゼロから")
    library.add("material:2", "nginx")
    assert found(reader, q="git 競合") == (["material:1"], True)
    page = text_of(search(reader, q="git 競合"))
    assert SAID in page
    assert "Nothing found" not in page


def test_whatever_has_all_the_words_stands_alone(library: Library, reader: Client) -> None:
    library.add("material:1", "git 競合")
    library.add("material:2", "git")
    assert found(reader, q="git 競合") == (["material:1"], False)
    assert SAID not in text_of(search(reader, q="git 競合"))


def test_what_stands_in_quotes_is_not_let_go(library: Library, reader: Client) -> None:
    library.add("material:1", "git")
    library.add("material:2", "get pods")
    assert found(reader, q='"get pods" 競合') == (["material:2"], True)
    assert found(reader, q='"get logs" git') == ([], False)


def test_with_filters_the_count_without_them_comes_first(library: Library, reader: Client) -> None:
    library.add("material:1", "git 競合", facets={"tag": ("web",)})
    library.add("material:2", "git", facets={"tag": ("ops",)})
    answer = search(reader, q="git 競合", tag="ops").context["found"]
    assert (answer.total, answer.without_filters, answer.is_partial) == (0, 1, False)
    assert found(reader, q="git zzzz", tag="ops") == (["material:2"], True)


def test_the_palette_says_so_too_unless_there_is_something_to_do(library: Library, reader: Client) -> None:
    library.add("material:1", "git")
    library.add("material:2", "my notes")
    assert SAID in text_of(type_(reader, "git 競合"))
    assert [group.kind.name for group in type_(reader, "git 競合").context["offered"].groups] == ["material"]
    assert type_(reader, "my profile").context["offered"].groups == ()


def test_the_api_tells_it(library: Library, reader: Client) -> None:
    library.add("material:1", "git")
    answers = [reader.get("/api/v1/search", {"q": q}).json() for q in ("git", "git 競合")]
    assert [(answer["total"], answer["is_partial"]) for answer in answers] == [(1, False), (1, True)]


def test_editors_still_learn_what_is_missing(library: Library, reader: Client) -> None:
    library.add("material:1", "git")
    search(reader, q="git 競合")
    assert EmptySearch.objects.count() == 1


def test_a_feed_waits_for_all_the_words(library: Library, reader: Client) -> None:
    library.add("material:1", "git")
    saved = save_search(make_person(language="en"), name="Conflicts", text="git 競合", language="en")
    assert entries_of(saved) == []


def test_a_name_that_stands_in_the_title_as_typed_has_no_reason(library: Library, reader: Client) -> None:
    library.add("person:1", "佐藤 花子", readings=("佐藤 花子", "さとう はなこ", "Sato Hanako"))
    assert [row.why for row in search(reader, q="佐藤").context["found"].rows] == [()]
    assert [row.why for row in search(reader, q="さとう").context["found"].rows] == [("reading: さとう",)]


def test_a_name_in_other_letters_than_were_typed_has_its_reason(library: Library, reader: Client) -> None:
    library.add("person:1", "Hanako Sato", readings=("さとう はなこ", "Sato Hanako"))
    library.shown["person:1"] = Shown(title="佐藤 花子", url="/person:1/")
    assert [row.why for row in search(reader, q="sato").context["found"].rows] == [("reading: sato",)]
