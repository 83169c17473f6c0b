"""Run an import: take the lease, read, write, report, give the lease back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.notices import in_languages
from core.words import Words, filled
from learning.domain.imports.runs import ImportBusyError, LeaseLostError, beat, begin_run, fail_run, finish_run
from learning.enums import RunStatus, SourceKind
from learning.interfaces.importer.address import SourceAddress
from learning.interfaces.importer.places import known_source
from learning.interfaces.importer.reading import opened, read_layout, read_source
from learning.interfaces.importer.refusals import ImportRefused
from learning.interfaces.importer.report import Report
from learning.interfaces.importer.session import Progress, Session
from learning.models import ImportRun, MaterialOrigin

logger = logging.getLogger("terakoya.import")

BEAT_SECONDS = 10.0
BUSY = _("This source is being imported already. Wait until that import has ended, then start again.")


def silent(done: int, total: int, path: str) -> None:
    """No progress shown."""


def run_import(run: ImportRun, *, progress: Progress = silent) -> dict[str, Any]:
    """Do what a run asks for, or go on where it was killed. Returns its report; raises ImportRefused.

    The run's row holds the report, or the reason why it failed.
    """
    try:
        begin_run(run)
    except ImportBusyError as busy:
        if run.status == RunStatus.QUEUED:
            _fail(run, BUSY)
        raise ImportRefused(BUSY) from busy
    try:
        return _run(run, progress)
    except LeaseLostError as error:
        raise ImportRefused(_("Another process took this import over.")) from error
    except ImportRefused as refused:
        _fail(run, refused.message)
        raise
    except BaseException as error:
        logger.exception("Import %s failed", run.key)
        _fail(run, filled(_("The import stopped: %(error)s"), error=type(error).__name__))
        raise


def _fail(run: ImportRun, words: Words) -> None:
    fail_run(run, error=in_languages(lambda: words))


def foresee_import(run: ImportRun) -> dict[str, Any]:
    """The report of a dry run from a terminal; `run` is not saved, nothing is written."""
    return _read_and_do(run, silent, heartbeat=lambda: None)[0]


def _run(run: ImportRun, progress: Progress) -> dict[str, Any]:
    kept, session = _read_and_do(run, progress, heartbeat=_throttled(lambda: beat(run)))
    finish_run(run, report=kept, source=session.source, revision=session.reading.revision)
    return kept


def _throttled(heartbeat: Callable[[], None]) -> Callable[[], None]:
    """At most every few seconds: a beat is a write."""
    last = 0.0

    def beat_if_due() -> None:
        nonlocal last
        if time.monotonic() - last > BEAT_SECONDS:
            last = time.monotonic()
            heartbeat()

    return beat_if_due


def _read_and_do(run: ImportRun, progress: Progress, *, heartbeat: Any) -> tuple[dict[str, Any], Session]:
    started = time.monotonic()
    address = SourceAddress(SourceKind(run.kind), run.address, run.branch, run.subfolder)
    into = run.into.specific if run.into is not None else None
    source = known_source(run, into)
    with opened(address, heartbeat=heartbeat) as (folder, commit):
        heartbeat()
        language = run.language or (source.curriculum.locale.language_code if source else _language_of(into))
        known_base = source.base_path if source else ""
        tree, layout = read_layout(folder, address, language=language, base=run.base_path, known_base=known_base)
        origins = _origins(source)
        reading = read_source(address, tree, layout, commit=commit, known=origins, heartbeat=heartbeat)
        session = Session(run, reading, into=into, origins=origins, progress=progress)
        report = session.foresee() if run.dry_run else session.work()
    return _with_facts(report, run, session, time.monotonic() - started), session


def _origins(source: Any) -> dict[str, MaterialOrigin]:
    if source is None:
        return {}
    return {origin.path: origin for origin in source.origins.select_related("page__locale", "source__collection")}


def _language_of(into: Page | None) -> str:
    return into.locale.language_code if into is not None else settings.LANGUAGE_CODE


def _with_facts(report: Report, run: ImportRun, session: Session, seconds: float) -> dict[str, Any]:
    report.facts = {
        "source": {"address": run.address, "branch": run.branch, "subfolder": run.subfolder, "kind": str(run.kind)},
        "revision": session.reading.revision,
        "dry_run": run.dry_run,
        "curriculum": session.source.curriculum_id if session.source else None,
        "seconds": round(seconds, 2),
    }
    return report.to_json()
