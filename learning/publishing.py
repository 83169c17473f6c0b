"""What follows from a page going live: readers' progress is carried, courses and curricula become facts."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from learning.domain.carry import carry_progress
from learning.domain.published import publish_course, publish_curriculum
from learning.models import CoursePage, CurriculumPage, MaterialPage


def connect() -> None:
    """Publishing from the admin, on schedule, by a workflow or an import all end in saving the page's row.

    Wagtail's own `page_published` comes after that row was overwritten, too late to know what was live before.
    """
    pre_save.connect(_note_live_steps, sender=MaterialPage, dispatch_uid="learning.note_live_steps")
    post_save.connect(_carry, sender=MaterialPage, dispatch_uid="learning.carry_progress")
    post_page_move.connect(_note_new_parent, dispatch_uid="learning.note_new_parent")
    post_page_move.connect(_note_new_department, dispatch_uid="learning.note_new_department")
    for model, publish in FACTS.items():
        for signal in (page_published, page_unpublished, post_delete):
            signal.connect(_keep_facts, sender=model, dispatch_uid=f"learning.facts.{publish.__name__}")


FACTS = {CoursePage: publish_course, CurriculumPage: publish_curriculum}


def _keep_facts(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Wagtail tells of it when the page and its inline rows are written."""
    FACTS[sender](instance.translation_key)


def _note_new_department(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Whose course it is follows from the section that it lies in."""
    for model, publish in FACTS.items():
        for key in model.objects.descendant_of(instance, inclusive=True).values_list("translation_key", flat=True):
            publish(key)


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
