"""Ticks run when they are due, once, and a failing one comes again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import ticks
from portal.background.ticking import run_due_ticks
from portal.models import TickState


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No tick but those of the test."""
    monkeypatch.setattr(ticks, "_ticks", {})


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only")]


def pass_time(by: timedelta) -> None:
    for state in TickState.objects.all():
        state.due_at -= by
        state.save()


def test_a_tick_runs_at_once_and_then_when_its_time_has_come() -> None:
    runs: list[int] = []
    ticks.register_tick("count", lambda: runs.append(1), every=timedelta(minutes=1))

    assert run_due_ticks() == ["count"]
    assert run_due_ticks() == []
    pass_time(timedelta(seconds=61))
    assert run_due_ticks() == ["count"]
    assert len(runs) == 2


def test_a_tick_that_another_worker_claimed_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks.register_tick("race", lambda: pytest.fail("claimed twice"), every=timedelta(minutes=1))
    TickState.objects.create(name="race", due_at=timezone.now() - timedelta(hours=1))
    seen = TickState.objects.get_or_create

    def get_then_lose(**kwargs: object) -> object:
        found = seen(**kwargs)
        TickState.objects.filter(name="race").update(due_at=timezone.now() + timedelta(minutes=1))
        return found

    monkeypatch.setattr(TickState.objects, "get_or_create", get_then_lose)

    assert run_due_ticks() == []


def test_a_tick_that_fails_hurts_no_other(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []
    ticks.register_tick("bad", lambda: 1 / 0, every=timedelta(minutes=1))
    ticks.register_tick("good", lambda: runs.append(1), every=timedelta(minutes=1))

    assert run_due_ticks() == ["bad", "good"]
    assert runs == [1]
