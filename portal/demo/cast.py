"""The people of the demo company whom one can sign in as: one for every kind of user."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import yaml

from core.api import Role
from portal.demo.names import DATA


@dataclass(frozen=True)
class Member:
    """A named person: who they are, where they work, what the sign-in page says of them."""

    number: str
    family: tuple[str, str, str]  # as written, kana, romaji
    given: tuple[str, str, str]
    department: str
    position: str
    occupation: str
    grade: str
    years: int
    hint_ja: str = ""
    hint_en: str = ""
    group: str = ""  # of the sign-in page; empty: not offered there
    roles: tuple[tuple[Role, str | None], ...] = ()
    manager: str | None = None
    hire_type: str = "new_graduate"
    company: str = "minamo"
    region: str = "japan"
    zone: str = "Asia/Tokyo"
    language: str = "ja"


@functools.cache
def cast() -> tuple[Member, ...]:
    """Everyone of `data/cast.yml`, in its order."""
    return tuple(_member(row) for row in yaml.safe_load((DATA / "cast.yml").read_text(encoding="utf-8")))


def _member(row: dict[str, Any]) -> Member:
    roles = tuple(_role(text) for text in row.pop("roles", ()))
    family, given = tuple(row.pop("family")), tuple(row.pop("given"))
    return Member(family=family, given=given, roles=roles, **row)  # type: ignore[arg-type]


def _role(text: str) -> tuple[Role, str | None]:
    role, _, department = text.partition(":")
    return Role(role), department or None
