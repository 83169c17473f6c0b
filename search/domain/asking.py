"""What administrators ask of the indexes from the status page; the worker does it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.domain import audit
from core.models.person import Person
from core.rules import is_administrator
from search.domain import runs
from search.enums import RunKind
from search.models import IndexRun


def ask_for_run(engine: str, kind: RunKind, *, actor: Person) -> IndexRun:
    """Have an index built anew or checked; one that waits or is under way already is what comes back."""
    if not is_administrator(actor):
        raise PermissionDenied
    with transaction.atomic():
        run = runs.ask(engine, kind)
        audit.record("search.run_asked", actor=actor, on=run, detail={"engine": engine, "kind": kind.value})
    return run
