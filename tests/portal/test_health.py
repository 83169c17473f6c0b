"""Health says that the process is up; readiness says what is wrong, and nothing secret."""

import pytest
from django.test import Client

from portal import health

PARTS = {"database", "migrations", "cache", "channel_layer", "files"}


def test_health_asks_nothing_of_the_database(client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "10.0.0.7:8001"})

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_portal_that_works_is_ready(client: Client) -> None:
    answer = client.get("/readyz", headers={"host": "10.0.0.7:8001"})

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "parts": dict.fromkeys(PARTS, "ok")})
    assert "Set-Cookie" not in answer.headers


def broken() -> str:
    raise ConnectionError("redis://:password@cache/0 refused")


@pytest.mark.django_db
def test_one_part_that_fails_makes_it_unready_without_telling_secrets(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(health.CHECKS, "channel_layer", broken)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["parts"]["channel_layer"] == "failed: ConnectionError"
    assert b"password" not in answer.content


@pytest.mark.django_db
def test_migrations_that_wait_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [("one", False), ("two", False)])

    assert client.get("/readyz").json()["parts"]["migrations"] == "2 not applied"
