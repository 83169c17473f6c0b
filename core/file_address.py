"""Where a private file is handed out: `/files/<kind>/<id>/<name>`. The name is for people; nothing of it decides."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.urls import reverse


def address_of(kind: str, number: int, name: str) -> str:
    """The address of a file of a kind that `core.file_kinds` knows."""
    return reverse("file", args=[kind, number, PurePath(name).name or "file"])


def basename(file: Any) -> str:
    """The name of a stored file without its folders."""
    return PurePath(str(file.name)).name
