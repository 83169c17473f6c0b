"""A translation knows the revision of its source, and says when that has moved on."""

import pytest
from wagtail.models import Locale, Revision

from core.domain.queries.translations import behind_page_ids, is_behind, source_of
from core.domain.translations import confirm_translation
from core.enums import Role
from core.models import ArticlePage, AuditEntry
from tests.people import add_page, home, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def japanese() -> ArticlePage:
    page = add_page(ArticlePage(title="夜間作業", slug="夜間作業"), home("ja"))
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def english(japanese: ArticlePage) -> ArticlePage:
    copy = japanese.copy_for_translation(Locale.objects.get(language_code="en"))
    return ArticlePage.objects.get(pk=copy.pk)


def publish_again(page: ArticlePage, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def test_an_original_has_no_source_and_is_never_behind(japanese: ArticlePage) -> None:
    assert source_of(japanese) is None
    assert not is_behind(japanese)


def test_a_fresh_translation_follows_its_source(japanese: ArticlePage, english: ArticlePage) -> None:
    assert source_of(english).pk == japanese.pk
    assert not is_behind(english)
    assert behind_page_ids() == []


def test_publishing_the_source_leaves_the_translation_behind(japanese: ArticlePage, english: ArticlePage) -> None:
    publish_again(japanese, "夜間作業の前に")
    assert is_behind(english)
    assert behind_page_ids() == [english.pk]


def test_a_draft_of_the_source_does_not(japanese: ArticlePage, english: ArticlePage) -> None:
    japanese.title = "下書き"
    japanese.save_revision()
    assert not is_behind(english)


def test_confirming_ends_it_and_is_on_record(japanese: ArticlePage, english: ArticlePage) -> None:
    publish_again(japanese, "夜間作業の前に")
    confirm_translation(english, actor=make_person(role=Role.EDITOR))
    assert not is_behind(ArticlePage.objects.get(pk=english.pk))
    assert AuditEntry.objects.filter(action="page.translation_confirmed").count() == 1


def test_publishing_an_older_draft_of_the_translation_does_not_undo_the_confirmation(
    japanese: ArticlePage, english: ArticlePage
) -> None:
    english.title = "Night changes"
    draft = english.save_revision()
    publish_again(japanese, "夜間作業の前に")
    confirm_translation(ArticlePage.objects.get(pk=english.pk), actor=make_person(role=Role.EDITOR))
    Revision.objects.get(pk=draft.pk).publish()
    assert not is_behind(ArticlePage.objects.get(pk=english.pk))
