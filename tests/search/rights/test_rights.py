"""Nobody finds what they may not see, and everybody finds all that they may: every role, every document, both engines.

The database itself is the measure: `visible_pages` and what else decides on the pages themselves.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.models import ArticlePage, Department, Person
from learning.domain.stuck import hide_report
from learning.models import CategoryPage, MaterialPage, StuckReport
from search.domain.queries.saved import feed_address
from search.domain.saved import save_search
from search.registry import sources
from tests.contracts.roles import EMPLOYED, ROLES, STRANGERS
from tests.search.indexed import Index
from tests.search.rights.company import Company, material, section, shut
from tests.search.rights.crawl import Crawl

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_nobody_finds_what_they_may_not_see_and_everybody_all_that_they_may(index: Index, company: Company) -> None:
    """One company for all of it: founding it takes longer than most of what is asked of it."""
    what_each_role_finds_is_what_the_database_shows_them(index, company)
    what_waits_is_seen_as_it_is_shown(company)
    strangers_are_answered_nothing(company)
    pages_api_and_feeds_show_nothing_that_is_hidden(index, company)
    with transaction.atomic():
        a_feed_of_somebody_who_left_is_empty_or_gone(company)
        transaction.set_rollback(True)
    what_was_shut_a_moment_ago_is_found_by_nobody_before_it_is_indexed(index, company)
    what_waits_is_seen_as_it_is_shown(company)


def crawl(index: Index, company: Company) -> str:
    return "\n".join(each for role in ROLES for each in Crawl(index.engine, company, role).wrong())


def what_each_role_finds_is_what_the_database_shows_them(index: Index, company: Company) -> None:
    seen = {role: company.seen_by(role) for role in ROLES}
    assert all(seen[role] == set() for role in STRANGERS)
    assert seen["employee"] < seen["department_editor"] < seen["administrator"] < set(company.universe)

    assert crawl(index, company) == ""


def what_waits_is_seen_as_it_is_shown(company: Company) -> None:
    """The short way of asking whether sources are seen answers as the long one, for each role."""
    quick = [source for source in sources() if source.seen is not None]
    assert {source.prefix for source in quick} >= {"person", "page", "material", "question", "course", "curriculum"}
    names = {document.source for document in company.universe.values()} | {
        "person:x",
        "material:",
        "question:no",
        "page",
    }
    for source in quick:
        of_source = sorted(name for name in names if name.partition(":")[0] == source.prefix)
        for role in EMPLOYED:
            viewer = company.viewer(role)
            shown = source.present(of_source, viewer=viewer, language="en")
            assert set(source.seen(of_source, viewer=viewer)) == set(shown), (source.prefix, role)


def what_was_shut_a_moment_ago_is_found_by_nobody_before_it_is_indexed(index: Index, company: Company) -> None:
    """Narrowed, unpublished, deleted, moved, hidden, left: the worker has done nothing of it yet."""
    editor = company.viewer("administrator")
    finance = Department.objects.get(code="finance")
    shut(ArticlePage.objects.get(title="What to check before a night change"), finance, editor)
    shut(CategoryPage.objects.get(title="Network"), finance, editor)
    for page in MaterialPage.objects.filter(translation_key=material("SQL and indexes").translation_key):
        page.unpublish()
    ArticlePage.objects.get(title="When a suspicious mail arrives").delete()
    _move_below_what_is_shut(company)
    hide_report(StuckReport.objects.filter(answers__isnull=False).first(), actor=editor, hidden=True)
    colleague = Person.objects.employed().filter(employee_number__startswith="D").first()
    colleague.left_on = timezone.localdate()
    colleague.save()

    assert index.waiting() != []
    assert crawl(index, company) == ""


def _move_below_what_is_shut(company: Company) -> None:
    """A category of materials goes, in both languages, under a section that only its department may see."""
    shut(section("security"), Department.objects.get(code="finance"), company.viewer("administrator"))
    for title, language in (("Web", "ja"), ("Web", "en")):
        moved = CategoryPage.objects.get(title=title, locale__language_code=language)
        moved.move(section("security", language), pos="last-child")


def pages_api_and_feeds_show_nothing_that_is_hidden(index: Index, company: Company) -> None:
    hidden = [each for each in Crawl(index.engine, company, "employee").forbidden if each.kind in {"page", "material"}]
    assert len(hidden) > 3
    hidden = hidden[:: len(hidden) // 3]
    told = []
    for role in sorted(EMPLOYED - {"administrator", "editor", "department_editor"}):
        client, viewer = company.client(role), company.viewer(role)
        for document in hidden:
            texts = [text[:40] for _, text in (*document.title.each()[:1], *document.body.each()[:1])]
            for text in texts:
                saved = save_search(viewer, name=f"{document.key[-12:]} {text[:20]}", text=text, language="ja")
                answers = {
                    "page": client.get(reverse("search"), {"q": text}),
                    "palette": client.get(reverse("search_palette"), {"q": text}, headers={"HX-Request": "true"}),
                    "api": client.get("/api/v1/search", {"q": text}),
                    "suggest": client.get("/api/v1/suggest", {"q": text[:12]}),
                    "feed": client.get(feed_address(saved).removeprefix("http://127.0.0.1:8000")),
                }
                saved.delete()
                told += [
                    f"{role}: {where} of {text!r}"
                    for where, answer in answers.items()
                    if answer.status_code != 200 or f'{document.url}"' in answer.content.decode()
                ]
            similar = client.get("/api/v1/similar", {"key": document.key}).status_code
            below = client.get(reverse("similar"), {"key": document.key}).status_code
            told += [] if (similar, below) == (404, 404) else [f"{role}: what is like {document.key}"]
    assert "\n".join(told) == ""


def strangers_are_answered_nothing(company: Company) -> None:
    for role in STRANGERS:
        client = company.client(role)
        answers = {
            path: client.get(path, {"q": "Git", "key": "person:1"}).status_code
            for path in ("/api/v1/search", "/api/v1/suggest", "/api/v1/similar", "/api/v1/kinds")
        }
        assert set(answers.values()) == {401}, role
        assert client.get(reverse("search"), {"q": "Git"}).status_code == 302, role


def a_feed_of_somebody_who_left_is_empty_or_gone(company: Company) -> None:
    owner = company.viewer("employee")
    saved = save_search(owner, name="git", text="git", language="ja")
    owner.left_on = timezone.localdate() - dt.timedelta(days=1)
    owner.save()

    answer = company.client("anonymous").get(feed_address(saved).removeprefix("http://127.0.0.1:8000"))

    assert answer.status_code in {404, 410} or b"<entry>" not in answer.content
