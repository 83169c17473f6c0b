"""The socket that tells an open page how many notices are unread."""

import datetime as dt

import pytest
from channels.db import database_sync_to_async as outside
from django.contrib.sessions.models import Session
from django.utils import timezone

from core import live
from core.domain.leaving import leave
from core.domain.notices import mark_all_read, notify
from core.domain.people import sign_out_everywhere
from core.models import NoticeHours
from core.views.consumers import SIGNED_OUT
from tests.core.notices import kinds
from tests.people import make_person
from tests.sockets import Page, run

__all__ = ["kinds"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
BACKEND = "core.backends.EmployedBackend"
ADDRESS = "/ws/notices/"


@pytest.fixture
def me(client):
    person = make_person()
    client.force_login(person, backend=BACKEND)
    return person


def tell(person, key):
    notify([person], kind="test.in_app", key=key)


def quiet_now(person):
    """Quiet from an hour ago until in an hour, by the clock of their zone."""
    clock = timezone.now().astimezone(person.zone)
    begins, ends = ((clock + dt.timedelta(hours=hours)).time() for hours in (-1, 1))
    NoticeHours.objects.create(person=person, quiet_from=begins, quiet_until=ends, digest_at=dt.time(8))


def test_it_begins_with_the_count_of_the_database_and_follows_what_is_written(client, me):
    """By whatever process: nothing but the row says so."""
    tell(me, "a")

    async def visit():
        async with Page(ADDRESS, client=client) as page:
            assert await page.hears() == {"unread": 1}
            await outside(tell)(me, "b")
            await live.watch.look()
            assert await page.hears() == {"unread": 2}
            await outside(mark_all_read)(me, up_to=10**9)
            await live.watch.look()
            assert await page.hears() == {"unread": 0}

    run(visit)


@pytest.mark.django_db(transaction=True)
def test_a_commit_tells_every_open_page_of_the_person_at_once(client, me):
    async def visit():
        async with Page(ADDRESS, client=client) as one, Page(ADDRESS, client=client) as other:
            assert [await page.hears() for page in (one, other)] == [{"unread": 0}] * 2
            await outside(tell)(me, "a")
            assert [await page.hears() for page in (one, other)] == [{"unread": 1}] * 2

    run(visit)


def test_it_tells_nobody_of_others(client, me):
    async def visit():
        async with Page(ADDRESS, client=client) as page:
            await page.hears()
            await outside(lambda: tell(make_person(), "a"))()
            await live.watch.look()
            assert await page.hears_nothing()

    run(visit)


def test_whoever_comes_back_has_missed_nothing(client, me):
    async def visit():
        async with Page(ADDRESS, client=client) as page:
            await page.hears()
        await outside(tell)(me, "while away")
        async with Page(ADDRESS, client=client) as page:
            assert await page.hears() == {"unread": 1}

    run(visit)


def test_in_quiet_hours_it_begins_as_it_is_and_only_falls(client, me):
    quiet_now(me)
    tell(me, "before")

    async def visit():
        async with Page(ADDRESS, client=client) as page:
            assert await page.hears() == {"unread": 1}
            await outside(tell)(me, "in the night")
            await live.watch.look()
            assert await page.hears_nothing()
            await outside(mark_all_read)(me, up_to=10**9)
            await live.watch.look()
            assert await page.hears() == {"unread": 0}

    run(visit)


@pytest.mark.parametrize(
    "end",
    [
        lambda me: leave(me, on=timezone.localdate(), actor=None),
        lambda me: sign_out_everywhere(me, actor=me),
        lambda me: Session.objects.all().delete(),
        lambda me: Session.objects.update(expire_date=timezone.now()),
    ],
    ids=["left", "signed out everywhere", "signed out", "ran out"],
)
def test_whoever_is_signed_out_is_shown_out(client, me, end):
    other = make_person()

    async def visit():
        async with Page(ADDRESS, client=client) as page:
            await page.hears()
            await live.watch.check()
            assert await page.hears_nothing()
            await outside(end)(me)
            await live.watch.check()
            await page.hears()
            assert page.closed == SIGNED_OUT

    run(visit)
    assert (live.watch.sockets, other.is_employed()) == (set(), True)


def test_what_a_page_sends_does_no_harm(client, me):
    async def visit():
        async with Page(ADDRESS, client=client) as page:
            await page.hears()
            for text in ("", "{", '{"type": "told"}', "x" * 100_000):
                await page.says(text)
            assert await page.hears_nothing()

    run(visit)


def test_pages_are_looked_after_with_three_queries_however_many_and_let_go(client, me, django_assert_num_queries):
    def look_and_check():
        sockets = list(live.watch.sockets)
        with django_assert_num_queries(1):
            live.watch._changed({name for each in sockets for name in each.watched})
        with django_assert_num_queries(2):
            assert live._gone(sockets) == []

    async def visit():
        async with Page(ADDRESS, client=client) as one:
            await one.hears()
            await outside(look_and_check)()
            async with Page(ADDRESS, client=client) as other, Page(ADDRESS, client=client) as third:
                assert [await page.hears() for page in (other, third)] == [{"unread": 0}] * 2
                await outside(look_and_check)()

    run(visit)
    assert (live.watch.sockets, live.watch.loop) == (set(), None)
