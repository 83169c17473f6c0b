"""Processes killed with -9 at moments nobody chose: nothing is lost, nothing stays half done."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.models import OutboxRow, Person
from search.domain.checking import check, damages
from search.enums import RunStatus
from search.models import IndexRun
from tests.people import make_person
from tests.search.both import ENGINES
from tests.search.faults.processes import Processes, wait_until
from tests.search.indexed import Index, index_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SEED = random.randrange(10**6)  # noqa: S311


@pytest.fixture(params=ENGINES)
def index(
    request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Index]:
    for _ in range(40):
        make_person()
    with index_on(request.param, tmp_path / "index", monkeypatch) as made:
        yield made


@pytest.fixture
def processes(index: Index, tmp_path: Path) -> Iterator[Processes]:
    prefix = getattr(index.engine, "prefix", "")
    made = Processes(index.name, tmp_path / "index", tmp_path / "data", prefix)
    yield made
    made.end()


@pytest.fixture
def chance() -> random.Random:
    print(f"seed {SEED}")  # noqa: T201 - shown where the test fails
    return random.Random(SEED)  # noqa: S311


def change_something(chance: random.Random) -> None:
    """One of what happens to people: someone new, someone changed, someone shut out; and rows that come twice."""
    someone = chance.choice(list(Person.objects.get_queryset()))
    what = chance.randrange(4)
    if what == 0:
        make_person(about=uuid.uuid4().hex)
    elif what == 1:
        someone.is_active = not someone.is_active
        someone.save()
    else:
        someone.about = uuid.uuid4().hex
        someone.save()
    rows = list(OutboxRow.objects.all()[:20])
    chance.shuffle(rows)
    if what == 3 and rows:
        OutboxRow.objects.bulk_create([OutboxRow(topic=row.topic, key=row.key) for row in rows[:3]])


def test_a_worker_killed_again_and_again_loses_nothing(
    index: Index, processes: Processes, chance: random.Random
) -> None:
    for _ in range(3):
        worker = processes.start("worker")
        for _ in range(8):
            change_something(chance)
        wait_until(lambda: len(index.waiting()) < 8)
        for _ in range(chance.randrange(12)):
            change_something(chance)
            time.sleep(chance.random() / 20)
        worker.kill()
        worker.wait()
    processes.start("worker")
    wait_until(lambda: not index.waiting())
    run = check(index.name, repair=False)
    assert (damages(run), run.report["documents"]) == (0, Person.objects.employed().count())


def test_rebuilds_killed_at_any_moment_leave_no_trace(
    index: Index, processes: Processes, chance: random.Random
) -> None:
    processes.start("worker")
    for _ in range(3):
        rebuild = processes.start("rebuild")
        wait_until(IndexRun.objects.filter(status=RunStatus.RUNNING).exists)
        for _ in range(chance.randrange(4)):
            change_something(chance)
            time.sleep(chance.random() / 20)
        rebuild.kill()
        rebuild.wait()
    last = processes.start("rebuild")
    while last.poll() is None:
        change_something(chance)
        time.sleep(0.02)
    assert (last.returncode, last.communicate()[1].decode()) == (0, "")
    wait_until(lambda: not index.waiting())
    assert (index.engine.half_built(), IndexRun.objects.filter(status=RunStatus.RUNNING).count()) == ([], 0)
    run = check(index.name, repair=False)
    assert (damages(run), run.report["documents"]) == (0, Person.objects.employed().count())


def test_of_two_rebuilds_at_once_one_says_that_it_is_not_alone(index: Index, processes: Processes) -> None:
    both = [processes.start("rebuild") for _ in range(2)]
    said = [process.communicate()[1].decode() for process in both]
    ends = sorted((process.returncode, "One at a time." in text) for process, text in zip(both, said, strict=True))
    assert ends in ([(0, False), (1, True)], [(0, False), (0, False)])  # or the second began when the first had ended
    assert index.engine.half_built() == []
