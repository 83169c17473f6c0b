"""Once a day: what is past its time is deleted or made anonymous, and the trail says how much of it."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.keeping import keeping_jobs

logger = logging.getLogger("terakoya.keeping")


def forget_what_is_past() -> dict[str, int]:
    """Work off every job; returns how many each ended. One that fails is logged, and the others go on."""
    counts: dict[str, int] = {}
    for job in keeping_jobs():
        limit = job.keeping.limit(timezone.now())
        try:
            with transaction.atomic():
                counts[job.keeping.job] = count = job.forget(limit)
                if count:
                    detail = {"job": job.keeping.job, "count": count, "before": limit.isoformat(timespec="seconds")}
                    audit.record("privacy.forgotten", actor=None, detail=detail)
        except Exception:
            logger.exception("Keeping job %s failed", job.keeping.job)
    return counts
