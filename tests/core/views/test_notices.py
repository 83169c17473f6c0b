"""The bell, the list behind it, and the choice of how to be told."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.domain.notices import mark_read, notify
from core.enums import Delivery
from core.models import AuditEntry, Notice, NoticeChoice, NoticeHours
from tests.core.notices import kinds
from tests.people import home, make_person

__all__ = ["kinds"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
BACKEND = "core.backends.EmployedBackend"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def me(client):
    person = make_person(language="en")
    client.force_login(person, backend=BACKEND)
    return person


def tell(person, key, *, days_ago=0, address="/ja/me/", **context):
    notify([person], kind="test.in_app", key=key, context={"thing": key, **context}, address=address)
    notice = Notice.objects.get(person=person, key=key)
    if days_ago:
        Notice.objects.filter(pk=notice.pk).update(created_at=timezone.now() - dt.timedelta(days=days_ago))
    return notice


def bell_of(answer):
    found = re.search(r'data-notices-count aria-hidden="true"( hidden)?>([^<]*)<', answer.content.decode())
    return (bool(found[1]), found[2])


def test_the_bell_of_every_page_shows_the_count_as_it_is_also_on_a_kept_page(client, me):
    home("en")
    assert bell_of(client.get("/en/")) == (True, "")
    for key in "abc":
        tell(me, key)
        assert bell_of(client.get("/en/")) == (False, str(ord(key) - 96))
        assert bell_of(client.get("/en/")) == (False, str(ord(key) - 96))
    mark_read(me, number=Notice.objects.get(key="b").pk)
    assert bell_of(client.get("/en/")) == (False, "2")
    tell(make_person(), "d")
    assert bell_of(client.get("/en/")) == (False, "2")


def test_the_count_costs_a_kept_page_no_query_and_a_page_none_of_its_own(client, me, django_assert_num_queries):
    home("en")
    tell(me, "a")
    client.get("/en/")
    with django_assert_num_queries(3):  # session, person with the count, stamps
        assert bell_of(client.get("/en/")) == (False, "1")


def test_many_are_told_in_two_figures(client, me):
    Notice.objects.bulk_create(
        [Notice(person=me, kind="test.in_app", key=str(number), delivery="in_app") for number in range(100)]
    )
    assert bell_of(client.get(reverse("my_settings"))) == (False, "99+")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(client, me, count, django_assert_num_queries):
    for number in range(count):
        tell(me, str(number), days_ago=number)
    # session, person with the count, how many, the page of them; the menu: whether anybody reports to them, roles
    with django_assert_num_queries(6):
        answer = client.get(reverse("notices"))
    assert answer.content.decode().count("told__item--unread") == count


def test_the_list_is_grouped_by_the_readers_days_and_escapes_what_it_says(client, me):
    for days, key in enumerate(("now", "before", "long ago")):
        tell(me, key, days_ago=days * days * 5 if days == 2 else days)
    answer = client.get(reverse("notices"))
    text = answer.content.decode()
    titles = re.findall(r"<h2 id=\"day-\d\">([^<]*)</h2>", text)
    assert titles[:2] == ["Today", "Yesterday"]
    assert len(titles) == 3
    assert "&lt;b&gt;now&lt;/b&gt;" in text


def test_an_empty_list_says_what_will_stand_there(client, me):
    assert "Nothing to tell you yet" in client.get(reverse("notices")).content.decode()


def test_opening_one_leads_there_in_the_readers_language_and_reads_it(client, me):
    cases = {
        "/ja/me/edit/?from=1#about": "/en/me/edit/?from=1#about",
        "/me/": "/en/me/",
        "/admin/": "/admin/",
        "": reverse("notices"),
    }
    for number, (address, leads_to) in enumerate(cases.items()):
        notice = tell(me, str(number), address=address)
        answer = client.get(reverse("notice", kwargs={"number": notice.pk}))
        assert (answer.status_code, answer["Location"]) == (302, leads_to)
    assert Notice.objects.filter(read_at__isnull=True).count() == 0


def test_fetching_ahead_reads_nothing(client, me):
    notice = tell(me, "a")
    client.get(reverse("notice", kwargs={"number": notice.pk}), headers={"Sec-Purpose": "prefetch"})
    assert Notice.objects.filter(read_at__isnull=True).count() == 1


def test_nobody_opens_or_ticks_off_what_another_was_told(client, me):
    other = tell(make_person(), "a")
    assert client.get(reverse("notice", kwargs={"number": other.pk})).status_code == 404
    assert client.post(reverse("mark_notice_read", kwargs={"number": other.pk})).status_code == 404
    assert Notice.objects.filter(read_at__isnull=True).count() == 1


def test_all_are_ticked_off_that_were_on_the_page(client, me):
    seen = tell(me, "a")
    later = tell(me, "b")
    answer = client.post(reverse("mark_notices_read"), {"newest": seen.pk})
    assert (answer.status_code, answer["Location"]) == (302, reverse("notices"))
    assert list(Notice.objects.filter(read_at__isnull=True)) == [later]
    for nonsense in ("", "x", "-1", "9" * 40, "１"):
        assert client.post(reverse("mark_notices_read"), {"newest": nonsense}).status_code == 302
    assert Notice.objects.filter(read_at__isnull=True).count() == 1


def test_one_is_ticked_off_on_the_page_where_it_stood(client, me):
    notice = tell(me, "a")
    answer = client.post(reverse("mark_notice_read", kwargs={"number": notice.pk}), {"page": "2"})
    assert answer["Location"] == f"{reverse('notices')}?page=2"
    assert Notice.objects.filter(read_at__isnull=True).count() == 0


def test_the_count_is_asked_for_and_never_stored(client, me):
    tell(me, "a")
    answer = client.get(reverse("notice_count"))
    assert (answer.json(), answer["Cache-Control"]) == ({"unread": 1, "quiet": False}, "no-store")


def form(**changes):
    chosen = {f"kind-test.{delivery}": delivery for delivery in Delivery.values} | {"kind-test.broken": "in_app"}
    return {**chosen, "digest_at": "08:00", "quiet_from": "", "quiet_until": "", **changes}


def test_choices_are_kept_and_what_nobody_touched_goes_on_following_its_kind(client, me):
    values = form(**{"kind-test.in_app": "off", "digest_at": "18:30", "quiet_from": "22:00", "quiet_until": "07:00"})
    answer = client.post(reverse("notice_settings"), values)
    hours = NoticeHours.objects.get(person=me)
    assert answer.status_code == 302
    assert list(NoticeChoice.objects.values_list("kind", "delivery")) == [("test.in_app", "off")]
    assert (hours.digest_at, hours.quiet_from, hours.quiet_until) == (dt.time(18, 30), dt.time(22), dt.time(7))
    assert AuditEntry.objects.filter(action="person.notices_chosen", actor=me).count() == 1
    shown = client.get(reverse("notice_settings")).content.decode()
    assert 'value="18:30"' in shown
    assert '<option value="off" selected>' in shown


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"quiet_from": "22:00"}, "quiet_until", "Give both times, or neither."),
        ({"quiet_until": "22:00"}, "quiet_from", "Give both times, or neither."),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_until", "another time than they begin"),
        ({"quiet_from": "25:00", "quiet_until": "7:00"}, "quiet_from", "Enter a valid time"),
        ({"digest_at": ""}, "digest_at", "This field is required"),
        ({"kind-test.off": "loudly"}, "kind-test.off", "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(client, me, changes, field, message):
    answer = client.post(reverse("notice_settings"), form(**changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert message in answer.content.decode()
    assert (NoticeChoice.objects.count(), NoticeHours.objects.count()) == (0, 0)
