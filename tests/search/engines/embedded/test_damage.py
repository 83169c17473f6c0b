"""An index on disk that is cut short, changed, of another form or gone: a clear message, and a rebuild mends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.guard import guarded
from search.engines.embedded.schema import FORM
from search.engines.protocol import EngineError, EngineUnavailableError, IndexUnusableError
from search.query import Query
from search.text.parse import parse
from tests.search.engines.embedded.building import EVERYONE, changes, document, engine_with, found

PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of an index that two processes' worth of commits went into, one of them with a deletion."""
    path = tmp_path / "search"
    engine = engine_with(
        path, *(document(f"page:{number}", f"会議 {number}", body="本文 body") for number in range(50))
    )
    engine.apply(changes(document("page:3", "新しい会議"), version=2))
    return path


def index_in(folder: Path) -> Path:
    return folder / (folder / "current").read_text()


def replace(file: Path, content: bytes) -> None:
    """By another file of the same name: whoever has the old one mapped keeps it."""
    other = file.with_suffix(".other")
    other.write_bytes(content)
    other.replace(file)


def cut_short(file: Path) -> None:
    replace(file, file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    replace(file, b"")


def flip(file: Path) -> None:
    """In place: a file that is cut to nothing, even for a moment, ends whoever has it mapped (SIGBUS)."""
    with file.open("r+b") as opened:
        place = file.stat().st_size // 3
        opened.seek(place)
        byte = opened.read(1)[0]
        opened.seek(place)
        opened.write(bytes([byte ^ 0x40]))


def assert_unusable(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    health = engine.health()
    assert not health.is_up
    assert health.problem.endswith((".", "rebuild"))
    with pytest.raises(IndexUnusableError):
        engine.query(Query(parse("会議"), EVERYONE))
    with pytest.raises(IndexUnusableError):
        engine.suggest(parse("会"), sight=EVERYONE)
    with pytest.raises(IndexUnusableError):
        engine.similar("page:1", sight=EVERYONE)
    with pytest.raises(IndexUnusableError):
        engine.apply(changes(document("page:9", "会議"), version=9))
    with pytest.raises(IndexUnusableError):
        list(engine.documents())


@pytest.mark.parametrize("damage", [cut_short, empty, flip, Path.unlink], ids=["cut short", "empty", "flipped", "gone"])
@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_file_is_found_before_a_search_meets_it(
    folder: Path, part: str, damage: Callable[[Path], object]
) -> None:
    damage(max(index_in(folder).glob(f"*.{part}"), key=lambda file: file.stat().st_size))

    assert_unusable(folder)


@pytest.mark.parametrize("damage", [cut_short, empty, Path.unlink], ids=["cut short", "empty", "gone"])
@pytest.mark.parametrize("name", ["meta.json", "form"])
def test_a_damaged_list_of_files_is_found(folder: Path, name: str, damage: Callable[[Path], object]) -> None:
    damage(index_in(folder) / name)

    assert_unusable(folder)


@pytest.mark.parametrize(
    "text", ["[]", "{}", "null", '{"segments": 3}', '{"segments": [{"segment_id": 7}]}', '{"segments": []}', "\x00\xff"]
)
def test_a_list_of_files_that_is_something_else_is_found(folder: Path, text: str) -> None:
    (index_in(folder) / "meta.json").write_bytes(text.encode("latin-1"))

    assert_unusable(folder)


@pytest.mark.parametrize("form", [str(FORM - 1), str(FORM + 1), "1", "-1", "x", "9" * 5000])
def test_an_index_of_another_form_says_so(folder: Path, form: str) -> None:
    (index_in(folder) / "form").write_text(form)

    assert_unusable(folder)


@pytest.mark.parametrize("name", ["", "elsewhere", "../..", "/", ".", "a\x00b", "\n"])
def test_a_pointer_to_nowhere_says_so(folder: Path, name: str) -> None:
    (folder / "current").write_text(name)

    assert_unusable(folder)


def test_a_rebuild_mends_what_is_damaged(folder: Path) -> None:
    flip(max(index_in(folder).glob("*.term")))
    engine = EmbeddedEngine(folder)
    with pytest.raises(IndexUnusableError):
        found(engine, "会議")

    index = engine.begin_rebuild()
    engine.apply(changes(document("page:1", "会議")), index=index)
    engine.finish_rebuild(index)

    assert found(engine, "会議") == ["page:1"]
    assert engine.health().problem == ""
    assert [each.name for each in folder.iterdir() if each.is_dir()] == [index]


def test_damage_under_an_open_engine_is_found_when_it_is_opened_again(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    assert engine.health().is_up

    (index_in(folder) / "form").write_text("1")

    assert_unusable(folder)


def test_a_damaged_index_under_construction_does_not_take_the_place_of_a_good_one(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    index = engine.begin_rebuild()
    engine.apply(changes(document("page:1", "会議")), index=index)
    list(engine.documents(index=index))
    flip(max((folder / index).glob("*.term")))

    with pytest.raises(EngineError):
        EmbeddedEngine(folder).finish_rebuild(index)

    assert len(found(EmbeddedEngine(folder), "会議")) == 20


def test_a_folder_that_is_a_file_is_an_error_of_the_engine(tmp_path: Path) -> None:
    (tmp_path / "search").write_text("not a folder")
    engine = EmbeddedEngine(tmp_path / "search")

    assert not engine.health().is_up
    with pytest.raises(EngineError):
        engine.query(Query(parse("会議"), EVERYONE))
    with pytest.raises(EngineError):
        engine.begin_rebuild()
    assert engine.half_built() == []


@pytest.mark.parametrize("lock", ["meta", "writer"])
def test_a_folder_that_cannot_be_written_is_called_so_and_nobody_waits_for_it(folder: Path, lock: str) -> None:
    """Readers want the first of the two locks. A folder in its place stops the superuser too."""
    file = index_in(folder) / f".tantivy-{lock}.lock"
    file.unlink()
    file.mkdir()
    engine = EmbeddedEngine(folder)

    with pytest.raises(EngineUnavailableError, match="May it be written"):
        found(engine, "会議") if lock == "meta" else engine.apply(changes(document("page:3", "議題"), version=3))


def test_a_mistake_of_our_own_is_not_called_damage(folder: Path) -> None:
    with pytest.raises(AttributeError):
        EmbeddedEngine(folder).query(Query(None, EVERYONE))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        "An error occurred in a thread: 'An index writer was killed.. A worker thread encountered an error'",
        "An error occurred in a thread: 'Worker thread failed.. A worker thread encountered an error (io::Error most '",
        "An IO error occurred: 'No space left on device (os error 28)'",
    ],
)
def test_a_full_disk_is_no_damage(said: str) -> None:
    with pytest.raises(EngineUnavailableError, match="the disk may be full"), guarded("writing it"):
        raise ValueError(said)


def test_whatever_a_killed_process_left_in_the_folder_is_given_up(folder: Path) -> None:
    current = (folder / "current").read_text()
    for name in ("20260101-000000-aaaa", "20260101-000000-bbbb", "of somebody else"):
        (folder / name).mkdir()
    (folder / "20260101-000000-bbbb" / "x.store").write_text("its form went first")
    (folder / "20260101-000000-cccc").write_text("a file")
    (folder / ".current-0123abcd").write_text("20260101-000000-aaaa")
    engine = EmbeddedEngine(folder)

    for left in engine.half_built():
        engine.drop(left)

    assert {each.name for each in folder.iterdir()} == {current, "current", "of somebody else"}


def test_a_pointer_that_is_a_folder_is_replaced(folder: Path) -> None:
    (folder / "current").unlink()
    (folder / "current").mkdir()
    assert_unusable(folder)

    assert found(engine_with(folder, document("page:1", "会議")), "会議") == ["page:1"]
