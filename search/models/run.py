"""A rebuild or a check of an index: asked for, under way, ended; with its progress for whoever looks."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.enums import RunKind, RunStatus

INTERRUPTED = "Interrupted"
OPEN = (RunStatus.WAITING, RunStatus.RUNNING)


class IndexRun(models.Model):
    """`holder` and `beat_at` tell whether it lives; `index` is what a rebuild fills; `report` what a check found."""

    engine = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=RunKind)
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    index = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("run over a search index")
        verbose_name_plural = _("runs over search indexes")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["engine"], condition=Q(status__in=OPEN), name="one_open_run_for_each_engine"
            )
        ]

    @property
    def topic(self) -> str:
        """Where names go that are applied to the searched index while this runs."""
        return f"search:{self.engine}:run:{self.pk}"

    @property
    def was_interrupted(self) -> bool:
        """Whether its process ended under it: nothing was wrong with it."""
        return self.error.startswith(INTERRUPTED)

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
