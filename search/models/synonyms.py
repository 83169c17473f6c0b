"""Words that mean the same, as editors write them, and the stamp that says when any of them changed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.enums import SynonymKind


class Synonym(models.Model):
    """One row: `words` are equal, or (one way) each of `words` also finds each of `finds`. Lists of text as typed."""

    kind = models.CharField(_("how it counts"), max_length=8, choices=SynonymKind, default=SynonymKind.EQUAL)
    words = models.JSONField(_("words"), default=list)
    finds = models.JSONField(_("also find"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=SynonymKind.EQUAL, finds=[])
                | (models.Q(kind=SynonymKind.ONE_WAY) & ~models.Q(finds=[])),
                name="only_one_way_words_have_others_to_find",
            )
        ]

    def __str__(self) -> str:
        words = " = ".join(self.words) if self.kind == SynonymKind.EQUAL else ", ".join(self.words)
        return words if self.kind == SynonymKind.EQUAL else f"{words} → {', '.join(self.finds)}"


class SearchStamp(models.Model):
    """The state of something that every process keeps in memory: another value, another state.

    A random value and no counter: what was rolled back and done in another way never has the number it had before.
    """

    name = models.CharField(max_length=40, primary_key=True)
    value = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return self.name
