"""A proposal as its decider sees it, and what becomes of the page."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from wagtail.models import Page

from core.models.person import Person
from learning.domain.imports.curricula import CurriculumFields
from learning.domain.imports.page_facts import OriginFacts, PageFields
from learning.domain.imports.proposals import drop, take_over
from learning.domain.queries.links import site_of
from learning.interfaces.importer.fields import SourceFacts, first_paragraph, read_fields
from learning.interfaces.importer.layout import LanguageTree, Spot
from learning.interfaces.importer.places import table_json
from learning.markdown import decode_source, parse
from learning.markdown.index_table import read_index_table
from learning.models import CurriculumPage, ImportProposal, MaterialOrigin, MaterialPage

MAX_LINES = 4000


@dataclass(frozen=True)
class DiffLine:
    """`kind`: the same in both, only here, only in the source, or a gap of lines that are the same."""

    kind: Literal["same", "here", "source", "gap"]
    text: str
    here: int | None = None
    source: int | None = None


def fields_of(proposal: ImportProposal) -> PageFields:
    """What the source would write into the page."""
    origin = proposal.page.material_origin
    text = decode_source(bytes(proposal.content)).text
    document = parse(text, path=proposal.path, site=site_of(origin))
    page = proposal.page.specific
    language = page.locale.language_code
    if isinstance(page, CurriculumPage):
        tree = LanguageTree(language, site_of(origin), ())
        keys = _keys(origin)
        table = table_json(read_index_table(document), tree, keys)
        introduction = document.meta.description or first_paragraph(document) or page.introduction
        return CurriculumFields(document.meta.title or page.title, introduction, table)
    head = _head_document(page)
    spot = Spot(proposal.path, origin.place, language, "chapter" if head is not None else "material")
    facts = SourceFacts(origin.source.licence, origin.source.credit)
    return read_fields(document, spot, facts, is_sample=False, head=head, authors=proposal.authors)


def _keys(origin: MaterialOrigin) -> dict[str, Any]:
    rows = MaterialOrigin.objects.filter(source=origin.source, gone_since__isnull=True)
    return dict(rows.values_list("path", "page__translation_key"))


def _head_document(page: Page) -> Any:
    parent = page.get_parent().specific
    return parse(parent.source_text) if isinstance(parent, MaterialPage) else None


def facts_of(proposal: ImportProposal) -> OriginFacts:
    """The origin as it will be; the next import looks at the page again."""
    content = bytes(proposal.content)
    return OriginFacts(
        path=proposal.path,
        place=proposal.page.material_origin.place,
        revision=proposal.revision,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def accept(proposal: ImportProposal, *, actor: Person) -> None:
    """Replace the page by what the source says, as a revision of `actor`."""
    take_over(proposal, fields_of(proposal), facts=facts_of(proposal), actor=actor)


def refuse(proposal: ImportProposal, *, actor: Person) -> None:
    """Keep the page as it is here."""
    drop(proposal, facts=facts_of(proposal), actor=actor)


def difference(proposal: ImportProposal) -> list[DiffLine]:
    """The page's newest text here against what the source says, with three lines around each change."""
    page = proposal.page.specific.get_latest_revision_as_object()
    origin = proposal.page.material_origin
    here = page.source_text if isinstance(page, MaterialPage) else decode_source(bytes(origin.content)).text
    source = decode_source(bytes(proposal.content)).text
    return _lines(here.rstrip("\n").split("\n")[:MAX_LINES], source.rstrip("\n").split("\n")[:MAX_LINES])


def _lines(here: list[str], source: list[str]) -> list[DiffLine]:
    found: list[DiffLine] = []
    for group in difflib.SequenceMatcher(None, here, source, autojunk=False).get_grouped_opcodes(3):
        if found or group[0][1] > 0:
            found.append(DiffLine("gap", "…"))
        for tag, here_from, here_to, source_from, source_to in group:
            if tag == "equal":
                found += [
                    DiffLine("same", here[here_from + step], here_from + step + 1, source_from + step + 1)
                    for step in range(here_to - here_from)
                ]
                continue
            found += [DiffLine("here", here[place], place + 1) for place in range(here_from, here_to)]
            found += [DiffLine("source", source[place], None, place + 1) for place in range(source_from, source_to)]
    return found
