"""Why something was found, in words that a person understands."""

from __future__ import annotations

import pytest
from django.test import Client

from search.documents import Words
from search.domain.synonyms import add_synonym
from search.registry import Shown
from tests.search.library import Library
from tests.search.views.test_page import search
from tests.search.views.test_palette import type_


def reasons(client: Client, text: str) -> list[tuple[str, ...]]:
    return [row.why for row in search(client, q=text).context["found"].rows]


def offered(client: Client, text: str) -> list[tuple[str, ...]]:
    return [row.why for group in type_(client, text).context["offered"].groups for row in group.rows]


def in_both(library: Library, ja: str, en: str) -> None:
    """A material with two titles, of which the reader sees the English one."""
    library.add("material:1", Words(ja=ja, en=en))
    library.shown["material:1"] = Shown(title=en, url="/material:1/")


@pytest.mark.parametrize("ask", [reasons, offered])
def test_a_title_that_one_does_not_see_is_named_as_the_reason(library: Library, reader: Client, ask) -> None:
    in_both(library, "索引の使い方", "How to use an index")
    assert ask(reader, "索引") == [("name in the other language",)]
    assert ask(reader, "index") == [()]


@pytest.mark.parametrize("ask", [reasons, offered])
def test_what_only_a_stem_led_to_says_so(library: Library, reader: Client, ask) -> None:
    library.add("material:1", "負荷試験", body=Words(en="The host bits are set."))
    assert ask(reader, "settings") == [("by similar words",)]


def test_a_half_typed_word_of_the_title_shown_is_marked_and_no_reading(library: Library, reader: Client) -> None:
    in_both(library, "データセンターの入館", "Access and safety")
    (group,) = type_(reader, "sa").context["offered"].groups
    assert [piece.text for piece in group.rows[0].title if piece.is_match] == ["safety"]
    assert group.rows[0].why == ()


def test_a_synonym_is_told_as_its_editor_wrote_it(library: Library, reader: Client) -> None:
    add_synonym(words=["zero trust", "セキュリティ"])
    library.add("material:1", "セキュリティ入門")
    assert reasons(reader, "zero trust") == [("synonym: セキュリティ",)]
    library.shown["material:1"] = Shown(title="Security for everyone", url="/material:1/")
    assert offered(reader, "zero trust") == [("synonym: セキュリティ", "name in the other language")]


def test_what_was_meant_is_told_before_where_it_stands(library: Library, reader: Client) -> None:
    library.add("material:1", "止める順", body=Words(ja="Kubernetes は猶予を待ちます。"))
    assert offered(reader, "kuberntes") == [("spelling: kubernetes", "in the text")]


@pytest.mark.parametrize(("typed", "told"), [("ネトワーク", "ネットワーク"), ("ねとわーく", "ねっとわーく")])
def test_what_was_meant_is_told_in_the_kana_that_were_typed(
    library: Library, reader: Client, typed: str, told: str
) -> None:
    library.add("material:1", "ネットワーク入門")
    assert offered(reader, typed) == [(f"spelling: {told}",)]
