"""What a source says of one page, where the page stands, and what a check of its file found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from learning.domain.imports.curricula import CurriculumFields


@dataclass(frozen=True)
class MaterialFields:
    """What the source says of one page. `front_matter` and `markdown` together are the file, with LF alone."""

    title: str
    description: str = ""
    minutes: int | None = None
    prior_knowledge: str = ""
    licence: str = ""
    credit: str = ""
    front_matter: str = ""
    markdown: str = ""
    is_overview: bool | None = None
    author_ids: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()


PageFields = MaterialFields | CurriculumFields


@dataclass(frozen=True)
class OriginFacts:
    """Where a page comes from, what a check of its bytes found, and whom its history names."""

    path: str
    place: str
    revision: str
    content: bytes
    sha256: str
    findings: dict[str, Any] = field(default_factory=dict)
    findings_key: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewPlace:
    """Where a new page stands; `twin` is the page of the other language that it translates."""

    parent: Page
    slug: str
    twin: Page | None = None
