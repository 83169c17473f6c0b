"""The parts of a material's page that are many and often the same: `{% load steps %}`.

Each is a pure function of what it is given (no CSRF token, no person), so each piece of HTML is made once a process.
"""

from __future__ import annotations

import functools
import uuid
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, pgettext

from learning.domain.queries.folds import Fold
from learning.domain.queries.reading import Reading, StepView

register = template.Library()
# Beyond so many steps each has few words and one button: the page stays one that a browser can bear.
MANY = 100
STATES = {"done": gettext_lazy("done"), "stuck": gettext_lazy("You stopped here")}


@register.simple_tag
def step_controls(step: StepView, page: Any) -> SafeString:
    """The buttons under a step; few of them far down a page of very many steps, unless the reader was there."""
    if is_light(step):
        return _light_controls(page.translation_key, step.id, step.title)
    counts = (step.fold.stopped, step.fold.through)
    return _controls(page.translation_key, step.id, step.title, step.state, counts, is_far(step), _language())


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
    if has_many_steps(reading):
        entries = format_html_join("", "{}", ((step_entry(step),) for step in reading.steps))
        return format_html('<ol class="steps-light">{}</ol>', entries)
    return _list(tuple((step.id, step.title, step.state) for step in reading.steps), _language())


@register.simple_tag
def step_entry(step: StepView, changed: bool = False) -> SafeString:
    """A line of the contents of a page of very many steps: no more than a link and how it stands."""
    state = STATES.get(step.state)
    told = format_html(" ({})", state) if state else ""
    swap = SafeString(' hx-swap-oob="true"' if changed else "")
    return format_html('<li id="entry-{}"{}><a href="#{}">{}{}</a></li>', step.id, swap, step.id, step.title, told)


@register.filter
def has_many_steps(reading: Reading) -> bool:
    """Whether the contents are as light as can be."""
    return len(reading.steps) > MANY


@register.filter
def begins_far(step: StepView) -> bool:
    """Whether the one form of all light buttons opens before this step.

    They stand in it, without `form="marks"`: a browser looks for the form of each button that names one in the whole
    page again, which takes half a minute where there are ten thousand.
    """
    return step.number == MANY + 1


@register.filter
def is_far(step: StepView) -> bool:
    """Whether a step stands in that form; to ask, one goes to a page, since a form within a form is none."""
    return step.number > MANY


@register.filter
def is_light(step: StepView) -> bool:
    """Whether a step has the few controls of one far down a page of very many."""
    return is_far(step) and not step.state and not step.fold.stopped


def _light_controls(key: uuid.UUID, step_id: str, title: str) -> SafeString:
    done, address = _light_words(_language()), reverse("stuck", kwargs={"key": key, "step_id": "STEP"})
    return format_html(
        '<button class="button button--done" name="done" value="{}" aria-label="{} – {}">{}</button>'
        '<a href="{}">{}</a>',
        step_id, done[0], title, done[0], address.replace("STEP", step_id), done[1],
    )  # fmt: skip


@functools.lru_cache(maxsize=8)
def _light_words(language: str) -> tuple[str, str]:
    return pgettext("step", "Done"), gettext("I am stuck")


@functools.lru_cache(maxsize=8192)
def _controls(
    key: uuid.UUID, step_id: str, title: str, state: str, counts: tuple[int, int], asks_elsewhere: bool, language: str
) -> SafeString:
    step = {"id": step_id, "title": title, "state": state, "fold": {"stopped": counts[0], "through": counts[1]}}
    context = {"step": step, "page": {"translation_key": key}, "asks_elsewhere": asks_elsewhere}
    return _drawn("learning/step_controls.html", context)


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
