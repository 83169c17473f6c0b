"""Searches that found nothing: what was asked and how often, never who asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import Language


class EmptySearch(models.Model):
    """How many people, on one day, searched for this in this language and found nothing. `text` is folded."""

    text = models.CharField(_("searched for"), max_length=60)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    day = models.DateField(_("day"))
    people = models.PositiveIntegerField(_("number of people"), default=1)

    class Meta:
        verbose_name = _("search without a hit")
        verbose_name_plural = _("searches without a hit")
        constraints = [
            models.UniqueConstraint(fields=["text", "language", "day"], name="an_empty_search_is_counted_in_one_row"),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="an_empty_search_was_made"),
        ]
        indexes = [models.Index(fields=["day"], name="empty_search_day")]

    def __str__(self) -> str:
        return f"{self.text} ({self.day:%Y-%m-%d})"
