"""Small sources of materials for tests, and an import of them in one line."""

from __future__ import annotations

import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any

from core.domain.site import ensure_site
from learning.domain.imports.runs import ImportWish, queue_run
from learning.interfaces.importer.address import read_address
from learning.interfaces.importer.report import report_with_words
from learning.interfaces.importer.running import foresee_import, run_import
from learning.models import MaterialOrigin

GIT = """---
title: Git
description: Record changes.
time: 1.5h
prior_knowledge: A shell
---
# Git

## Make a repository

Run `git init` in an empty folder and look at what it has made, then write a first file into it.

![the tree](./images/tree.png)

## Record a change

Add the file and commit it with a message that says why the change was made and not only what it is.

See [Docker](../docker/) as well.
"""
DOCKER = """# Docker

## Run a container

Pull an image of a small web server and start it with a published port, then open it in a browser.

Back to [Git](../git/README.md#record-a-change).
"""
HOME = """# Bootcamp

Welcome to the bootcamp.

| category | 1 | 2 |
| --- | --- | --- |
| **Tools** | [Git](tools/git/) | [Docker](tools/docker/) |
| **Soon** | Planned (internal) | |
"""


def png(width: int = 3, height: int = 2, *, bad_profile: bool = False) -> bytes:
    """A PNG; its pixels are there only for small ones. With `bad_profile` its colour profile has a wrong checksum."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\0\0\0" * width) * height if width * height < 10_000 else b""
    profile = chunk(b"iCCP", b"icc\0\0" + zlib.compress(b"profile")) if bad_profile else b""
    if bad_profile:
        profile = profile[:-4] + b"\0\0\0\0"
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + profile + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files, folders included."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def bootcamp(folder: Path) -> Path:
    """A home page, a category, two materials and an image."""
    return write(
        folder,
        {
            "README.md": HOME,
            "tools/git/README.md": GIT,
            "tools/git/images/tree.png": png(),
            "tools/docker/README.md": DOCKER,
        },
    )


def import_from(folder: Path, **wish: Any) -> dict[str, Any]:
    """Import a folder as the command does; the report with English words."""
    ensure_site()
    address = read_address(str(folder), branch=wish.pop("branch", ""), subfolder=wish.pop("subfolder", ""))
    asked = ImportWish(address.kind, address.address, address.branch, address.subfolder, **wish)
    if asked.dry_run:
        return report_with_words(foresee_import(asked.as_run(actor=None)))
    return report_with_words(run_import(queue_run(asked, actor=None)))


def page_at(path: str) -> Any:
    """The page made of a file."""
    return MaterialOrigin.objects.get(path=path).page.specific


def kinds(report: dict[str, Any], path: str) -> list[str]:
    """The kinds of problems of one file."""
    return [row["kind"] for row in report["problems"] if row["file"] == path]


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def repository(folder: Path) -> Path:
    """The small bootcamp, committed."""
    bootcamp(folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    return folder
