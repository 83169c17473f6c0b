"""Long input is an error message: what others may have seen too is kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text.errors import distinctive_lines, fragments, looks_like_error
from tests.search.contract.test_error_messages import DENIED, DOCKER, GIT, JAPANESE, KUBE, PYTHON


def stretches(text: str) -> dict[str, float]:
    return dict(fragments(text).stretches)


@pytest.mark.parametrize("text", [DOCKER, PYTHON, GIT, JAPANESE, KUBE, DENIED, "bash: kill: " + "x" * 60])
def test_output_is_taken_for_an_error(text: str) -> None:
    assert looks_like_error(text)


@pytest.mark.parametrize(
    "text",
    ["", "error", "勉強会", "kubectl get pods -A", "Dockerコンテナが起動しない", "how to write a test for a module"],
)
def test_a_short_question_is_not(text: str) -> None:
    assert not looks_like_error(text)


def test_what_tells_weighs_more() -> None:
    found = stretches(PYTHON)

    assert found["modulenotfounderror"] == found["no module named fastapi"] == 2
    assert all(weight < 2 for stretch, weight in found.items() if "importlib" in stretch)


@pytest.mark.parametrize(
    "noise",
    ["192.168.49.2", "8a9c3f7d5e1b", "/home/taro/app", "laptop-0042", "0.3s", "0.0.0.0:8080", "C:\\Users\\x", "https://a.b/c"],
)  # fmt: skip
def test_what_differs_between_machines_is_ignored(noise: str) -> None:
    told = f"Error: the daemon could not start {noise} because it is already running"

    assert noise.lower() not in " ".join((*stretches(told), *distinctive_lines(told)))
    assert "because it is already running" in stretches(told)


def test_the_same_error_elsewhere_tells_the_same() -> None:
    other = DOCKER.replace("8a9c3f7d5e1b", "0123456789ab").replace("8080", "3000").replace("laptop-0042", "pc7")

    assert "port is already allocated" in set(stretches(DOCKER)) & set(stretches(other))


@settings(max_examples=300, deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from("error: /a.b\n0123456789abcdef@$'\"")), max_size=300))
def test_any_text_has_fragments(text: str) -> None:
    found = fragments(text)

    assert all(stretch and 0 < weight <= 2 for stretch, weight in found.stretches)
    assert all(line.strip() for line in found.lines)


@pytest.mark.parametrize(
    "prompt",
    [
        "ada@pc:~/notes (feature/rota)$",
        "[root@web ~]#",
        "PS C:\\Users\\ada\\notes>",
        "C:\\Users\\ada>",
        "ada@pc:~$",
        "$",
        ">>>",
    ],
)
def test_no_prompt_is_asked_for(prompt: str) -> None:
    said = distinctive_lines(f"{prompt} git push\nfatal: no upstream branch for this\nTo push the branch, name it")
    assert said == ("git push", "fatal: no upstream branch for this", "to push the branch, name it")


def test_what_only_looks_like_a_prompt_stays() -> None:
    line = "error: (main) > expected a statement here"
    assert distinctive_lines(f"{line}\nat one\nat two")[0].startswith("error: (main) > expected")
