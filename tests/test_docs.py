"""What the documentation points at exists."""

import argparse
import fnmatch
import functools
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    dead = [target for target in LINK.findall(text) if not (page.parent / target).exists()]
    assert dead == []


def test_the_guides_for_users_exist_in_both_languages() -> None:
    for name in ("readers.md", "authors.md", "editing.md", "authoring-materials.md", "importing.md"):
        assert [(ROOT / "docs" / name).exists(), (ROOT / "docs" / "ja" / name).exists()] == [True, True], name


def test_a_page_leads_to_itself_in_the_other_language_and_in_japanese_to_japanese() -> None:
    twins = {page.name for page in (ROOT / "docs" / "ja").glob("*.md")}
    one_way = [
        name for name in sorted(twins) if f"(ja/{name}" not in (ROOT / "docs" / name).read_text(encoding="utf-8")
    ]
    english = [
        f"{name}: {target}"
        for name in sorted(twins)
        for target in re.findall(r"\]\(\.\./([\w-]+\.md)", (ROOT / "docs" / "ja" / name).read_text(encoding="utf-8"))
        if target in twins - {name}
    ]
    assert (one_way, english) == ([], [])


# Files that a page names as somebody else's: of a repository that is imported, of a material's reader.
OF_OTHERS = {
    "authoring-materials.md",
    "importing.md",
    "materials-markdown.md",
    "materials.md",
    "0063-translations-by-place.md",
}
YOURS = {"search_index.py"}  # what the guide tells an engineer to make
INLINE = re.compile(r"`([^`\n]+)`")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
FILE = re.compile(r"[\w*.-]+(?:/[\w*.-]+)*\.(?:py|html|js|css|po|toml|sql|yml|yaml|service|conf)")
FOLDER = re.compile(r"(?!var/)[a-z_]+(?:/[a-z_]+)+/")
MANAGE = re.compile(r"manage\.py ([a-z_]+)((?: [^ \n#]+)*)")
MAKE = re.compile(r"(?:^|&& )make ((?:[a-z][a-z0-9-]*(?: |$))+)", re.MULTILINE)


def named(page: Path, pattern: re.Pattern[str]) -> list[str]:
    """What stands as code in a page and is wholly of this form."""
    return [code for code in INLINE.findall(page.read_text(encoding="utf-8")) if pattern.fullmatch(code)]


@functools.cache
def tracked() -> list[str]:
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [f"/{name}" for name in told.splitlines()]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a copy without git: nobody says which files are ours")
def test_every_file_and_folder_that_is_named_exists() -> None:
    pages = [page for page in PAGES if page.name not in OF_OTHERS]
    lost = [
        f"{page.name}: {name}"
        for page in pages
        for name in named(page, FILE)
        if name not in YOURS and not any(fnmatch.fnmatch(each, f"*/{name}") for each in tracked())
    ]
    lost += [
        f"{page.name}: {name}"
        for page in pages
        for name in named(page, FOLDER)
        if not any(f"/{name}" in each for each in tracked())
    ]
    assert lost == []


def commands_in(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return "\n".join([*INLINE.findall(CODE_BLOCK.sub("", text)), *SHELL.findall(text)])


CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)


def test_every_command_of_manage_py_exists_with_its_options() -> None:
    known = get_commands()
    wrong = []
    for page in PAGES:
        for name, rest in MANAGE.findall(commands_in(page)):
            if name not in known:
                wrong.append(f"{page.name}: {name}")
                continue
            words, options = words_of_command(name)
            first = [word for word in rest.split()[:1] if words and word.isalpha()]
            used = [*first, *re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest)]
            wrong += [f"{page.name}: {name} {word}" for word in used if word not in words | options]
    assert wrong == []


@functools.cache
def words_of_command(name: str) -> tuple[set[str], set[str]]:
    """Its subcommands, where it has some, and every option."""
    app = get_commands()[name]
    command = load_command_class(app, name) if isinstance(app, str) else app
    parser = command.create_parser("manage.py", name)
    below = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    parsers = [parser, *(one for each in below for one in each.choices.values())]
    return {word for each in below for word in each.choices}, {
        option for one in parsers for option in one._option_string_actions
    }


def test_every_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    wrong = [
        f"{page.name}: make {target}"
        for page in PAGES
        for group in MAKE.findall(commands_in(page))
        for target in group.split()
        if target not in targets
    ]
    assert wrong == []
