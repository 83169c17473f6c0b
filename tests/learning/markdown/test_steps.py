"""Which headings begin a step."""

import pytest

from learning.markdown import derive_steps, parse


def titles(text: str, **options: object) -> list[str]:
    return [draft.title for draft in derive_steps(parse(text), **options)]  # type: ignore[arg-type]


def test_the_h2s_are_steps_where_a_page_has_one_h1_or_none() -> None:
    assert titles("# t\n\n## a\n\n### x\n\n## b\n") == ["a", "b"]
    assert titles("## a\n\n## b\n") == ["a", "b"]


def test_the_h1s_are_steps_where_a_page_has_several() -> None:
    assert titles("# a\n\n## x\n\n# b\n") == ["a", "b"]


def test_an_editor_may_choose_another_level() -> None:
    assert titles("# a\n\n## x\n\n### y\n\n#### z\n", level=3) == ["y"]
    with pytest.raises(ValueError, match="1 to 4"):
        titles("# a", level=5)


@pytest.mark.parametrize("front", ["overview: true", "steps: false"])
def test_an_overview_has_no_steps(front: str) -> None:
    assert titles(f"---\n{front}\n---\n## a\n") == []
    assert titles("## a\n", overview=True) == []
    assert titles("only text") == []


def test_a_heading_in_code_a_box_a_list_or_a_quote_begins_no_step() -> None:
    others = ("```sh\n## no\n```", "::: tip\n## no\n:::", "- ## no", "> ## no", "<details>\n\n## no\n\n</details>")
    assert titles("\n\n".join(("## a", *others, "## b"))) == ["a", "b"]


def test_more_than_25_steps_are_reported_where_the_26th_begins() -> None:
    document = parse("".join(f"## {number}\n\n" for number in range(26)))
    problem = document.problems[0]
    assert (problem.kind, problem.line, problem.detail) == ("too_many_steps", 51, "26")
    assert parse("".join(f"## {number}\n\n" for number in range(25))).problems == ()


def test_a_step_knows_its_line_and_anchor() -> None:
    draft = derive_steps(parse("---\ntitle: x\n---\n\n## はじめに `code` :tada:\n"))[0]
    assert (draft.title, draft.anchor, draft.level, draft.line) == ("はじめに code 🎉", "h-はじめに-code", 2, 5)


def test_a_title_from_the_front_matter_is_filled_in() -> None:
    assert parse("---\ntitle: 題\n---\n# {{$page.frontmatter.title}}\n").headings[0].text == "題"
