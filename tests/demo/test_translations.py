"""The demo's pages in two languages are translations of each other, as an editor would have made them."""

import pytest

from core.domain.queries.translations import behind_page_ids
from core.models import ArticlePage
from portal.demo.organisation import load_organisation
from portal.demo.pages import load_pages

pytestmark = pytest.mark.django_db


def test_an_article_says_when_its_source_was_changed() -> None:
    load_organisation()
    load_pages()
    assert behind_page_ids() == []
    source = ArticlePage.objects.filter(locale__language_code="ja").first()
    source.title = "変えた"
    source.save_revision().publish()
    english = ArticlePage.objects.get(translation_key=source.translation_key, locale__language_code="en")
    assert behind_page_ids() == [english.pk]
