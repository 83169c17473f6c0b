"""Synonyms: what a row means, what is refused, and when a change counts."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from core.enums import Role
from core.models import AuditEntry
from search.domain import synonyms
from search.domain.synonym_checks import LONGEST, MOST_WORDS
from search.domain.synonyms import add_synonym, change_synonym, expand, expander, remove_synonym, restore_synonym
from search.text.parse import parse
from tests.people import make_person

pytestmark = pytest.mark.django_db


def forms(text: str) -> list[list[str]]:
    """What each clause of a query asks for."""
    return [[form.text for form in clause.forms] for clause in parse(text, expand=expander()).clauses]


def test_equal_words_find_each_other_however_they_are_written() -> None:
    add_synonym(words=["K8s", "kubernetes", "クバネティス"])
    assert expand("k8s") == ("kubernetes", "くばねてぃす")
    assert forms("ｋ８ｓ") == [["k8s", "kubernetes", "くばねてぃす"]]
    assert forms("ｸﾊﾞﾈﾃｨｽ") == [["くばねてぃす", "k8s", "kubernetes"]]


def test_a_one_way_row_does_not_count_backwards() -> None:
    add_synonym(words=["k8s"], finds=["kubernetes"])
    assert forms("k8s") == [["k8s", "kubernetes"]]
    assert forms("kubernetes") == [["kubernetes"]]


def test_words_of_several_words_count_both_ways_and_do_not_narrow() -> None:
    add_synonym(words=["VM", "virtual machine", "仮想マシン"])
    assert forms("vm setup") == [["vm", "virtual machine", "仮想ましん"], ["setup"]]
    assert forms("virtual machine setup") == [["virtual machine", "vm", "仮想ましん"], ["setup"]]


def test_a_word_inside_a_japanese_compound_counts_and_inside_a_latin_word_does_not() -> None:
    add_synonym(words=["データベース", "DB"])
    asked = forms("データベース設計")
    assert "db" in asked[0]
    assert asked[1:] == [["設計"]]
    assert forms("mongodb") == [["mongodb"]]


def test_the_longest_word_inside_a_compound_decides() -> None:
    add_synonym(words=["休暇", "休み"])
    add_synonym(words=["有給休暇", "有休"])
    assert forms("有給休暇申請") == [["有給休暇申請", "有休申請"]]


def test_a_phrase_in_quotes_is_asked_for_as_it_stands() -> None:
    add_synonym(words=["VM", "virtual machine"])
    assert forms('"virtual machine"') == [["virtual machine"]]


def test_a_change_counts_with_the_next_search() -> None:
    row = add_synonym(words=["k8s", "kubernetes"])
    assert expand("k8s") == ("kubernetes",)
    change_synonym(row, words=["k8s", "クバネティス"], actor=None)
    assert expand("k8s") == ("くばねてぃす",)
    remove_synonym(row, actor=None)
    assert expand("k8s") == ()
    restore_synonym(row, actor=None)
    assert expand("k8s") == ("くばねてぃす",)


@pytest.mark.django_db(transaction=True)
def test_a_change_by_another_connection_counts_with_the_next_search_here() -> None:
    assert expand("k8s") == ()

    def another() -> None:
        add_synonym(words=["k8s", "kubernetes"])
        connection.close()

    thread = threading.Thread(target=another)
    thread.start()
    thread.join()
    assert expand("k8s") == ("kubernetes",)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_reads_one_row_however_many_synonyms_there_are(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        add_synonym(words=[f"one{number}", f"other{number}"])
    expander()
    with django_assert_num_queries(1):
        forms("one0 other1 one2")


def test_rows_that_were_rolled_back_are_forgotten() -> None:
    synonyms.current_table()
    with transaction.atomic():
        add_synonym(words=["k8s", "kubernetes"])
        assert expand("k8s") == ("kubernetes",)
        transaction.set_rollback(True)
    assert expand("k8s") == ()


@pytest.mark.parametrize(
    ("words", "finds", "field"),
    [
        ([], [], "words"),
        (["k8s"], [], "words"),
        (["k8s", "k8s"], [], "words"),
        (["サーバー", "ｻｰﾊﾞ"], [], "words"),
        (["k8s"], ["Ｋ８Ｓ"], "finds"),
        (["k8s", "!!!"], [], "words"),
        (["a" * (LONGEST + 1), "b"], [], "words"),
        ([f"word{number}" for number in range(MOST_WORDS + 1)], [], "words"),
        (["k8s"], [f"word{number}" for number in range(MOST_WORDS + 1)], "finds"),
    ],
)
def test_a_row_that_says_nothing_is_refused_at_its_field(words: list[str], finds: list[str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add_synonym(words=words, finds=finds)
    assert list(refused.value.message_dict) == [field]


def test_what_another_row_says_already_is_refused_with_that_row() -> None:
    add_synonym(words=["k8s", "kubernetes"])
    for words, finds in ((["K8S", "クバネティス"], []), (["kubernetes"], ["k8s"])):
        with pytest.raises(ValidationError, match="k8s = kubernetes"):
            add_synonym(words=words, finds=finds)
    add_synonym(words=["k8s"], finds=["container"])


def test_a_row_may_be_changed_without_standing_in_its_own_way() -> None:
    row = add_synonym(words=["k8s", "kubernetes"])
    change_synonym(row, words=["k8s", "kubernetes", "kube"], actor=None)
    assert expand("kube") == ("k8s", "kubernetes")


def test_a_removed_row_comes_back_unless_its_words_stand_elsewhere_by_then() -> None:
    row = add_synonym(words=["k8s", "kubernetes"])
    remove_synonym(row, actor=None)
    add_synonym(words=["k8s", "クバネティス"])
    with pytest.raises(ValidationError):
        restore_synonym(row, actor=None)


def test_only_editors_of_everything_write_and_the_trail_tells_of_it() -> None:
    editor = make_person(role=Role.EDITOR)
    row = add_synonym(words=["k8s", "kubernetes"], actor=editor)
    with pytest.raises(PermissionDenied):
        add_synonym(words=["vm", "仮想マシン"], actor=make_person())
    told = AuditEntry.objects.get(action="synonym.added")
    assert (told.actor, told.object_id, told.detail["words"]) == (editor, str(row.pk), ["k8s", "kubernetes"])
