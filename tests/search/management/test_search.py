"""`manage.py search …` as whoever runs it sees it: what it says and with which code it ends."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError

from core.processes import holder_name
from search.domain import runs
from search.engines.protocol import EngineUnavailableError
from search.enums import RunKind, RunStatus
from search.management.commands import search as command
from search.models import IndexRun
from search.query import Health
from tests.people import make_person
from tests.search.indexed import Index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_engine(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "engine_names", lambda: [index.name])


def search(*arguments: str) -> tuple[int, str, str]:
    """Its code, what it says and what it complains of."""
    out, complaints, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("search", *arguments, stdout=out, stderr=complaints)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, out.getvalue(), complaints.getvalue()


def test_an_engine_that_is_away_keeps_no_other_from_its_turn(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def checked(name: str, **facts: Any) -> IndexRun:
        if name == "away":
            raise EngineUnavailableError("It cannot be reached.")
        return check(name, **facts)

    check = command.check
    monkeypatch.setattr(command, "engine_names", lambda: ["away", index.name])
    monkeypatch.setattr(command, "check", checked)
    code, said, complaints = search("check")
    assert (code, complaints) == (1, "away: It cannot be reached.\n")
    assert said.endswith("  nothing differs\n")


def test_a_rebuild_that_is_stopped_says_so_and_leaves_nothing(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*args: object) -> None:
        raise KeyboardInterrupt

    make_person()
    monkeypatch.setattr("search.domain.rebuilding._walk", stop)
    code, said, complaints = search("rebuild")
    assert (code, said, complaints.startswith("Stopped.")) == (130, "", True)
    assert (index.engine.half_built(), IndexRun.objects.latest("pk").status) == ([], RunStatus.FAILED)


def test_a_database_that_is_away_is_told_in_one_line(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(command, "status_of", away)
    assert search("status") == (1, "", "The database does not answer as it should: connection refused\n")


def test_what_check_builds_anew_is_said(index: Index) -> None:
    engine: Any = index.engine
    if index.name == "embedded":
        (engine.folder.path / "current").unlink()
    else:
        engine.destroy()
    code, said, complaints = search("check")
    assert (code, said.splitlines()[1:], complaints) == (1, ["  built anew from 0 sources"], "")
    assert search("check")[0] == 0


def test_a_run_whose_process_is_gone_is_not_told_as_running(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = ":".join([holder_name().partition(":")[0], "4194999", "dead"])
    runs.begin(index.name, RunKind.CHECK, holder=gone)
    assert "last check: failed 0% Interrupted: the process that did it is gone." in search("status")[1]


def test_without_an_index_not_all_is_well(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    assert search("status")[0] == 0
    missing = Health(is_up=True, problem="There is no index: rebuild it.")
    monkeypatch.setattr(index.engine, "health", lambda: missing)
    assert search("status")[0] == 1
