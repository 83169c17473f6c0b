"""The one writer of the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from core.models.audit import AuditEntry
from core.models.person import Person
from core.request_id import current_request_id


def record(
    action: str,
    *,
    actor: Person | None,
    subject: Person | None = None,
    on: models.Model | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry; call it inside the transaction of what it tells of.

    `action` is `area.verb` (`page.published`, `role.granted`); `detail` holds plain JSON and no secret.
    """
    entry = _entry(action, actor, subject, on, detail or {})
    entry.save(force_insert=True)
    return entry


def record_many(action: str, *, actor: Person | None, on: Sequence[Person], detail: Sequence[dict[str, Any]]) -> None:
    """Append an entry for each of these people, in one statement; `detail` has one for each."""
    AuditEntry.objects.bulk_create(
        [_entry(action, actor, person, person, each) for person, each in zip(on, detail, strict=True)]
    )


def _entry(
    action: str, actor: Person | None, subject: Person | None, on: models.Model | None, detail: dict[str, Any]
) -> AuditEntry:
    return AuditEntry(
        action=action,
        actor=actor,
        subject=subject,
        object_type=on._meta.label if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        detail=detail,
        request_id=current_request_id(),
    )
