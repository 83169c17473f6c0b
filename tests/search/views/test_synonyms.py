"""Synonyms in the admin: adding, previewing, changing, removing with a way back."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.enums import Role
from search.domain.synonyms import add_synonym, expand
from search.models import Synonym
from tests.people import make_person
from tests.search.library import Away, Library, answering

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make_person(role=Role.EDITOR, language="en"), backend="core.backends.EmployedBackend")
    return client


def test_an_editor_adds_a_row_and_it_works_with_the_next_search(editor: Client) -> None:
    answer = editor.post(reverse("synonym_add"), {"words": "k8s、kubernetes\nクバネティス", "finds": "", "note": "SRE"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("synonyms"))
    assert expand("k8s") == ("kubernetes", "くばねてぃす")
    assert "k8s = kubernetes = クバネティス" in editor.get(reverse("synonyms")).content.decode()


@pytest.mark.parametrize("values", [{"words": "k8s → kubernetes"}, {"words": "k8s", "finds": "kubernetes"}])
def test_one_way_is_said_by_an_arrow_or_by_the_second_field(values: dict[str, str], editor: Client) -> None:
    editor.post(reverse("synonym_add"), values)
    assert (expand("k8s"), expand("kubernetes")) == (("kubernetes",), ())
    assert "k8s → kubernetes" in editor.get(reverse("synonyms")).content.decode()


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(editor: Client) -> None:
    answer = editor.post(reverse("synonym_add"), {"words": "サーバー, ｻｰﾊﾞ", "note": "kept"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "are the same word to the search already" in page
    assert 'value="kept"' in page
    assert not Synonym.objects.exists()


def test_the_word_of_a_search_without_a_hit_stands_in_the_form(editor: Client) -> None:
    assert "ゼロトラスト</textarea>" in editor.get(reverse("synonym_add"), {"word": "ゼロトラスト"}).content.decode()


def test_a_preview_counts_what_more_would_be_found_and_saves_nothing(editor: Client, library: Library) -> None:
    for number, title in enumerate(("nginx", "nginx proxy", "ウェブサーバー")):
        library.add(f"material:{number}", title)
    answer = editor.post(reverse("synonym_add"), {"words": "nginx, ウェブサーバー", "preview": "1"})
    gains = [(gain.word, gain.before, gain.after, gain.more) for gain in answer.context["gains"]]
    assert gains == [("nginx", 2, 3, 1), ("ウェブサーバー", 1, 3, 2)]
    assert not Synonym.objects.exists()


def test_a_row_that_is_changed_is_counted_without_its_old_words(editor: Client, library: Library) -> None:
    library.add("material:1", "kubernetes")
    row = add_synonym(words=["k8s", "kubernetes"])
    answer = editor.post(reverse("synonym", args=[row.pk]), {"words": "k8s, kubernetes", "preview": "1"})
    assert [(gain.before, gain.after) for gain in answer.context["gains"]] == [(0, 1), (1, 1)]


def test_while_no_engine_answers_the_preview_says_so(editor: Client, library: Library) -> None:
    with answering(Away()):
        answer = editor.post(reverse("synonym_add"), {"words": "k8s, kubernetes", "preview": "1"})
    assert "Search is away at the moment" in answer.content.decode()


@pytest.mark.parametrize("removed", ["1" * 5_000, "9" * 30, "²", "-1", "x"])
def test_an_address_with_what_is_no_number_shows_the_list(removed: str, editor: Client) -> None:
    assert editor.get(reverse("synonyms"), {"removed": removed}).status_code == 200


def test_a_row_is_removed_and_brought_back(editor: Client) -> None:
    row = add_synonym(words=["k8s", "kubernetes"])
    page = editor.post(reverse("synonym_remove", args=[row.pk]), follow=True).content.decode()
    assert f'action="{reverse("synonym_restore", args=[row.pk])}"' in page
    assert expand("k8s") == ()
    assert editor.get(reverse("synonym", args=[row.pk])).status_code == 404
    editor.post(reverse("synonym_restore", args=[row.pk]))
    assert expand("k8s") == ("kubernetes",)


def test_the_list_is_searched_however_a_word_is_written(editor: Client) -> None:
    add_synonym(words=["k8s", "クバネティス"])
    add_synonym(words=["VM", "仮想マシン"])
    page = editor.get(reverse("synonyms"), {"q": "ｸﾊﾞﾈ"}).content.decode()
    assert ("クバネティス" in page, "仮想マシン" in page) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_rows_as_for_one(
    rows: int, editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        add_synonym(words=[f"one{number}", f"other{number}"])
    editor.get(reverse("synonyms"))
    with django_assert_num_queries(12):
        editor.get(reverse("synonyms"))
