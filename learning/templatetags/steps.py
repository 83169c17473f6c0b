"""The parts of a material's page that are many and often the same: `{% load steps %}`.

Each is a pure function of what it is given (no CSRF token, no person), so each piece of HTML is made once a process.
"""

from __future__ import annotations

import functools
import uuid
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from learning.domain.queries.folds import Fold
from learning.domain.queries.reading import Reading, StepView

register = template.Library()


@register.simple_tag
def step_controls(step: StepView, page: Any) -> SafeString:
    """The buttons under a step."""
    counts = (step.fold.stopped, step.fold.through)
    return _controls(page.translation_key, step.id, step.title, step.state, counts, _language())


@register.simple_tag
def step_fold(step: StepView, helped: frozenset[int]) -> SafeString:
    """What others saw at a step, and the way past; nothing where nobody answered."""
    if not step.fold.answers:
        return SafeString("")
    own = helped & {answer.pk for answer in step.fold.answers}
    return _fold(step.id, step.fold, own, step.state == "stuck", _language())


@register.simple_tag
def step_list(reading: Reading) -> SafeString:
    """The contents of a page: its steps with their states."""
    return _list(tuple((step.id, step.title, step.state) for step in reading.steps), _language())


@functools.lru_cache(maxsize=8192)
def _controls(
    key: uuid.UUID, step_id: str, title: str, state: str, counts: tuple[int, int], language: str
) -> SafeString:
    step = {"id": step_id, "title": title, "state": state, "fold": {"stopped": counts[0], "through": counts[1]}}
    return _drawn("learning/step_controls.html", {"step": step, "page": {"translation_key": key}})


@functools.lru_cache(maxsize=512)
def _fold(step_id: str, fold: Fold, helped: frozenset[int], is_open: bool, language: str) -> SafeString:
    context = {"step_id": step_id, "answers": fold.answers, "helped": helped, "is_open": is_open, "language": language}
    return _drawn("learning/fold.html", context)


@functools.lru_cache(maxsize=4096)
def _list(steps: tuple[tuple[str, str, str], ...], language: str) -> SafeString:
    rows = [{"id": number, "title": title, "state": state, "url": f"#{number}"} for number, title, state in steps]
    return _drawn("components/steps.html", {"steps": rows})


def _drawn(name: str, context: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(name, context))


def _language() -> str:
    return translation.get_language() or ""
