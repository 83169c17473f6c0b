"""Further ways in which a kept page could be stale, or another's: each is compared with what would be made now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, Page, PageViewRestriction, Site

from core.domain.people import set_manager
from core.domain.queries.audience import audience_ids_of
from core.domain.queries.pages import forbidden_paths
from core.kept import stamps
from core.kept.noting import taking_notes
from core.kept.store import pages
from core.models import Assignment, Audience, PageAudience, Person
from learning.models import MaterialPage
from tests.core.media import make_image
from tests.learning.views.test_kept_pages import HIT, World, queries, shown
from tests.people import audience_of, make_department, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    found = World()
    place(found.reader, make_department("sales"))
    return found


def scheduled(world: World) -> None:
    page = MaterialPage.objects.get(pk=world.page.pk)
    page.title, page.go_live_at = "On its day", timezone.now() - dt.timedelta(minutes=1)
    page.save_revision()
    page.get_latest_revision().publish()
    page.go_live_at, page.title = timezone.now() + dt.timedelta(minutes=1), "Later"
    page.save_revision().publish()
    page.revisions.update(approved_go_live_at=timezone.now() - dt.timedelta(seconds=1))
    call_command("publish_scheduled")


def expired(world: World) -> None:
    Page.objects.filter(pk=world.page.pk).update(expire_at=timezone.now() - dt.timedelta(seconds=1))
    call_command("publish_scheduled")


def audience_by_m2m(world: World) -> None:
    nobody = Audience.objects.create(name="Nobody yet")
    PageAudience.objects.create(translation_key=world.page.translation_key, audience=nobody)
    world.shows(world.material)
    nobody.departments.add(Assignment.objects.get(person=world.reader).department)


HAPPENINGS: dict[str, Callable[[World], Any]] = {
    "a page is published on its day": scheduled,
    "a page ends on its day": expired,
    "an audience gains a department": audience_by_m2m,
    "my photo": lambda w: Person.objects.filter(pk=w.reader.pk).update(photo=make_image(Collection.objects.first())),
    "a photo of an author": lambda w: Person.objects.filter(pk=w.author.pk).update(
        photo=make_image(Collection.objects.first())
    ),
    "a photo is deleted": lambda w: [
        Person.objects.filter(pk=w.author.pk).update(photo=(p := make_image(Collection.objects.first()))),
        p.delete(),
    ],
    "my manager": lambda w: set_manager(w.reader, manager=w.author, actor=None),
    "I get a report": lambda w: set_manager(w.other, manager=w.reader, actor=None),
    "my place ends": lambda w: Assignment.objects.filter(person=w.reader).delete(),
    "an author leaves the page": lambda w: MaterialPage.objects.get(pk=w.page.pk).authors.clear(),
    "authors are set": lambda w: MaterialPage.objects.get(pk=w.page.pk).authors.set([w.other]),
    "it is copied": lambda w: MaterialPage.objects.get(pk=w.page.pk).copy(
        update_attrs={"slug": "copied", "title": "Copied"}, keep_live=True
    ),
    "an alias is made": lambda w: MaterialPage.objects.get(pk=w.page.pk).create_alias(update_slug="alias"),
    "its slug": lambda w: Page.objects.filter(pk=w.page.pk).update(slug="elsewhere"),
    "its category goes offline": lambda w: w.page.get_parent().specific.unpublish(),
    "the site has another name": lambda w: Site.objects.update(site_name="Another"),
    "a restriction": lambda w: PageViewRestriction.objects.create(
        page=w.page.page_ptr, restriction_type="password", password="x"
    ),
    "a collection is renamed": lambda w: Collection.objects.update(name="Another"),
    "everybody is made anonymous": lambda w: Person.objects.exclude(pk=w.reader.pk).update(
        family_name="", given_name="", anonymised_at=timezone.now()
    ),
    "my shortcuts": lambda w: Person.objects.filter(pk=w.reader.pk).update(shortcuts=False),
    "my language": lambda w: Person.objects.filter(pk=w.reader.pk).update(language="en"),
}


@pytest.mark.parametrize("what", HAPPENINGS)
def test_what_is_kept_is_what_would_be_made_now(what: str, world: World) -> None:
    for address in (world.home, world.material):
        world.shows(address)
    assert [queries(world.client, address) for address in (world.home, world.material)] == [HIT, HIT]
    HAPPENINGS[what](world)
    after = [world.shows(address) for address in (world.home, world.material)]
    pages.clear()
    assert after == [world.shows(address) for address in (world.home, world.material)]


def test_a_kept_page_comes_with_the_same_headers(world: World) -> None:
    def headers() -> dict[str, str]:
        answer = world.client.get(world.material)
        return {name: value for name, value in answer.headers.items() if name not in {"X-Request-ID", "Server-Timing"}}

    fresh = headers()
    assert queries(world.client, world.material) == HIT
    assert headers() == fresh


def test_who_has_no_token_yet_gets_its_cookie_with_a_kept_page(world: World) -> None:
    world.shows(world.material)
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = world.client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = again.get(world.material)
    assert settings.CSRF_COOKIE_NAME in answer.cookies


def test_neither_a_fragment_nor_a_head_nor_a_question_is_a_kept_page(world: World) -> None:
    page = world.shows(world.material)
    assert queries(world.client, world.material) == HIT
    assert world.client.head(world.material).content == b""
    assert world.shows(world.material) == page
    for more in ({"HTTP_HX_REQUEST": "true"}, {"QUERY_STRING": "preview=1"}):
        world.client.get(world.material, **more)
        assert world.shows(world.material) == page


def test_who_signs_in_in_the_same_browser_sees_their_own(world: World) -> None:
    assert "Kobayashi" in world.shows("/en/")
    world.client.force_login(world.other, backend="core.backends.EmployedBackend")
    html = shown(world.client.get("/en/"))
    assert "Kobayashi" not in html
    pages.clear()
    assert html == shown(world.client.get("/en/"))


def test_a_part_is_made_of_what_was_remembered_before_it_too(world: World) -> None:
    """Kept for a day and shared: a table that it leaves out would be a leak on every page after."""
    sales = Assignment.objects.get(person=world.reader).department
    PageAudience.objects.create(translation_key=world.page.translation_key, audience=audience_of(sales))

    def forbidden() -> list[str]:
        reader = Person.objects.get(pk=world.reader.pk)
        with taking_notes(stamps.names_for(reader)):
            audience_ids_of(reader)
            return forbidden_paths(reader)

    assert forbidden() == []
    Assignment.objects.filter(person=world.reader).delete()
    assert forbidden() == [MaterialPage.objects.get(pk=world.page.pk).path]
