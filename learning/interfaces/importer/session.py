"""One import from what was read to what was written, and its report."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from learning.domain.imports.curricula import credit_source
from learning.domain.imports.origins import note_findings
from learning.domain.imports.pages import take_offline
from learning.domain.imports.runs import LeaseLostError, beat
from learning.interfaces.importer.files import FileDesk
from learning.interfaces.importer.layout import LanguageTree
from learning.interfaces.importer.pagework import PageWriter
from learning.interfaces.importer.places import Places, chapters_in_order
from learning.interfaces.importer.planning import PagePlan, make_plan
from learning.interfaces.importer.reading import Reading
from learning.interfaces.importer.report import Report
from learning.markdown import Problem
from learning.models import ImportRun, MaterialOrigin, MaterialSource

logger = logging.getLogger("terakoya.import")

Progress = Callable[[int, int, str], None]
OUTCOMES = {"create": "created", "update": "updated", "keep": "unchanged", "wait": "waiting", "fail": "failed"}


class Session:
    """`run` may be unsaved for a dry run from a terminal: nothing at all is written then."""

    def __init__(
        self,
        run: ImportRun,
        reading: Reading,
        *,
        into: Page | None,
        origins: dict[str, MaterialOrigin],
        progress: Progress,
    ) -> None:
        self.run, self.reading, self.into, self.origins, self.progress = run, reading, into, origins, progress
        self.plan = make_plan(reading, origins)
        self.report = Report(findings=reading.checked.findings)
        self.source: MaterialSource | None = None
        self.done = 0

    def foresee(self) -> Report:
        """What an import would do; writes nothing."""
        files = FileDesk(self.reading, None)
        for _tree, page in self._ordered():
            self._note(page)
            outcome = OUTCOMES[page.action]
            self.report.note("updated" if page.renamed_from and outcome == "unchanged" else outcome, page.spot.path)
        for origin in self.plan.gone:
            self.report.note("unpublished", origin.path)
        self._note_kept()
        files.look_at_all()
        return self._finished(files, stored=(0, 0))

    def work(self) -> Report:
        """Write what changed, page by page, each in a transaction of its own."""
        places = Places(self.run, self.reading, into=self.into, actor=self.run.actor)
        with disable_reference_index_auto_update():
            self.source = places.source()
            if not self.reading.is_unchanged:
                credit_source(self.source, licence=self.reading.facts.licence, credit=self.reading.facts.credit)
            for tree in self.reading.layout.trees:
                places.curriculum(tree)
            files = FileDesk(self.reading, self.source)
            writer = PageWriter(
                self.run, self.reading, places=places, source=self.source, files=files, origins=self.origins
            )
            self._write_pages(writer)
            files.store_rest()
        self._keep_findings(writer)
        index(writer.written)
        self.report.categories = sorted({spot.category for spot in self.reading.layout.spots if spot.category})
        return self._finished(files, stored=files.counts())

    def _ordered(self) -> list[tuple[LanguageTree, PagePlan]]:
        """Heads before chapters, and the home page last of its language: its table needs the keys of the others."""
        plans = {page.spot.path: page for page in self.plan.pages}
        ordered = []
        for tree in self.reading.layout.trees:
            others = tuple(spot for spot in tree.spots if spot.kind != "home")
            homes = [spot for spot in tree.spots if spot.kind == "home"]
            spots = [*chapters_in_order(others, self.reading.checked.documents), *homes]
            ordered += [(tree, plans[spot.path]) for spot in spots]
        return ordered

    def _write_pages(self, writer: PageWriter) -> None:
        ordered = self._ordered()
        total = len(ordered) + len(self.plan.gone)
        # Before the home page, whose table then no longer leads to them.
        for origin in self.plan.gone:
            take_offline(origin, actor=self.run.actor)
            self.origins.pop(origin.path, None)
            self.report.note("unpublished", origin.path)
            self._beat(total, origin.path)
        self._note_kept()
        for tree, page in ordered:
            self._guarded(writer, page, tree)
            self._beat(total, page.spot.path)

    def _guarded(self, writer: PageWriter, page: PagePlan, tree: LanguageTree) -> None:
        """One bad file stops only itself."""
        self._note(page)
        try:
            self.report.note(writer.write(page, tree), page.spot.path)
        except LeaseLostError:
            raise
        except ValidationError as error:
            self._fail(page, "; ".join(error.messages))
        except Exception as error:
            logger.exception("Importing %s failed", page.spot.path)
            self._fail(page, type(error).__name__)

    def _fail(self, page: PagePlan, detail: str) -> None:
        self.report.note("failed", page.spot.path)
        self.report.problem(Problem("page_failed", path=page.spot.path, detail=detail))

    def _beat(self, total: int, path: str) -> None:
        self.done += 1
        beat(self.run, done=self.done, total=total)
        self.progress(self.done, total, path)

    def _note(self, page: PagePlan) -> None:
        path = page.spot.path
        if page.renamed_from:
            self.report.renamed[path] = page.renamed_from
        if page.reason is not None:
            self.report.problem(Problem("page_waits", path=path, detail=page.reason.value))

    def _note_kept(self) -> None:
        for origin in self.plan.gone_but_edited:
            self.report.note("waiting", origin.path)
            self.report.problem(Problem("gone_but_edited", path=origin.path))

    def _keep_findings(self, writer: PageWriter) -> None:
        """Pages that were not written keep what the new check found, so that the next import need not look again."""
        if self.reading.is_unchanged:
            return
        found = self.reading.checked.findings
        old = [
            origin
            for path, origin in self.origins.items()
            if path in found and path not in self.reading.checked.unread and origin.page_id not in writer.written
        ]
        for origin in old:
            origin.findings, origin.findings_key = found[origin.path].to_json(), self.reading.key
        note_findings(old)

    def _finished(self, files: FileDesk, *, stored: tuple[int, int]) -> Report:
        self.report.images_stored, self.report.attachments_stored = stored
        for problem in [*self.reading.tree.problems, *self.reading.layout.problems, *files.problems()]:
            self.report.problem(problem)
        return self.report


def index(page_ids: list[int]) -> None:
    """What was put off during the import, once for every page that was written."""
    with transaction.atomic():
        for page in Page.objects.filter(pk__in=set(page_ids)).specific():
            ReferenceIndex.create_or_update_for_object(page)
