"""Where a page stands, and what lies below it."""

import pytest
from django.http import HttpRequest
from django.template import Context
from django.test import RequestFactory

from core.models import ArticlePage, PageAudience, Person
from core.templatetags.pages import crumbs_of, pages_below, ways
from tests.people import add_page, audience_of, home, make_department, make_person, make_section

pytestmark = pytest.mark.django_db


def context_of(person: Person) -> Context:
    request: HttpRequest = RequestFactory().get("/")
    request.user = person
    return Context({"request": request})


def test_the_way_to_a_page_begins_below_home() -> None:
    section = make_section(make_department("sales"))
    article = add_page(ArticlePage(title="手順", slug="steps"), section)
    context = context_of(make_person())
    assert crumbs_of(context, section) == []
    assert crumbs_of(context, article) == [("sales ja", "/ja/sales/"), ("手順", "")]


def test_pages_below_are_those_that_are_live_and_for_the_viewer() -> None:
    section = make_section(make_department("sales"))
    add_page(ArticlePage(title="公開", slug="open"), section)
    add_page(ArticlePage(title="下書き", slug="draft", live=False), section)
    shut = add_page(ArticlePage(title="内輪", slug="shut"), section)
    PageAudience.objects.create(translation_key=shut.translation_key, audience=audience_of(make_department("other")))
    context = context_of(make_person())
    assert [(each["title"], each["url"]) for each in pages_below(context, section)] == [("公開", "/ja/sales/open/")]


def test_a_page_that_nobody_asks_for_lists_nothing() -> None:
    assert pages_below(Context({}), home()) == []


@pytest.mark.parametrize(
    ("crumbs", "shown"),
    [
        ([("Bootcamp", "")], []),
        ([("Sales", "/a/"), ("Sales", "")], [("Sales", "/a/")]),
        ([("Bootcamp", "/a/"), ("Git", "")], [("Bootcamp", "/a/"), ("Git", "")]),
        ([], []),
    ],
)
def test_a_breadcrumb_says_more_than_the_heading_or_nothing(
    crumbs: list[tuple[str, str]], shown: list[tuple[str, str]]
) -> None:
    assert ways(crumbs) == shown
