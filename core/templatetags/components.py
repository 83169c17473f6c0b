"""The components of templates/components that take more than an include: `{% load components %}`."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.interfaces import form_key as keys
from core.models.person import Person

register = template.Library()

TONES = 8
RING_ICON_AT = 100


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A drawing of static/icons.svg in the colour of its text; decorative unless it is given a label."""
    return _icon(name, str(label), size, static("icons.svg"))


@functools.lru_cache(maxsize=1024)
def _icon(name: str, label: str, size: str, drawings: str) -> SafeString:
    classes = f"icon icon--{size}" if size else "icon"
    address = f"{drawings}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, address)


@register.simple_tag
def form_key() -> SafeString:
    """What makes a form that is sent twice make one thing (`core.interfaces.form_key`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', keys.NAME, uuid.uuid4())


@register.inclusion_tag("components/ring.html")
def ring(done: int, total: int, *, label: str = "", size: str = "", of: str = "steps") -> dict[str, Any]:
    """How much is done of a whole (steps, or anything else), as a ring with its numbers as text; 0 of 0 is empty."""
    percent = 0 if total <= 0 else min(100, max(0, done * 100 // total))
    words = _("%(done)d of %(total)d steps done") if of == "steps" else _("%(done)d of %(total)d done")
    return {
        "done": done,
        "total": total,
        "percent": percent,
        "complete": percent == RING_ICON_AT,
        "label": label,
        "words": words % {"done": done, "total": total},
        "size": size,
    }


@register.inclusion_tag("components/avatar.html")
def avatar(person: Person | None, size: str = "") -> dict[str, Any]:
    """A person's photo, or their initials on a tone that is always theirs. Decorative: the name stands beside it."""
    return {"person": person, "initials": initials(person), "tone": tone(person), "size": size}


@register.inclusion_tag("components/person.html")
def person_chip(person: Person | None, *, role: str = "", size: str = "", link: bool = True) -> dict[str, Any]:
    """A person in a line of text or a list: face, name, what they are; leads to their profile."""
    return {"person": person, "role": role, "size": size, "link": link}


@register.filter
def initials(person: Person | None) -> str:
    """佐 in Japanese, HS in English, – for nobody."""
    name = person.display_name if person else ""
    words = name.split()
    if not words:
        return "–"
    if any(letter > "⺀" for letter in words[0]):
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def tone(person: Person | None) -> int:
    """One of the eight tones, the same for a person on every page."""
    return person.public_id.int % TONES + 1 if person else TONES


@register.filter
def elided(page: Page[Any]) -> Iterator[int | str]:
    """The page numbers of a pagination: the ends, the neighbours, and a gap where the rest is left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def field(bound: BoundField, help: str = "", code: bool = False) -> SafeString:  # noqa: A002 - read in templates
    """A form field with its label, help and errors, tied together for assistive technology."""
    widget = bound.field.widget
    attributes: dict[str, str | bool] = {"class": "input--code", "spellcheck": "false"} if code else {}
    context = {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "help": help or bound.help_text,
        "is_tick": isinstance(widget, CheckboxInput),
        "is_choices": isinstance(widget, CheckboxSelectMultiple | RadioSelect),
        "describedby": bound.aria_describedby,
    }
    return SafeString(render_to_string("components/field.html", context))


@register.simple_block_tag
def card(content: str, **shown: Any) -> SafeString:
    """A card round its content: `title`, `url` (the whole card leads there), `icon`, `tone`, `level`, `lang`."""
    return SafeString(render_to_string("components/card.html", {"content": content, "level": 3, **shown}))


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False, quiet: bool = False) -> SafeString:  # noqa: A002
    """Content folded under its title; works without a script."""
    context = {"content": content, "title": title, "open": open, "quiet": quiet}
    return SafeString(render_to_string("components/disclosure.html", context))


@register.inclusion_tag("components/heat.html")
def heat(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """How many stopped at each step; a cell is `{"title", "url", "stopped", "through"}`. The darkest is the most."""
    most = max((cell["stopped"] for cell in cells), default=0)
    drawn = [{**cell, "level": heat_level(cell["stopped"], most=most)} for cell in cells]
    return {"cells": drawn, "most": most}


def heat_level(stopped: int, *, most: int) -> int:
    """0 for none, then 1 to 4 in quarters of the most."""
    if stopped <= 0 or most <= 0:
        return 0
    return max(1, -(-stopped * 4 // most))
