"""Finds what a form would still show in English to a person who reads Japanese: labels, help texts, names of models."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.forms.utils import pretty_name
from django.utils import translation
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import Block
from wagtail.images.blocks import ImageBlock
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from core.translation.bare_words import speaks
from core.translation.catalogues import OUR_APPS
from core.translation.faults import Fault

# Wagtail's page forms hold the columns of the tree and a switch that its comment panel draws itself; Django's sign-in
# form names its first field when it is made.
NEVER_SHOWN = {"path", "depth", "numchild", "comment_notifications", "username"}
JAPANESE = range(0x3040, 0xA000)


def english_in_forms() -> Iterator[Fault]:
    """Every label, help text and block name of our forms and editing screens that has no Japanese in it."""
    with translation.override("ja"):
        for where, text in {**_of_our_forms(), **_of_editing_screens()}.items():
            if is_english(text):
                yield Fault("English in a form", where, f"“{text}”")


def is_english(text: str) -> bool:
    """Whether a text has words, and none of them is Japanese."""
    return speaks(text) and not any(ord(letter) in JAPANESE for letter in text)


def _of_our_forms() -> dict[str, str]:
    """The forms of our apps, wherever they are defined."""
    for config in apps.get_app_configs():
        if config.name in OUR_APPS:
            for module in pkgutil.walk_packages([config.path], f"{config.name}."):
                if ".interfaces" in module.name or ".views" in module.name:
                    importlib.import_module(module.name)
    found: dict[str, str] = {}
    for form in _descendants(forms.BaseForm):
        if form.__module__.split(".")[0] in OUR_APPS:
            found |= dict(_of_form(form, f"{form.__module__}.{form.__qualname__}"))
    return found


def _of_editing_screens() -> dict[str, str]:
    """Pages, snippets, images and documents as editors see them in Wagtail."""
    found: dict[str, str] = {}
    for model in [*get_page_models(), *get_snippet_models()]:
        if apps.get_app_config(model._meta.app_label).name in OUR_APPS:
            found[model._meta.label] = str(model._meta.verbose_name)
            handler = getattr(model, "snippet_viewset", None)
            handler = handler.get_edit_handler() if handler else get_edit_handler(model)
            found |= dict(_of_form(handler.get_form_class(), model._meta.label))
    return found


def _of_form(form: Any, where: str) -> Iterator[tuple[str, str]]:
    for name, field in getattr(form, "base_fields", {}).items():
        if not field.widget.is_hidden and name not in NEVER_SHOWN:
            yield f"{where}.{name}", str(pretty_name(name) if field.label is None else field.label)
            yield f"{where}.{name} (help)", str(field.help_text or "")
            if hasattr(field, "block"):
                yield from _of_block(field.block, f"{where}.{name}", set())
    for name, formset in (getattr(form, "formsets", None) or {}).items():
        yield from _of_form(formset.form, f"{where}.{name}")


def _of_block(block: Block, where: str, seen: set[int]) -> Iterator[tuple[str, str]]:
    """A block with what stands inside it; a block may hold itself, so each is visited once."""
    if id(block) in seen:
        return
    seen.add(id(block))
    yield f"{where} (block)", str(block.label or "")
    if isinstance(block, ImageBlock):
        return  # Wagtail draws its parts with words of its own
    children: list[Any] = [*getattr(block, "child_blocks", {}).values(), getattr(block, "child_block", None)]
    for child in children:
        if child is not None:
            yield from _of_block(child, f"{where}.{child.name or 'item'}", seen)


def _descendants(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from _descendants(child)
