"""What is shut in other ways than by its own audience: by Wagtail's own restrictions, and from the root down."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from core.domain.queries.pages import visible_pages
from core.models import PageAudience, Person
from search.domain.queries.finding import find
from search.domain.queries.found import Asked
from tests.learning.building import material
from tests.people import audience_of, make_department, make_person
from tests.search.indexed import Index

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(db: None) -> Person:
    return make_person()


@pytest.fixture
def whole(db: None) -> Any:
    return material("予算の表を開きます。", title="予算の手引き")


def search(index: Index, viewer: Person) -> tuple[int, int, int]:
    """Pages that the database shows, what the engine counts, what is found."""
    fresh = Person.objects.get(pk=viewer.pk)
    seen = visible_pages(Page.objects.filter(title="予算の手引き"), viewer=fresh)
    return seen.count(), index.ask("予算", fresh).total, find(Asked("予算"), viewer=fresh).total


@pytest.mark.parametrize("restricted", ["itself", "above"])
def test_a_page_with_a_password_is_found_by_nobody(whole: Any, viewer: Person, index: Index, restricted: str) -> None:
    page = whole if restricted == "itself" else whole.get_parent()
    assert search(index, viewer) == (1, 1, 1)
    PageViewRestriction.objects.create(page_id=page.pk, restriction_type="password", password="open")
    assert search(index, viewer) == (0, 0, 0)


def test_one_for_a_group_is_found_by_its_members(whole: Any, viewer: Person, index: Index) -> None:
    group = Group.objects.create(name="circle")
    restriction = PageViewRestriction.objects.create(page_id=whole.pk, restriction_type="groups")
    restriction.groups.add(group)
    reader = Client()
    reader.force_login(viewer)
    assert (search(index, viewer), reader.get(whole.url).status_code) == ((0, 0, 0), 404)
    viewer.groups.add(group)
    assert (search(index, viewer), reader.get(whole.url).status_code) == ((1, 1, 1), 200)


def test_one_for_whoever_is_signed_in_is_found_by_all(whole: Any, viewer: Person, index: Index) -> None:
    PageViewRestriction.objects.create(page_id=whole.pk, restriction_type="login")
    assert search(index, viewer) == (1, 1, 1)


def test_what_lies_below_a_root_that_is_shut_is_in_no_count(whole: Any, viewer: Person, index: Index) -> None:
    root = Page.objects.get(depth=1)
    PageAudience.objects.create(translation_key=root.translation_key, audience=audience_of(make_department("finance")))
    assert search(index, viewer) == (0, 0, 0)
