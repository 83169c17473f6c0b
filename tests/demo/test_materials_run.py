"""Every command and every program in the demo materials is run, in order, as a reader would.

One fresh HOME for each material and language; what a block means is written in docs/authoring-materials.md.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.materials import LANGUAGES, ROOT, Block, material_folders, pages_of
from tests.demo.shell import Shell, same_output

FOLDERS = [folder for language in LANGUAGES for folder in material_folders(language)]

DOCTEST = """
import doctest, json, sys
earlier, now = json.load(sys.stdin)
globs = {"__name__": "__main__"}
def run(text, out):
    test = doctest.DocTestParser().get_doctest(text, globs, "block", None, 0)
    test.globs = globs
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    return runner.run(test, out=out, clear_globs=False).failed
for text in earlier:
    run(text, lambda _: None)
sys.exit(1 if run(now, sys.stdout.write) else 0)
"""


def transcript(content: str) -> Iterator[tuple[str, str]]:
    """Split a console block into (command, expected output); `> ` lines continue the command above."""
    command: list[str] = []
    output: list[str] = []
    for line in content.splitlines():
        if line.startswith("$ "):
            if command:
                yield "\n".join(command), "\n".join(output)
            command, output = [line[2:]], []
        elif (line.startswith("> ") or line == ">") and not output:
            command.append(line[2:])
        else:
            assert command, f"a console block begins with `$ `, not with {line!r}"
            output.append(line)
    assert command, "a console block without a command"
    yield "\n".join(command), "\n".join(output)


def run_console(block: Block, shell: Shell) -> None:
    status = 0
    for command, expected in transcript(block.content):
        assert not status, f"{block.place}: only the last command of a block may fail"
        output, status = shell.run(command)
        assert same_output(expected, output), (
            f"{block.place}\n$ {command}\n--- written in the material\n{expected}\n--- printed\n{output}"
        )
    assert bool(status) == block.fails, f"{block.place}: exit status {status}; `fails` is {block.fails}\n{output}"


def run_pycon(block: Block, earlier: list[str], shell: Shell) -> None:
    result = subprocess.run(
        [sys.executable, "-c", DOCTEST],
        input=json.dumps([earlier, block.content]),
        cwd=shell.folder(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 0, f"{block.place}\n{result.stdout}{result.stderr}"


def write_file(block: Block, shell: Shell) -> None:
    path = shell.folder() / block.title
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.content, encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_what_a_material_says_is_what_happens(folder: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    try:
        for page in pages_of(folder):
            session: dict[int, list[str]] = {}
            for block in page.blocks:
                if block.kind == "console":
                    run_console(block, shell)
                elif block.kind == "pycon":
                    run_pycon(block, session.setdefault(block.step, []), shell)
                    session[block.step].append(block.content)
                elif block.kind == "file":
                    write_file(block, shell)
    finally:
        left = shell.close()
    assert left == [], f"{folder.relative_to(ROOT)} leaves these running: {left}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_blocks_that_are_not_run_are_rare_and_say_why(folder: Path) -> None:
    not_run = [block for page in pages_of(folder) for block in page.blocks if block.kind == "norun"]
    assert [block.place for block in not_run if len(block.reason) < 10] == []
    assert len(not_run) <= 2
