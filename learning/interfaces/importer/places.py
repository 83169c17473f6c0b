"""Where pages go: the curriculum of each language, the category of each folder, the head of each chapter."""

from __future__ import annotations

import posixpath
import uuid

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.models.pages import DepartmentSectionPage, HomePage
from core.models.person import Person
from learning.domain.imports.curricula import (
    CurriculumFields,
    add_curriculum,
    curriculum_parent,
    ensure_category,
    ensure_source,
)
from learning.interfaces.importer.fields import first_paragraph, is_title_only
from learning.interfaces.importer.layout import LanguageTree, Spot
from learning.interfaces.importer.reading import Reading
from learning.interfaces.importer.refusals import ImportRefused
from learning.markdown import Document
from learning.markdown.index_table import IndexTable, read_index_table
from learning.markdown.targets import page_candidates
from learning.models import CurriculumPage, ImportRun, MaterialOrigin, MaterialSource


def known_source(run: ImportRun, into: Page | None) -> MaterialSource | None:
    """The source from an earlier import: into the curriculum (or below the page) that is named, else the latest."""
    same = MaterialSource.objects.filter(
        kind=run.kind, address=run.address, branch=run.branch, subfolder=run.subfolder
    ).select_related("curriculum", "collection")
    if into is None:
        return same.order_by("-pk").first()
    keys = [into.translation_key]
    inside = [source for source in same if source.curriculum.translation_key in keys or _is_below(source, into)]
    return inside[0] if inside else None


def _is_below(source: MaterialSource, into: Page) -> bool:
    return bool(source.curriculum.get_parent().pk == into.pk)


class Places:
    """Finds and makes the frame; keeps what it found, for it is asked for every page."""

    def __init__(self, run: ImportRun, reading: Reading, *, into: Page | None, actor: Person | None) -> None:
        self.run, self.reading, self.into, self.actor = run, reading, into, actor
        self._curricula: dict[str, CurriculumPage] = {}
        self._categories: dict[tuple[str, str], Page] = {}
        self._tables: dict[str, IndexTable | None] = {}

    @property
    def main_language(self) -> str:
        return self.reading.layout.trees[0].language

    def source(self) -> MaterialSource:
        """The row of the source, with the curriculum of its first language."""
        base = self.reading.layout.trees[0].site.base
        known = known_source(self.run, self.into)
        if known is not None:
            self._curricula[self.main_language] = self._in_language(known.curriculum, self.reading.layout.trees[0])
            return ensure_source(self.run, curriculum=known.curriculum, base_path=base)
        return ensure_source(self.run, curriculum=self.curriculum(self.reading.layout.trees[0]), base_path=base)

    def curriculum(self, tree: LanguageTree) -> CurriculumPage:
        """The curriculum of a language, made where it is missing."""
        if tree.language not in self._curricula:
            if tree.language == self.main_language:
                self._curricula[tree.language] = self._main_curriculum(tree)
            else:
                self._curricula[tree.language] = self._in_language(self._curricula[self.main_language], tree)
        return self._curricula[tree.language]

    def _main_curriculum(self, tree: LanguageTree) -> CurriculumPage:
        into = self.into.specific if self.into is not None else curriculum_parent(tree.language)
        if isinstance(into, CurriculumPage):
            return self._in_language(into, tree)
        if not isinstance(into, HomePage | DepartmentSectionPage):
            raise ImportRefused(_("Materials are imported into a curriculum, a home page or a department's section."))
        slug = slugify(self.reading.address.name, allow_unicode=True) or "materials"
        return add_curriculum(self.fields_of_curriculum(tree), parent=into, slug=slug, actor=self.actor)

    def _in_language(self, page: CurriculumPage, tree: LanguageTree) -> CurriculumPage:
        if page.locale.language_code == tree.language:
            return page
        known = page.get_translations().filter(locale__language_code=tree.language).first()
        if known is not None:
            return known
        above = page.get_parent().get_translations().filter(locale__language_code=tree.language).first()
        parent = above.specific if above is not None else curriculum_parent(tree.language)
        return add_curriculum(
            self.fields_of_curriculum(tree), parent=parent, slug=page.slug, actor=self.actor, key=page.translation_key
        )

    def fields_of_curriculum(self, tree: LanguageTree) -> CurriculumFields:
        """From the home page, the configuration, or the only material; without the table, which needs the pages."""
        document = self.home_document(tree)
        layout = self.reading.layout
        has_title = document is not None and (document.meta.title or any(h.level == 1 for h in document.headings))
        title = layout.title or self.reading.address.name
        if document is not None and has_title:
            title = document.title
        elif len(tree.spots) == 1 and tree.spots[0].path in self.reading.checked.documents:
            title = self.reading.checked.documents[tree.spots[0].path].title
        introduction = (document.meta.description or first_paragraph(document)) if document else ""
        return CurriculumFields(title=title, introduction=introduction or layout.description)

    def home_document(self, tree: LanguageTree) -> Document | None:
        homes = [spot.path for spot in tree.spots if spot.kind == "home"]
        return self.reading.checked.documents.get(homes[0]) if homes else None

    def parent_of(self, spot: Spot, tree: LanguageTree, origins: dict[str, MaterialOrigin]) -> Page:
        """The page under which a file's page belongs. Call it inside the transaction that adds the page.

        A chapter whose head could not be imported stands in the category by itself.
        """
        curriculum = self.curriculum(tree)
        if spot.head:
            head = next((one for one in tree.spots if one.place == spot.head), None)
            if head is not None and head.path in origins:
                return origins[head.path].page
        if not spot.category:
            return curriculum
        known = self._categories.get((tree.language, spot.category))
        if known is None:
            title = self._category_title(spot.category, tree)
            known, is_new = ensure_category(curriculum, code=spot.category, title=title, actor=self.actor)
            if not is_new:  # a new one goes again if the transaction of its first page fails
                self._categories[tree.language, spot.category] = known
        return known

    def _category_title(self, code: str, tree: LanguageTree) -> str:
        """From the folder's own README, the row of the home page's table that leads there, else the folder's name."""
        for spot in tree.spots:
            if spot.kind == "category" and spot.category == code and spot.path in self.reading.checked.documents:
                return self.reading.checked.documents[spot.path].title
        return self._row_label(code, tree) or code.replace("_", " ").replace("-", " ").capitalize()

    def _row_label(self, code: str, tree: LanguageTree) -> str:
        """The first row of the table of which most links lead into the folder."""
        table, document = self.table(tree), self.home_document(tree)
        if table is None or document is None:
            return ""
        prefix = posixpath.join(tree.site.root, code) + "/"
        for row in table.rows:
            links = [link for slot in row.slots for link in slot.links]
            inside = [link for link in links if page_candidates(link.target, tree.site)[0].startswith(prefix)]
            if inside and len(inside) * 2 > len(links):
                return row.label
        return ""

    def table(self, tree: LanguageTree) -> IndexTable | None:
        if tree.language not in self._tables:
            document = self.home_document(tree)
            self._tables[tree.language] = read_index_table(document) if document is not None else None
        return self._tables[tree.language]


