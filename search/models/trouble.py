"""A source that cannot be indexed: set aside, so that it keeps no other waiting, and tried again."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Trouble(models.Model):
    """`error` is the kind of error and where it was raised, never the content that caused it."""

    engine = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    error = models.TextField()
    attempts = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(default=timezone.now)
    retry_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("thing set aside")
        verbose_name_plural = _("things set aside")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["engine", "source"], name="one_trouble_for_each_engine_and_source")
        ]
