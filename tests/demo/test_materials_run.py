"""Every command and every program in the demo materials is run, in order, as a reader would.

One fresh HOME for each material and language; what a block means is written in docs/authoring-materials.md.
"""

import codeop
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.materials import LANGUAGES, ROOT, Block, Page, material_folders, pages_of
from tests.demo.shell import Shell, same_output

FOLDERS = [folder for language in LANGUAGES for folder in material_folders(language)]

# Commands within sentences that no block runs and that are not run here either, each with its reason.
NOT_RUN = {
    "exec python3 careful.py": "the last line of somebody's start script; careful.py itself is run",
    'git commit --allow-empty -m "Just trying"': "a hint; the answer runs it on the branch of the exercise",
    'git commit --allow-empty -m "試す"': "a hint; the answer runs it on the branch of the exercise",
    "git push --force": "what the text warns of",
    "git switch weekend": "its branch is deleted two steps later",
    "kill -9": "what someone says they did; KILL is sent by name",
    "nano NAME": "opens an editor on a terminal",
    "nano 名前": "opens an editor on a terminal",
    "trap … EXIT": "names a construct; backup4.sh is run and broken off",
}

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


def run_spoken(pages: list[Page], shell: Shell) -> None:
    """Commands within sentences work where the material ends; what they set is forgotten at once."""
    for command in _spoken_commands(pages):
        if command not in NOT_RUN:
            output, status = shell.run(f"( {command} )")
            assert status == 0, f"{pages[0].path.relative_to(ROOT)}: `{command}` ends with {status}\n{output}"


def _spoken_commands(pages: list[Page]) -> list[str]:
    """What a sentence shows with a command's name and something after it, and no block has word for word."""
    builtins = subprocess.check_output(["bash", "-c", "compgen -b"], text=True).split()
    blocks = "\n".join(block.content for page in pages for block in page.blocks)
    spoken = dict.fromkeys(text.strip() for page in pages for text in page.spoken)
    return [
        text for text in spoken if text not in blocks and (text in NOT_RUN or _begins_with_a_command(text, builtins))
    ]


def _begins_with_a_command(text: str, builtins: list[str]) -> bool:
    words = text.split()
    return len(words) > 1 and (words[0] in builtins or shutil.which(words[0]) is not None)


def write_file(block: Block, shell: Shell) -> None:
    path = shell.folder() / block.title
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.content, encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_what_a_material_says_is_what_happens(folder: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    pages = pages_of(folder)
    try:
        for page in pages:
            session: dict[int, list[str]] = {}
            for block in page.blocks:
                if block.kind == "console":
                    run_console(block, shell)
                elif block.kind == "pycon":
                    run_pycon(block, session.setdefault(block.step, []), shell)
                    session[block.step].append(block.content)
                elif block.kind == "file":
                    write_file(block, shell)
        run_spoken(pages, shell)
    finally:
        left = shell.close()
    assert left == [], f"{folder.relative_to(ROOT)} leaves these running: {left}"


def test_no_reason_not_to_run_a_command_is_left_over() -> None:
    spoken = {text for folder in FOLDERS for text in _spoken_commands(pages_of(folder))}
    assert sorted(NOT_RUN.keys() - spoken) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_no_block_escapes_and_no_statement_keeps_python_waiting(folder: Path) -> None:
    """A block that the parser does not see as one would be shown and not run; see also BlockError."""
    for page in pages_of(folder):
        assert page.fence_lines == 2 * len(page.blocks)
        typed = [statement for block in page.blocks if block.kind == "pycon" for statement in block.typed]
        assert [statement for statement in typed if codeop.compile_command(statement) is None] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_blocks_that_are_not_run_are_rare_and_say_why(folder: Path) -> None:
    not_run = [block for page in pages_of(folder) for block in page.blocks if block.kind == "norun"]
    assert [block.place for block in not_run if len(block.reason) < 10] == []
    assert len(not_run) <= 2