def table_json(table: IndexTable | None, tree: LanguageTree, keys: dict[str, uuid.UUID]) -> list[dict[str, object]]:
    """The table as a curriculum keeps it; `keys` are the translation keys of pages by path.

    A slot has a key for each of its links, the first one also by itself; a slot without links is planned or internal.
    """
    if table is None:
        return []
    rows: list[dict[str, object]] = []
    for row in table.rows:
        slots = []
        for slot in row.slots:
            links = [{"title": link.title, "translation_key": _key(link.target, tree, keys)} for link in slot.links]
            slots.append(
                {
                    "title": slot.title,
                    "note": slot.note,
                    "translation_key": links[0]["translation_key"] if links else None,
                    "links": links,
                }
            )
        rows.append({"label": row.label, "slots": slots})
    return rows


def _key(target: object, tree: LanguageTree, keys: dict[str, uuid.UUID]) -> str | None:
    found = next((keys[path] for path in page_candidates(target, tree.site) if path in keys), None)  # type: ignore[arg-type]
    return str(found) if found else None


def chapters_in_order(spots: tuple[Spot, ...], documents: dict[str, Document]) -> list[Spot]:
    """Chapters in the order in which their material's first page names them, then by name."""

    def rank(item: tuple[int, Spot]) -> tuple[int, int, int]:
        number, spot = item
        head = heads.get(spot.head)
        if head is None:
            return number, 0, 0
        text = documents[head[1].path].text if head[1].path in documents else ""
        place = text.find(posixpath.basename(spot.path))
        return head[0], place if place >= 0 and not spot.is_sample else len(text) + 1, number

    heads = {spot.place: (number, spot) for number, spot in enumerate(spots) if not spot.head}
    return [spot for _number, spot in sorted(enumerate(spots), key=rank)]


def is_category_page(spot: Spot, document: Document) -> bool:
    return spot.kind == "category" and is_title_only(document)
