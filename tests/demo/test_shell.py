"""The rules of comparison that the materials' transcripts stand on."""

from pathlib import Path

import pytest

from tests.demo.materials import ROOT, BlockError, _block
from tests.demo.shell import Shell, same_output


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a", "a\nb\n", False),
        ("", "something\n", False),
        ("...", "one\ntwo\n", True),
        ("a\n...\nz", "a\nz\n", True),
        ("took ... ms", "took 12.3 ms\n", True),
        ("took ... ms", "took 12.3 s\n", False),
        ("[1] 4242\nready", "ready\n", True),
        ("1.2", "1x2\n", False),
    ],
)
def test_three_dots_stand_for_any_text_and_nothing_else_does(expected: str, actual: str, same: bool) -> None:
    assert same_output(expected, actual) is same


def test_the_shell_keeps_folder_variables_and_status_between_commands(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    try:
        shell.run("mkdir inside && cd inside && word=kept")
        assert shell.run("echo $word; false") == ("kept\n", 1)
        assert shell.folder() == tmp_path / "inside"
    finally:
        assert shell.close() == []


def test_the_shell_names_what_was_left_running(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("sleep 77 &")
    assert shell.close() == ["sleep 77"]


@pytest.mark.parametrize("info", ["", "python", "text", 'text norun=""'])
def test_a_block_without_a_rule_is_refused(info: str) -> None:
    with pytest.raises(BlockError):
        _block(ROOT / "x.md", 1, 1, info, "")
