"""Names of stuck readers: who opened them is written down, on the record of everyone who was named."""

from __future__ import annotations

from django.db import transaction

from core.domain import audit
from core.models.person import Person
from learning.domain.queries.readers import StoppedReader, stopped_readers
from learning.models import MaterialPage, StuckReport


def open_names(page: MaterialPage, *, step_id: str, actor: Person) -> list[StoppedReader]:
    """Who stopped at a step; ask `rules.sees_who_is_stuck` first."""
    with transaction.atomic():
        readers = stopped_readers(page, step_id=step_id)
        for reader in readers:
            if reader.person.pk != actor.pk:
                detail = {"step": step_id}
                audit.record("stuck.names_opened", actor=actor, subject=reader.person, on=page, detail=detail)
    return readers


def open_asker(report: StuckReport, *, actor: Person) -> Person:
    """Who asked a question; ask `rules.sees_asker` first."""
    with transaction.atomic():
        if report.person_id != actor.pk:
            audit.record("stuck.asker_opened", actor=actor, subject=report.person, on=report)
    return report.person
