"""The demo's synonyms and vain searches: rows that the screen would take; loading twice changes nothing."""

import pytest

from core.enums import Role
from portal.demo.search import load_search
from search.domain.queries.empty_searches import empty_searches
from search.domain.synonyms import expand, remove_synonym
from search.interfaces.empty_searches import SpanForm
from search.models import EmptySearch, Synonym
from tests.people import make_person

pytestmark = pytest.mark.django_db


def test_its_words_find_each_other() -> None:
    load_search()
    assert "kubernetes" in expand("k8s")
    assert "有給休暇" in expand("有休")
    assert "でーたべーす" in expand("db")
    assert "仮想ましん" in expand("vm")
    assert expand("べんきょう") == ("勉強",)


def test_editors_find_a_report_and_rare_words_are_not_in_it() -> None:
    load_search()
    report = empty_searches(viewer=make_person(role=Role.EDITOR), **SpanForm(None).span())
    assert (len(report.lines), report.rare) == (7, 1)


def test_loading_twice_changes_nothing_and_brings_nothing_back() -> None:
    load_search()
    remove_synonym(Synonym.objects.first(), actor=None)  # type: ignore[arg-type]
    before = (Synonym.objects.count(), Synonym.objects.filter(removed_at=None).count(), EmptySearch.objects.count())
    load_search()
    after = (Synonym.objects.count(), Synonym.objects.filter(removed_at=None).count(), EmptySearch.objects.count())
    assert before == after
