"""The page on which administrators see how the indexes are."""

from __future__ import annotations

import datetime as dt
from unittest.mock import Mock, patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.enums import Role
from core.models import AuditEntry, OutboxRow, Person
from search.domain.queries import status
from search.enums import RunKind, RunStatus
from search.models import IndexRun, Trouble
from search.query import Health
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Person:
    person = make_person(role=Role.ADMINISTRATOR, language="en")
    client.force_login(person)
    return person


def page(client: Client, **headers: str) -> str:
    return client.get(reverse("search_status"), headers=headers).content.decode()


def test_it_says_what_waits_and_what_is_set_aside(client: Client, administrator: Person) -> None:
    Trouble.objects.create(
        engine="embedded", source="person:1", error="ValueError at x.py:1 (f)", retry_at=timezone.now()
    )
    administrator.save()
    shown = page(client)
    assert [word for word in ("Changes that wait", "person:1", "ValueError at x.py:1") if word not in shown] == []
    assert "<html" in shown
    assert "<html" not in page(client, **{"HX-Request": "true"})


def test_a_rebuild_that_was_asked_for_waits_for_the_worker_and_is_in_the_audit_trail(
    client: Client, administrator: Person
) -> None:
    address = reverse("search_status_run", args=["embedded", "rebuild"])
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert list(IndexRun.objects.values_list("engine", "kind", "status")) == [
        ("embedded", RunKind.REBUILD, RunStatus.WAITING)
    ]
    entry = AuditEntry.objects.filter(action="search.run_asked").latest("pk")
    assert (entry.actor, entry.detail) == (administrator, {"engine": "embedded", "kind": "rebuild"})
    assert address not in page(client)


def test_it_says_which_engine_answers_and_in_japanese_what_is_wrong(client: Client) -> None:
    client.force_login(make_person(role=Role.ADMINISTRATOR, language="ja"))
    away, here = Health(is_up=False, problem="Elasticsearch cannot be reached."), Health(is_up=True)
    engines = {"elastic": Mock(health=lambda: away), "embedded": Mock(health=lambda: here)}
    with (
        patch.object(status, "engine_names", lambda: tuple(engines)),
        patch.object(status, "engine_named", engines.__getitem__),
    ):
        first, second = page(client).split('id="engine-')[1:]
    assert ("に接続できません" in first, "検索にはこのエンジンが応答します" in first) == (True, False)
    assert "検索にはこのエンジンが応答します" in second
    assert ("0バイト" in first.replace("\xa0", ""), "0バイト" in second.replace("\xa0", "")) == (False, True)


@pytest.mark.parametrize(("is_up", "asks"), [(True, True), (False, False)], ids=["there", "away"])
def test_it_asks_for_the_worker_only_where_the_engine_is_there(
    client: Client, administrator: Person, is_up: bool, asks: bool
) -> None:
    """While an engine is away the worker runs and waits for it; and an hour is not 3,900 seconds."""
    before = timezone.now() - dt.timedelta(minutes=65)
    OutboxRow.objects.create(topic="search:elastic", key="person:1", marked_at=before)
    OutboxRow.objects.filter(topic="search:elastic").update(marked_at=before)
    engine = Mock(health=lambda: Health(is_up=is_up, problem="" if is_up else "Elasticsearch cannot be reached."))
    with (
        patch.object(status, "engine_names", lambda: ("elastic",)),
        patch.object(status, "engine_named", lambda _: engine),
    ):
        shown = page(client).replace("\xa0", " ")
    assert ("Is the background worker running?" in shown, "1 hour, 5 minutes" in shown) == (asks, True)


@pytest.mark.parametrize("what", [("dragon", "rebuild"), ("embedded", "drop")])
def test_what_does_not_exist_is_not_found(client: Client, administrator: Person, what: tuple[str, str]) -> None:
    assert client.post(reverse("search_status_run", args=what)).status_code == 404


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.HR])
def test_it_is_for_administrators_alone(client: Client, role: Role | None) -> None:
    client.force_login(make_person(role=role))
    assert client.get(reverse("search_status")).status_code == 404
    assert client.post(reverse("search_status_run", args=["embedded", "check"])).status_code == 404
    assert IndexRun.objects.count() == 0
