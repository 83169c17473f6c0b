"""The review's own names in the language of whoever reads them.

Wagtail keeps the name of a workflow and of its tasks as one text each, and shows it in lists, mails, messages and
reports. Ours are known texts: they are translated where they are read. A name that an installation gave is kept.
"""

from __future__ import annotations

from typing import Any

from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import pgettext
from wagtail.models import Task, Workflow

REVIEW, READING = "レビュー / Review", "編集者が読む / Read by an editor"


class OwnName(DeferredAttribute):
    """The name of a row, translated where it is ours, in whichever language it was stored last (a form that was opened
    and saved stores what it showed)."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        return self if instance is None else said(super().__get__(instance, cls))

    def __set__(self, instance: Any, value: Any) -> None:
        """Being a data descriptor, it is asked even where the row already holds the name."""
        instance.__dict__[self.field.attname] = value


def said(name: Any) -> Any:
    """A name as one reads it."""
    if name in {REVIEW, *REVIEW.split(" / ")}:
        return pgettext("workflow", "Review")
    if name in {READING, *READING.split(" / ")}:
        return pgettext("workflow", "Read by an editor")
    return name


# Wagtail has no hook here.
for model in (Workflow, Task):
    setattr(model, "name", OwnName(model._meta.get_field("name")))  # noqa: B010 - a field's place is no annotation
