"""One import at a time of one source, and imports that die half-way."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from learning.domain.imports.runs import (
    ImportBusyError,
    ImportWish,
    LeaseLostError,
    beat,
    begin_run,
    is_alive,
    queue_run,
)
from learning.enums import RunStatus
from learning.interfaces.importer import running
from learning.interfaces.importer.refusals import ImportRefused
from learning.interfaces.importer.running import run_import
from learning.models import CurriculumPage, ImportRun, MaterialOrigin, MaterialPage
from tests import template_database
from tests.learning.interfaces.importer.sources import bootcamp, import_from, write
from tests.portal.processes import ROOT, environment

WISH = ImportWish("folder", "/materials")


@pytest.mark.django_db
def test_the_second_of_two_imports_of_one_source_is_told_so() -> None:
    first, second = queue_run(WISH, actor=None), queue_run(WISH, actor=None)
    begin_run(first)

    with pytest.raises(ImportRefused, match="is being imported already"):
        run_import(second)

    second.refresh_from_db()
    assert (second.status, second.error["en"][:11]) == (RunStatus.FAILED, "This source")
    begin_run(queue_run(ImportWish("folder", "/others"), actor=None))


@pytest.mark.django_db
def test_a_run_whose_process_is_gone_is_taken_over_at_once() -> None:
    dead = queue_run(WISH, actor=None)
    begin_run(dead)
    gone = subprocess.Popen(["true"])
    gone.wait()
    machine = dead.holder.split(":")[0]
    ImportRun.objects.filter(pk=dead.pk).update(holder=f"{machine}:{gone.pid}:1")

    begin_run(queue_run(WISH, actor=None))

    dead.refresh_from_db()
    assert (dead.status, dead.error) == (RunStatus.FAILED, "stopped")


@pytest.mark.django_db
def test_a_silent_process_on_another_machine_counts_as_dead_after_its_lease() -> None:
    run = queue_run(WISH, actor=None)
    begin_run(run)
    run.holder = "elsewhere:1:1"
    assert is_alive(run)

    run.lease_until = timezone.now()

    assert not is_alive(run)


@pytest.mark.django_db
def test_whoever_lost_the_lease_writes_no_more() -> None:
    run = queue_run(WISH, actor=None)
    begin_run(run)
    ImportRun.objects.filter(pk=run.pk).update(holder="elsewhere:1:1")

    with pytest.raises(LeaseLostError):
        beat(run, done=1)


@pytest.mark.django_db(transaction=True)
def test_of_many_imports_that_begin_at_once_one_wins() -> None:
    runs = [queue_run(WISH, actor=None) for _ in range(6)]
    outcomes: list[str] = []
    barrier = threading.Barrier(len(runs))

    def begin(run: ImportRun) -> None:
        barrier.wait()
        try:
            begin_run(run)
            outcomes.append("begun")
        except ImportBusyError:
            outcomes.append("busy")
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["begun", *["busy"] * 5]
    assert ImportRun.objects.filter(status=RunStatus.RUNNING).count() == 1


@pytest.mark.django_db
def test_an_import_that_fails_says_why_and_gives_the_lease_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **rest: object) -> None:
        raise RuntimeError("out of disk")

    monkeypatch.setattr(running, "read_source", broken)
    with pytest.raises(RuntimeError):
        import_from(bootcamp(tmp_path))
    monkeypatch.undo()

    assert ImportRun.objects.get().error["en"] == "The import stopped: RuntimeError"
    assert import_from(tmp_path)["pages"]["created"] == 3


def _many(folder: Path) -> Path:
    text = "# Page\n\n## One\n\ntext\n\n## Two\n\n" + "words " * 200
    return write(folder, {f"c/m{number:02}/README.md": f"{text}\n\n{number}\n" for number in range(40)})


def _start(source: Path, data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_materials", str(source)],
        cwd=ROOT,
        env=environment(data, LOG_FORMAT="text", LC_ALL="C.UTF-8"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def _pages_written(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20) as reading:
        return int(reading.execute("select count(*) from learning_materialorigin").fetchone()[0])


@pytest.mark.slow
def test_an_import_killed_half_way_goes_on_where_it_stopped(tmp_path: Path) -> None:
    data, source = tmp_path / "data", _many(tmp_path / "source")
    data.mkdir()
    database = data / "terakoya.sqlite3"
    template_database.copy_to(database)
    first = _start(source, data)
    deadline = time.monotonic() + 120
    while _pages_written(database) < 5 and first.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    half = _pages_written(database)
    assert 5 <= half < 40
    assert _loose_ends(database) == [0, 0]

    second = _start(source, data)
    output, errors = second.communicate(timeout=120)

    assert (second.returncode, _pages_written(database)) == (0, 40), errors
    assert f"created {40 - half}" in output
    assert f"unchanged {half}" in output
    assert _loose_ends(database) == [0, 0]


WITHOUT_ORIGIN = """
    select count(*) from learning_materialpage m left join learning_materialorigin o on o.page_id = m.page_ptr_id
    where o.id is null
"""
TWINS = """
    select count(*) from (
        select slug, substr(path, 1, length(path) - 4) above from wagtailcore_page group by 1, 2 having count(*) > 1
    )
"""


def _loose_ends(database: Path) -> list[int]:
    """Materials without an origin, and names that two siblings share."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20) as reading:
        return [int(reading.execute(query).fetchone()[0]) for query in (WITHOUT_ORIGIN, TWINS)]


@pytest.mark.slow
def test_two_commands_at_once_end_with_one_import_and_one_clear_message(tmp_path: Path) -> None:
    data, source = tmp_path / "data", _many(tmp_path / "source")
    data.mkdir()
    database = data / "terakoya.sqlite3"
    template_database.copy_to(database)

    processes = [_start(source, data), _start(source, data)]
    results = [(*process.communicate(timeout=180), process.returncode) for process in processes]

    codes = sorted(code for _output, _errors, code in results)
    assert _pages_written(database) == 40, results
    if codes == [0, 1]:  # else one had ended before the other began
        message = next(errors for _output, errors, code in results if code == 1)
        assert "CommandError: This source is being imported already." in message
        assert "Traceback" not in message
    assert _loose_ends(database) == [0, 0]


@pytest.mark.django_db(transaction=True)
def test_two_whole_imports_at_once_make_no_duplicates(tmp_path: Path) -> None:
    source = bootcamp(tmp_path)
    results: list[str] = []
    barrier = threading.Barrier(2)

    def work() -> None:
        barrier.wait()
        try:
            results.append(str(import_from(source)["pages"]["failed"]))
        except ImportRefused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(results) <= {"0", "refused"}
    assert "0" in results
    assert (CurriculumPage.objects.count(), MaterialPage.objects.count(), MaterialOrigin.objects.count()) == (1, 2, 3)
