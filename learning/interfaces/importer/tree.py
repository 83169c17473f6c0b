"""The files of a source: read once, never followed out of it, never more than a server can bear."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.words import filled
from learning.interfaces.importer.refusals import ImportRefused
from learning.markdown import Problem

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "vendor", "dist"})
SHOWN_HIDDEN_FOLDERS = frozenset({".vuepress"})
MAX_FILES = 20_000
MAX_DEPTH = 30
MAX_FILE_BYTES = 50 * 2**20
MAX_PATH = 480
SUBMODULE_PATH = re.compile(r"^\s*path\s*=\s*(\S.*?)\s*$", re.MULTILINE)


@dataclass
class Tree:
    """`files` are paths with slashes, counted from `folder`, in the order of their names; hashes are made once."""

    folder: Path
    files: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _hashes: dict[str, str] = field(default_factory=dict)

    def __contains__(self, path: object) -> bool:
        return path in self.files

    def read(self, path: str) -> bytes:
        """Raises OSError, also when the file has become something else since the scan."""
        if path not in self.files:
            raise FileNotFoundError(path)
        with (self.folder / path).open("rb") as opened:
            data = opened.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise OSError("the file grew while it was read")
        return data

    def sha256(self, path: str) -> str:
        if path not in self._hashes:
            self._hashes[path] = hashlib.sha256(self.read(path)).hexdigest()
        return self._hashes[path]

    def below(self, folder: str) -> Iterator[str]:
        prefix = f"{folder}/" if folder else ""
        return (path for path in self.files if path.startswith(prefix))

    def is_unknown(self, path: str) -> bool:
        """Whether it lies where nothing could be read: it may be there as well as not."""
        shut = {problem.path for problem in self.problems if problem.kind == "unreadable"}
        return bool(shut) and any(path == place or path.startswith(f"{place}/") for place in shut)

    def tree_hash(self) -> str:
        """Stands for a commit where there is none: changes with any name or content."""
        digest = hashlib.sha256()
        for path in sorted(self.files):
            try:
                content = self.sha256(path)
            except OSError:
                content = "unreadable"
            digest.update(f"{path}\0{content}\n".encode())
        return digest.hexdigest()


def scan(folder: Path) -> Tree:
    """Raises ImportRefused where there are too many files."""
    tree = Tree(folder)
    total = 0
    for path, entry in _walk(tree, folder):
        size = _accepted_size(tree, path, entry)
        if size is None:
            continue
        tree.files[path] = size
        total += size
        if len(tree.files) > MAX_FILES:
            raise ImportRefused(filled(_("The source has more than %(number)d files."), number=MAX_FILES))
        if total > settings.MATERIALS_MAX_BYTES:
            megabytes = settings.MATERIALS_MAX_BYTES // 2**20
            raise ImportRefused(filled(_("The source is larger than %(size)d MB."), size=megabytes))
    tree.files = dict(sorted(tree.files.items()))
    tree.problems += _case_clashes(tree)
    for path in _unfetched_submodules(folder):
        _refuse(tree, "submodule", path)
    return tree


def _walk(tree: Tree, folder: Path, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every entry that is not a folder; folders that are links are entries, not followed."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:  # a folder that we may not read, or that went while we walked
        _refuse(tree, "unreadable", prefix.rstrip("/") or folder.name)
        return
    for entry in listed:
        if entry.is_dir(follow_symlinks=False):
            hidden = entry.name.startswith(".") and entry.name not in SHOWN_HIDDEN_FOLDERS
            if hidden or entry.name in SKIPPED_FOLDERS:
                continue
            if depth == MAX_DEPTH:
                _refuse(tree, "folder_too_deep", f"{prefix}{entry.name}"[-MAX_PATH:])
                continue
            yield from _walk(tree, Path(entry.path), f"{prefix}{entry.name}/", depth + 1)
        elif not entry.name.startswith("."):
            yield f"{prefix}{entry.name}", entry


def _accepted_size(tree: Tree, path: str, entry: os.DirEntry[str]) -> int | None:
    """None for what is left out; why stands in the problems then."""
    if not path.isprintable() or len(path) > MAX_PATH or "\\" in path:
        shown = path.encode("utf-8", "replace").decode()[:200]
        return _refuse(tree, "odd_name", shown if shown.isprintable() else ascii(shown))
    try:
        kind = _symlink_problem(tree, Path(entry.path)) if entry.is_symlink() else ""
        status = Path(entry.path).stat() if not kind else None
    except (OSError, RuntimeError):
        return _refuse(tree, "unreadable", path)
    if status is None or not stat.S_ISREG(status.st_mode):
        return _refuse(tree, kind or "special_file", path)
    if status.st_size > MAX_FILE_BYTES:
        return _refuse(tree, "file_too_large", path, detail=str(MAX_FILE_BYTES // 2**20))
    return status.st_size


def _symlink_problem(tree: Tree, link: Path) -> str:
    """A link to a file inside the source is as good as the file."""
    target = link.resolve()
    if not target.is_relative_to(tree.folder.resolve()) or not target.exists():
        return "symlink"
    return "symlink_folder" if target.is_dir() else ""


def _unfetched_submodules(folder: Path) -> Iterator[str]:
    """Other repositories that this one names: git leaves an empty folder where each belongs."""
    try:
        text = (folder / ".gitmodules").read_bytes()[:100_000].decode("utf-8", "replace")
    except OSError:
        return
    for path in SUBMODULE_PATH.findall(text):
        inner = folder / path
        if ".." not in path and path.isprintable() and inner.is_dir() and not any(inner.iterdir()):
            yield path[:MAX_PATH]


def _refuse(tree: Tree, kind: str, path: str, *, detail: str = "") -> None:
    tree.problems.append(Problem(kind, path=path, detail=detail))


def _case_clashes(tree: Tree) -> list[Problem]:
    """Folders that differ only in case count too: their files do."""
    alike: dict[str, list[str]] = defaultdict(list)
    for path in tree.files:
        alike[path.casefold()].append(path)
    return [Problem("case_clash", path=path, target=paths[0]) for paths in alike.values() for path in paths[1:]]
