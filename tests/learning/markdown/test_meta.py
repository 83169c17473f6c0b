"""Front matter: read where it can be, reported where it cannot, and never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.markdown import parse, parse_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h", 60),
        ("1.0h", 60),
        ("1.5h", 90),
        ("0.5h", 30),
        ("1.5時間", 90),
        ("１．５時間", 90),
        ("1時間半", 90),
        ("1時間30分", 90),
        ("約90分", 90),
        ("90分程度", 90),
        ("30min", 30),
        ("30 mins", 30),
        ("1h30m", 90),
        ("1h 30min", 90),
        ("1 hour and 30 minutes", 90),
        ("2 hours", 120),
        ("1:30", 90),
        ("1-2h", 120),
        ("60〜90分", 90),
        ("PT1H30M", 90),
        ("", None),
        ("0h", None),
        ("soon", None),
        ("2", None),
        ("2h tomorrow", None),
        ("h", None),
        ("999999999h", None),
        ("-1h", None),
    ],
)
def test_a_stated_time_becomes_minutes_or_nothing(text: str, minutes: int | None) -> None:
    assert parse_minutes(text) == minutes


def test_known_values_are_named_and_the_rest_is_kept() -> None:
    meta = parse("---\ntitle: 2024\ndescription: a\ntime: 2h\nupdated: 2026-07\nhome: true\n---\n# x").meta
    assert (meta.title, meta.description, meta.minutes, meta.updated) == ("2024", "a", 120, "2026-07")
    assert meta.other == {"home": "true"}


@pytest.mark.parametrize(
    ("front", "kind"),
    [
        ("title: [unclosed", "front_matter_broken"),
        ("title: a: b: c", "front_matter_broken"),
        ("\ttitle: x", "front_matter_broken"),
        ("? {a: b}\n: c", "front_matter_broken"),
        ("- a\n- b", "front_matter_not_mapping"),
        ("just words", "front_matter_not_mapping"),
        ("a: &a [x]\nb: [*a, *a]", "front_matter_alias"),
        ("a: " + "[" * 500, "front_matter_too_large"),
        ("a: " + "x" * 20_000, "front_matter_too_large"),
        ("title: [a, b]", "front_matter_value"),
        ("time: soon", "time_not_understood"),
    ],
)
def test_broken_front_matter_is_a_problem_and_the_page_goes_on(front: str, kind: str) -> None:
    document = parse(f"---\n{front}\n---\n\n# Title\n", path="a.md")
    assert [problem.kind for problem in document.problems] == [kind]
    assert document.title == "Title"
    assert document.problems[0].path == "a.md"


def test_python_tags_in_front_matter_build_nothing() -> None:
    meta = parse("---\ntitle: !!python/object/apply:os.system ['echo hacked']\n---\n").meta
    assert meta.title == ""


def test_front_matter_that_never_ends_is_reported_and_shown() -> None:
    document = parse("---\ntitle: a\n\n# b\n")
    assert [problem.kind for problem in document.problems] == ["front_matter_unclosed"]
    assert document.headings[-1].text == "b"


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    document = parse("---\ntitle: a\n---\n\n# b\n\n[x]()\n")
    assert document.headings[0].line == 5
    assert [(problem.kind, problem.line) for problem in document.problems] == [("dead_link_empty", 7)]


@given(st.text())
def test_any_text_can_stand_in_the_front_matter(text: str) -> None:
    parse(f"---\n{text}\n---\nbody")
