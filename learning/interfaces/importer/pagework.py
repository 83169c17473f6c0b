"""Write one page as planned: each call is one transaction, and says what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from wagtail.models import Page

from learning.domain.imports.assets import NewAsset
from learning.domain.imports.curricula import may_adopt
from learning.domain.imports.origins import why_not_overwritten
from learning.domain.imports.page_facts import MaterialFields, NewPlace, OriginFacts, PageFields
from learning.domain.imports.pages import add_material, adopt_page, move_page, update_page
from learning.domain.imports.proposals import note_same, propose, says_the_same, withdraw
from learning.interfaces.importer.checks import is_sample
from learning.interfaces.importer.fields import read_fields
from learning.interfaces.importer.files import FileDesk
from learning.interfaces.importer.layout import LanguageTree, Spot
from learning.interfaces.importer.places import Places, is_category_page, table_json
from learning.interfaces.importer.planning import PagePlan, waiting_proposals
from learning.interfaces.importer.reading import Reading
from learning.interfaces.importer.twins import Twins
from learning.markdown.steplist import known_document
from learning.models import CurriculumPage, ImportRun, MaterialOrigin, MaterialSource


class PageWriter:
    """Knows the source as read and the pages as they are; `written` are the ids of pages it wrote."""

    def __init__(
        self,
        run: ImportRun,
        reading: Reading,
        *,
        places: Places,
        source: MaterialSource,
        files: FileDesk,
        origins: dict[str, MaterialOrigin],
    ) -> None:
        self.run, self.reading, self.places, self.source, self.files = run, reading, places, source, files
        self.origins = origins
        self.proposals = waiting_proposals(origins)
        self.twins = Twins(source)
        self.written: list[int] = []

    def write(self, plan: PagePlan, tree: LanguageTree) -> str:
        """Returns the outcome as the report names it."""
        if plan.action == "fail":
            return "failed"
        with known_document(self.reading.checked.documents.get(plan.spot.path)):
            return self._write(plan, tree)

    def _write(self, plan: PagePlan, tree: LanguageTree) -> str:
        if plan.origin is None:
            return self._create(plan.spot, tree)
        if plan.renamed_from:
            self._move(plan, plan.origin, tree)
        if plan.action == "keep":
            return self._keep(plan, plan.origin, tree)
        if plan.action == "update":
            return self._update(plan.spot, plan.origin, tree)
        return self._wait(plan, plan.origin, tree)

    def _create(self, spot: Spot, tree: LanguageTree) -> str:
        facts, assets = self.facts(spot), self._assets(spot)
        with transaction.atomic():
            page = self._page_to_adopt(spot, tree)
            if page is not None:
                fields = self.fields(spot, tree, page=page)
                adopt_page(page, fields, source=self.source, facts=facts, assets=assets, actor=self.run.actor)
            else:
                twin = self.twins.free_twin(spot.place, language=tree.language)
                page = add_material(
                    self._material_fields(spot, tree),
                    at=NewPlace(self.places.parent_of(spot, tree, self.origins), spot.slug or "introduction", twin),
                    source=self.source,
                    facts=facts,
                    assets=assets,
                    actor=self.run.actor,
                )
        self._remember(page.pk, assets)
        return "created"

    def _update(self, spot: Spot, origin: MaterialOrigin, tree: LanguageTree) -> str:
        assets = self._assets(spot)
        update_page(
            origin,
            self.fields(spot, tree, page=origin.page.specific),
            facts=self.facts(spot),
            assets=assets,
            actor=self.run.actor,
            translated_from=self.twins.of(spot.place, language=tree.language, before=origin.page_id),
        )
        self._remember(origin.page_id, assets)
        return "updated"

    def _keep(self, plan: PagePlan, origin: MaterialOrigin, tree: LanguageTree) -> str:
        if (proposal := self.proposals.get(origin.page_id)) is not None:
            withdraw(proposal)
        if plan.spot.kind == "home" and not self.reading.is_unchanged and self._table_changed(plan.spot, origin, tree):
            return self._update(plan.spot, origin, tree)
        return "updated" if plan.renamed_from else "unchanged"

    def _table_changed(self, spot: Spot, origin: MaterialOrigin, tree: LanguageTree) -> bool:
        """A page that the curriculum's table leads to came or went."""
        page = origin.page.specific
        if not isinstance(page, CurriculumPage) or why_not_overwritten(origin, page) is not None:
            return False
        return bool(page.table != self._table(tree))

    def _wait(self, plan: PagePlan, origin: MaterialOrigin, tree: LanguageTree) -> str:
        facts, page = self.facts(plan.spot), origin.page.specific
        if not page.has_unpublished_changes and says_the_same(page, self.fields(plan.spot, tree, page=page)):
            note_same(origin, facts=facts)
            return "unchanged"
        proposal = self.proposals.get(origin.page_id)
        is_known = proposal is not None and bytes(proposal.content) == facts.content
        if plan.reason is not None and not (is_known and proposal is not None and proposal.reason == plan.reason):
            assets = self._assets(plan.spot)
            propose(origin, run=self.run, facts=facts, assets=assets, reason=plan.reason)
            self.files.stored(assets)
        return "waiting"

    def _move(self, plan: PagePlan, origin: MaterialOrigin, tree: LanguageTree) -> None:
        with transaction.atomic():
            move_page(
                origin,
                path=plan.spot.path,
                place=plan.spot.place,
                parent=self.places.parent_of(plan.spot, tree, self.origins),
                slug=plan.spot.slug,
                actor=self.run.actor,
                is_free=plan.action != "wait",
            )
        self.origins.pop(plan.renamed_from, None)
        self._remember(origin.page_id, [])
        plan.origin = self.origins[plan.spot.path]

    def _remember(self, page_id: int, assets: list[NewAsset]) -> None:
        """Once the transaction has ended: what it wrote is now so."""
        origins = MaterialOrigin.objects.select_related("page__locale", "source__collection").defer("content")
        origin = origins.get(page_id=page_id)
        self.origins[origin.path] = origin
        self.twins.remember(origin)
        self.written.append(page_id)
        self.files.stored(assets)

    # What a page is made of

    def facts(self, spot: Spot) -> OriginFacts:
        content = self.reading.tree.read(spot.path)
        return OriginFacts(
            path=spot.path,
            place=spot.place,
            revision=self.reading.revision,
            content=content,
            sha256=self.reading.tree.sha256(spot.path),
            findings=self.reading.checked.findings[spot.path].to_json(),
            findings_key=self.reading.key,
            authors=self.reading.history.get(spot.path, ()),
        )

    def _assets(self, spot: Spot) -> list[NewAsset]:
        return self.files.new_among(self.reading.checked.findings[spot.path].used)

    def fields(self, spot: Spot, tree: LanguageTree, *, page: Any) -> PageFields:
        """Fields of the kind that the page has."""
        if isinstance(page.specific, CurriculumPage):
            return replace(self.places.fields_of_curriculum(tree), table=self._table(tree))
        return self._material_fields(spot, tree)

    def _table(self, tree: LanguageTree) -> list[dict[str, Any]]:
        keys = {path: origin.page.translation_key for path, origin in self.origins.items() if origin.gone_since is None}
        return table_json(self.places.table(tree), tree, keys)

    def _material_fields(self, spot: Spot, tree: LanguageTree) -> MaterialFields:
        document = self.reading.checked.documents[spot.path]
        sample = is_sample(spot, tree, self.reading.checked.documents)
        head = next((one for one in tree.spots if spot.head and one.place == spot.head), None)
        first = self.reading.checked.documents.get(head.path) if head is not None else None
        authors = self.reading.history.get(spot.path, ())
        fields = read_fields(document, spot, self.reading.facts, is_sample=sample, head=first, authors=authors)
        return replace(fields, is_overview=True) if spot.kind == "home" else fields

    def _page_to_adopt(self, spot: Spot, tree: LanguageTree) -> Page | None:
        """The curriculum or category that the file describes, where no other file does yet."""
        if spot.kind == "home":
            curriculum = self.places.curriculum(tree)
            return curriculum if may_adopt(curriculum) else None
        if is_category_page(spot, self.reading.checked.documents[spot.path]):
            category = self.places.parent_of(spot, tree, self.origins)
            return category if may_adopt(category) else None
        return None
