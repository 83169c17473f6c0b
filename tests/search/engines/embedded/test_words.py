"""Which words find which documents in the embedded engine."""

from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from tests.search.engines.embedded.building import document, engine_with, found


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    folder: Path = tmp_path_factory.mktemp("embedded") / "search"
    return engine_with(
        folder,
        document(
            "meeting", "Pythonの勉強会", "Python study meeting", "インフラを学ぶ。会議題を出す", tags=("Kubernetes",)
        ),
        document("agenda", "会議と議題", body="議題は一冊の本 running tests"),
        document("sato", "佐藤 花子", kind="person", readings=("さとう はなこ", "Sato Hanako")),
    )


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("勉強", ["meeting"]),
        ("会議題", ["meeting"]),
        ("本", ["agenda"]),
        ("run", ["agenda"]),
        ("tests", ["agenda"]),
        ('"会議と議題"', ["agenda"]),
        ("pyth", ["meeting"]),
        ("いんf", ["meeting"]),
        ("インフ", ["meeting"]),
    ],
)
def test_words_find_what_contains_them(engine: EmbeddedEngine, text: str, keys: list[str]) -> None:
    assert found(engine, text) == keys


@pytest.mark.parametrize("text", ["佐藤", "さとう", "サトウ", "ｻﾄｳ", "sato", "Satō", "サト", "sat", "ハナコ"])
def test_a_person_is_found_however_the_name_is_written(engine: EmbeddedEngine, text: str) -> None:
    assert found(engine, text) == ["sato"]
