"""What follows from a page going live: readers' progress is carried to the new list of steps."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_save
from wagtail.signals import post_page_move

from learning.domain.carry import carry_progress
from learning.models import MaterialPage


def connect() -> None:
    """Publishing from the admin, on schedule, by a workflow or an import all end in saving the page's row.

    Wagtail's own `page_published` comes after that row was overwritten, too late to know what was live before.
    """
    pre_save.connect(_note_live_steps, sender=MaterialPage, dispatch_uid="learning.note_live_steps")
    post_save.connect(_carry, sender=MaterialPage, dispatch_uid="learning.carry_progress")
    post_page_move.connect(_note_new_parent, dispatch_uid="learning.note_new_parent")


def _note_live_steps(sender: Any, instance: MaterialPage, raw: bool = False, **kwargs: Any) -> None:
    instance._live_steps = None
    if not raw and instance.pk and _writes_steps(kwargs.get("update_fields")):
        instance._live_steps = MaterialPage.objects.filter(pk=instance.pk).values_list("steps", flat=True).first()


def _carry(sender: Any, instance: MaterialPage, **kwargs: Any) -> None:
    before = instance._live_steps
    if before is not None and instance.live and before != instance.steps:
        carry_progress(instance, previous_steps=before, new_steps=instance.steps)


def _note_new_parent(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A material moved below another becomes its chapter, and the other way round."""
    page = MaterialPage.objects.filter(pk=instance.pk).first()
    if page is not None:
        page.save()


def _writes_steps(update_fields: Any) -> bool:
    return update_fields is None or "steps" in update_fields
