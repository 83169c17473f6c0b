"""An import's row: asked for, begun once, kept alive, ended."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page

from core.domain.audit import record
from core.models.person import Person
from learning.enums import RunStatus
from learning.models import ImportRun, MaterialSource

# How long a process on another machine may stay silent before its import counts as dead.
LEASE = dt.timedelta(seconds=90)


class ImportBusyError(Exception):
    """Another import of the same source is running; `run` is it, where it is known."""

    def __init__(self, run: ImportRun | None) -> None:
        super().__init__("another import of this source is running")
        self.run = run


class LeaseLostError(Exception):
    """Another process took this import over; this one must write no more."""


def source_key(kind: str, address: str, branch: str, subfolder: str) -> str:
    return hashlib.sha256("\0".join((kind, address, branch, subfolder)).encode()).hexdigest()


@dataclass(frozen=True)
class ImportWish:
    """What a person asks for: a source and where its pages are to go."""

    kind: str
    address: str
    branch: str = ""
    subfolder: str = ""
    into: Page | None = None
    language: str = ""
    base_path: str = ""
    dry_run: bool = False

    def as_run(self, *, actor: Person | None) -> ImportRun:
        """A run that is not saved."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        key = source_key(self.kind, self.address, self.branch, self.subfolder)
        return ImportRun(**fields, source_key=key, actor=actor)


@transaction.atomic
def queue_run(wish: ImportWish, *, actor: Person | None) -> ImportRun:
    """Ask for an import."""
    run = wish.as_run(actor=actor)
    run.save()
    record("materials.import_asked", actor=actor, on=run, detail={"address": run.address, "dry_run": run.dry_run})
    return run


def begin_run(run: ImportRun) -> None:
    """Take the lease. Raises ImportBusyError while another import of this source, or this one elsewhere, is alive.

    The race of two beginnings ends at the constraint `one_running_import_a_source`.
    """
    try:
        with transaction.atomic():
            for other in ImportRun.objects.select_for_update().filter(
                source_key=run.source_key, status=RunStatus.RUNNING
            ):
                if is_alive(other):
                    raise ImportBusyError(other)
                _end_dead(other, is_same=other.pk == run.pk)
            now = timezone.now()
            run.holder, run.lease_until = holder(), now + LEASE
            run.status, run.started_at, run.finished_at, run.error, run.done = RunStatus.RUNNING, now, None, {}, 0
            run.save()
    except IntegrityError as error:
        run.refresh_from_db()
        raise ImportBusyError(None) from error


def _end_dead(run: ImportRun, *, is_same: bool) -> None:
    if not is_same:
        run.status, run.finished_at, run.error = RunStatus.FAILED, timezone.now(), STOPPED
        run.save(update_fields=["status", "finished_at", "error"])


def beat(run: ImportRun, *, done: int | None = None, total: int | None = None) -> None:
    """Say that this process lives and how far it is. Raises LeaseLostError where another has taken over."""
    run.done = run.done if done is None else done
    run.total = run.total if total is None else total
    mine = ImportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING, holder=run.holder)
    if not mine.update(done=run.done, total=run.total, lease_until=timezone.now() + LEASE):
        raise LeaseLostError


@transaction.atomic
def finish_run(run: ImportRun, *, report: dict[str, Any], source: MaterialSource | None, revision: str) -> None:
    """Write the report and give the lease back."""
    if source is not None:
        source.last_revision = revision
        source.save(update_fields=["last_revision"])
    run.source, run.report, run.status = source, report, RunStatus.DONE
    run.finished_at, run.lease_until = timezone.now(), None
    run.save(update_fields=["source", "report", "status", "finished_at", "lease_until"])
    record("materials.imported", actor=run.actor, on=run, detail={"pages": report["pages"], "revision": revision})


@transaction.atomic
def fail_run(run: ImportRun, *, error: Mapping[str, str]) -> None:
    """Say why the import ended, in each language; what it wrote until then stays, page by page whole."""
    mine = ImportRun.objects.filter(pk=run.pk, holder=run.holder)
    mine.update(status=RunStatus.FAILED, error=dict(error), finished_at=timezone.now(), lease_until=None)
    record("materials.import_failed", actor=run.actor, on=run, detail={"error": dict(error)})


STOPPED = "stopped"


def holder() -> str:
    """This process: machine, number, and the moment it started, for numbers are given again."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(run: ImportRun) -> bool:
    """Whether the process that holds a running import still works on it."""
    machine, _, process = run.holder.rpartition(":")[0].rpartition(":")
    if machine == socket.gethostname() and process.isdigit():
        started = _started(int(process))
        return bool(started) and started == run.holder.rpartition(":")[2] and _within_lease(run)
    return _within_lease(run)


def _within_lease(run: ImportRun) -> bool:
    return run.lease_until is not None and run.lease_until > timezone.now()


def _started(process: int) -> str:
    """The process's start in clock ticks since boot; "" where there is no such process, "0" where nobody can tell."""
    if not Path("/proc/self/stat").exists():
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return ""
        except PermissionError:
            return "0"
        return "0"
    try:
        # The name in brackets may hold blanks and brackets itself: count from the last one.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]
