"""Many processes read, one writes; one that is killed leaves what it had committed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine, writing
from search.engines.protocol import EngineUnavailableError
from tests.needs import ROOT
from tests.search.engines.embedded.building import changes, document, engine_with, found

SETUP = """
import sys, time
from pathlib import Path
import django
django.setup()
from search.engines.embedded import EmbeddedEngine
from tests.search.engines.embedded.building import changes, document, found
engine = EmbeddedEngine(Path(sys.argv[1]))
"""
HOLD = (
    SETUP
    + """
from search.engines.embedded.writing import writer_of
writer = writer_of(engine.folder.open(engine.folder.current()), 32_000_000, 1)
print("ready", flush=True)
time.sleep(60)
"""
)
WRITE = (
    SETUP
    + """
print("ready", flush=True)
number = 0
while True:
    number += 1
    edition = [document(f"page:{n}", f"会議 第{number}版") for n in range(100)]
    engine.apply(changes(*edition, version=number))
    print(number, flush=True)
"""
)
BUILD = (
    SETUP
    + """
index = engine.begin_rebuild()
engine.apply(changes(*(document(f"page:{n}", "会議") for n in range(500))), index=index)
print("ready", flush=True)
time.sleep(60)
"""
)
READ = (
    SETUP
    + """
print("ready", flush=True)
for line in sys.stdin:
    print(len(found(engine, line.strip())), flush=True)
"""
)


@contextmanager
def running(script: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, once it says that it is ready."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    engine_with(tmp_path / "search", document("page:1", "会議"))
    return tmp_path / "search"


def test_a_second_writer_waits_and_then_says_who_is_in_its_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0.2)
    engine = EmbeddedEngine(folder)
    with running(HOLD, folder):
        with pytest.raises(EngineUnavailableError, match="Another process is writing"):
            engine.apply(changes(document("page:2", "会議")))
        assert found(engine, "会議") == ["page:1"]
        assert engine.health().is_up

    engine.apply(changes(document("page:2", "会議")))
    assert set(found(engine, "会議")) == {"page:1", "page:2"}


def test_a_writer_that_is_killed_at_any_moment_leaves_its_last_commit(folder: Path) -> None:
    for pause in (0.0, 0.005, 0.02):
        with running(WRITE, folder) as process:
            assert process.stdout is not None
            written = int(process.stdout.readline())
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            process.wait()
        engine = EmbeddedEngine(folder)
        assert engine.health().problem == ""
        assert engine.health().documents == 100
        assert written >= 1
    engine.apply(changes(document("page:1", "別の話"), version=10**6))
    assert found(engine, "別の話") == ["page:1"]


def test_what_a_killed_rebuild_leaves_is_told_and_given_up(folder: Path) -> None:
    with running(BUILD, folder):
        pass
    engine = EmbeddedEngine(folder)
    (left,) = engine.half_built()

    assert found(engine, "会議") == ["page:1"]
    engine.drop(left)
    assert engine.half_built() == []


def test_a_rebuild_that_another_process_is_at_cannot_be_finished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0.2)
    engine = EmbeddedEngine(folder)
    with running(BUILD, folder):
        (index,) = engine.half_built()
        with pytest.raises(EngineUnavailableError):
            engine.finish_rebuild(index)

    assert found(engine, "会議") == ["page:1"]


def test_another_process_sees_commits_and_swaps_at_once(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    with running(READ, folder) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def seen(text: str) -> int:
            process.stdin.write(f"{text}\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            return int(process.stdout.readline())  # type: ignore[union-attr]

        assert seen("会議") == 1
        engine.apply(changes(document("page:2", "会議")))
        assert seen("会議") == 2
        index = engine.begin_rebuild()
        engine.apply(changes(document("page:3", "議題")), index=index)
        assert seen("議題") == 0
        engine.finish_rebuild(index)
        assert seen("議題") == 1
        assert seen("会議") == 0
