"""The demo's stuck readers point at steps that exist, and their numbers add up."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.demo.materials import LANGUAGES, ROOT, read_page

DEMO = ROOT.parent
ENTRIES: list[dict[str, Any]] = yaml.safe_load((DEMO / "stuck.yml").read_text(encoding="utf-8"))
CAST = {row["number"] for row in yaml.safe_load((DEMO / "data" / "cast.yml").read_text(encoding="utf-8"))}
SECRET = re.compile(r"BEGIN [A-Z ]*PRIVATE KEY|(?:password|token|secret)\s*[=:]\s*\S", re.IGNORECASE)


def name(entry: dict[str, Any]) -> str:
    return f"{entry['material']}-{entry['step']}"


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_points_at_a_step(entry: dict[str, Any], language: str) -> None:
    page = read_page(Path(ROOT / language / entry["material"] / entry.get("page", "README.md")))
    assert 1 <= entry["step"] <= len(page.steps)


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_its_report_is_whole(entry: dict[str, Any], language: str) -> None:
    report = entry[language]
    assert set(report) == {"seen", "asked", "answers"}
    assert report["seen"].strip()
    assert report["asked"].strip()
    assert {answer["by"] for answer in report["answers"]} - CAST == set()
    assert SECRET.search(str(report)) is None


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_its_numbers_add_up(entry: dict[str, Any]) -> None:
    assert 0 <= entry["through"] <= entry["stopped"]
    for language in LANGUAGES:
        helped = [answer["helped"] for answer in entry[language]["answers"]]
        assert helped == sorted(helped, reverse=True)
        assert max(helped, default=0) <= entry["through"]


def test_most_are_answered_and_some_still_wait() -> None:
    waiting = [entry for entry in ENTRIES if not entry["ja"]["answers"]]
    assert (len(ENTRIES), len(waiting)) == (17, 1)
    assert len({(entry["material"], entry.get("page"), entry["step"]) for entry in ENTRIES}) == len(ENTRIES)
