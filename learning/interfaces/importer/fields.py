"""From what a page's file says to the fields of its page."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from core.models.person import Person
from learning.domain.imports.page_facts import MaterialFields
from learning.interfaces.importer.layout import Spot
from learning.interfaces.importer.names import EMAIL, joined, without_marks
from learning.interfaces.importer.tree import Tree
from learning.markdown import Document
from learning.markdown.steps import is_overview

LICENCE_FILES = ("license", "licence", "copying")
CREATIVE_COMMONS = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.IGNORECASE)
KNOWN_LICENCES = (
    (re.compile(r"attribution-sharealike 4\.0|CC[ -]BY-SA(?:[ -]4\.0)?", re.IGNORECASE), "CC BY-SA 4.0"),
    (re.compile(r"creative commons attribution 4\.0|\bCC[ -]BY[ -]4\.0", re.IGNORECASE), "CC BY 4.0"),
    (re.compile(r"CC0|creative commons zero", re.IGNORECASE), "CC0 1.0"),
    (re.compile(r"apache license", re.IGNORECASE), "Apache-2.0"),
    (re.compile(r"permission is hereby granted, free of charge", re.IGNORECASE), "MIT"),
    (re.compile(r"redistribution and use in source and binary forms", re.IGNORECASE), "BSD"),
    (re.compile(r"GNU GENERAL PUBLIC LICENSE\s+Version 3"), "GPL-3.0"),
)
COPYRIGHT = re.compile(r"((?:©|copyright|\(c\))[^|\n]{3,300})", re.IGNORECASE)
LONGEST_TAG = 100
LIST_ITEM = re.compile(r"^\s*[-*]\s+(.{2,200}?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class SourceFacts:
    """What holds for every page that says nothing else."""

    licence: str = ""
    credit: str = ""


def read_source_facts(tree: Tree, subfolder: str, documents: Mapping[str, Document]) -> SourceFacts:
    """The licence from LICENSE, the credit from AUTHORS, else from what most pages say in their footer."""
    licence = detect_licence(_first_text(tree, subfolder, LICENCE_FILES))
    names = LIST_ITEM.findall(_first_text(tree, subfolder, ("authors", "maintainers", "contributors")))
    credit = ", ".join(without_marks(name) for name in names[:20])
    if not credit:
        footers = Counter(found for document in documents.values() if (found := _footer_credit(document)))
        credit = footers.most_common(1)[0][0] if footers else ""
    return SourceFacts(licence, credit[:500])


def _first_text(tree: Tree, subfolder: str, stems: Iterable[str]) -> str:
    """From the sub-folder, else from the root of the repository."""
    wanted = set(stems)
    for folder in dict.fromkeys((subfolder, "")):
        for path in tree.below(folder):
            stem = posixpath.splitext(posixpath.basename(path))[0].lower()
            if posixpath.dirname(path) == folder and stem in wanted:
                return tree.read(path)[:50_000].decode(errors="replace")
    return ""


def detect_licence(text: str) -> str:
    """The short name of a licence, "" where it is not known."""
    if match := CREATIVE_COMMONS.search(text):
        name = match[1].lower()
        return "CC0 1.0" if name == "zero" else f"CC {name.upper()} {match[2]}"
    return next((name for pattern, name in KNOWN_LICENCES if pattern.search(text)), "")


def _footer_credit(document: Document) -> str:
    match = COPYRIGHT.search(document.meta.footer)
    return match[1].strip() if match else ""


def _other(document: Document, *names: str) -> str:
    """A value of the front matter that the engine does not know; lists are joined."""
    for name in names:
        value = document.meta.other.get(name)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
    return ""


def read_fields(
    document: Document,
    spot: Spot,
    facts: SourceFacts,
    *,
    is_sample: bool,
    head: Document | None = None,
    authors: Iterable[str] = (),
) -> MaterialFields:
    """The fields of a material, a chapter (of the material that `head` begins) or an overview.

    `authors` are those whom the history names; they stand behind those whom the page or the source names.
    """
    lines = document.text.split("\n")
    front = "".join(f"{line}\n" for line in lines[: document.body_line - 1])
    names = _other(document, "credit", "authors", "author")
    meta = document.meta
    return MaterialFields(
        title=_title(document, head) or posixpath.basename(spot.path),
        description=meta.description,
        minutes=meta.minutes,
        prior_knowledge=meta.prior_knowledge,
        licence=_other(document, "licence", "license") or facts.licence or detect_licence(meta.footer),
        credit=joined(without_marks(names) or _footer_credit(document) or facts.credit, authors),
        front_matter=front,
        markdown=document.text[len(front) :],
        is_overview=_is_overview(document, spot, is_sample=is_sample),
        author_ids=_people(names),
        tags=_tags(document),
    )


def _tags(document: Document) -> tuple[str, ...]:
    """A list, or words with commas between them; as many and as long as a page takes."""
    value = document.meta.other.get("tags")
    words = value if isinstance(value, list) else re.split("[,、，]", value) if isinstance(value, str) else []
    clean = (" ".join(str(word).split()) for word in words)
    return tuple(dict.fromkeys(word for word in clean if 0 < len(word) <= LONGEST_TAG))[: settings.TAG_LIMIT]


def _title(document: Document, head: Document | None) -> str:
    """Chapters that all bear their material's name are told apart by what they are headed."""
    if head is not None and document.meta.title and document.meta.title == head.meta.title:
        for heading in document.headings:
            if heading.level == 1 and heading.text not in ("", document.meta.title):
                return heading.text
    return document.title.strip()


def _is_overview(document: Document, spot: Spot, *, is_sample: bool) -> bool | None:
    """True or False where the source says so or the place does; None leaves it to the page."""
    if is_overview(document) or is_sample:
        return True
    if spot.kind == "overview":
        return document.meta.minutes is None
    return None


def _people(names: str) -> tuple[int, ...]:
    addresses = [address.lower() for address in EMAIL.findall(names)]
    return tuple(Person.objects.filter(email__in=addresses).values_list("pk", flat=True)) if addresses else ()


def is_title_only(document: Document) -> bool:
    """A page that names its folder and says a word about it: a category, not a material."""
    has_more = document.counts.code_blocks or any(heading.level > 1 for heading in document.headings)
    return not has_more and not document.references


def first_paragraph(document: Document, *, until: int | None = None) -> str:
    """Plain text of the paragraphs before the first heading of level 2, table or list."""
    found: list[str] = []
    tokens = document.tokens
    for index, token in enumerate(tokens):
        if token.type in ("table_open", "bullet_list_open", "ordered_list_open") or (
            token.type == "heading_open" and token.tag != "h1"
        ):
            break
        if token.type == "paragraph_open" and index + 1 < len(tokens):
            found.append(" ".join(tokens[index + 1].content.split()))
    return "\n\n".join(found)[:2000]
