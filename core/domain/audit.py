"""The one writer of the audit trail."""

from __future__ import annotations

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
    return AuditEntry.objects.create(
        action=action,
        actor=actor,
        subject=subject,
        object_type=on._meta.label if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        detail=detail or {},
        request_id=current_request_id(),
    )
