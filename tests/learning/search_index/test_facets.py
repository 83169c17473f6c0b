"""An address may name any category: only whoever sees it reads what it is called."""

from __future__ import annotations

import pytest
from django.test import Client

from core.domain.page_audience import set_page_audience
from core.models import Person
from search.domain.saved import save_search
from search.interfaces.saved import line_of
from tests.learning.building import category
from tests.people import audience_of, make_department, make_person

pytestmark = pytest.mark.django_db


def test_a_category_that_was_shut_is_named_in_no_filter() -> None:
    page = category()
    key, viewer = str(page.translation_key), make_person(language="ja")
    client = Client()
    client.force_login(viewer)
    saved = save_search(viewer, name="mine", text="", filters={"category": [key]}, language="ja")
    assert line_of(saved, viewer=viewer).narrowed == (page.title,)

    set_page_audience(page, audience=audience_of(make_department("finance")), actor=viewer)

    viewer = Person.objects.get(pk=viewer.pk)
    assert line_of(saved, viewer=viewer).narrowed == (key,)
    assert page.title not in client.get("/ja/search/", {"q": "x", "category": key}).content.decode()
