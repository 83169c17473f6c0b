"""What the database knows of each engine: who writes to it, and whether it is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EngineState(models.Model):
    """One row for each engine. `version` grows with each batch that is read, so that a later reading wins.

    `holder` is the one process that applies changes, until `held_until` unless it says so again; a batch ends it.
    `next_holder` stands in line, until `next_until`: nobody else takes the lease before it.
    """

    engine = models.CharField(max_length=40, unique=True)
    holder = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    next_holder = models.CharField(max_length=120, blank=True)
    next_until = models.DateTimeField(null=True, blank=True)
    version = models.BigIntegerField(default=0)
    away_since = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("state of a search engine")
        verbose_name_plural = _("states of search engines")
