"""What home needs: a greeting, the cards that apps registered, a tree out of a flat list: `{% load home %}`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.cards import Card
from core.kept.noting import until
from core.models.organisation import Department
from core.models.person import Person

register = template.Library()

MORNING, DAY, EVENING = 5, 11, 17  # the hours at which each begins


@register.simple_tag
def greeting(person: Person) -> str:
    """A greeting by the hour in the person's own zone."""
    now = timezone.localtime(timezone=person.zone)
    until(now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1))
    return greeting_at(now.hour) % {"name": person.display_name}


def greeting_at(hour: int) -> str:
    """The words for an hour, with a place for the name."""
    if MORNING <= hour < DAY:
        return _("Good morning, %(name)s")
    if DAY <= hour < EVENING:
        return _("Hello, %(name)s")
    return _("Good evening, %(name)s")


@register.simple_tag(takes_context=True)
def show_card(context: Context, card: Card) -> SafeString:
    """Draw a registered card: its own template, with its own context."""
    request: HttpRequest | None = context.get("request")
    return SafeString(render_to_string(card.template, {**card.context, "card": card}, request))


@dataclass
class Branch:
    """A department with those below it."""

    department: Department
    children: list[Branch] = field(default_factory=list)


@register.filter
def as_tree(departments: Iterable[Department]) -> list[Branch]:
    """Nest departments that come in tree order; one whose parent is not among them becomes a root."""
    roots: list[Branch] = []
    open_branches: list[Branch] = []
    for department in departments:
        branch = Branch(department)
        while open_branches and not department.path.startswith(open_branches[-1].department.path):
            open_branches.pop()
        (open_branches[-1].children if open_branches else roots).append(branch)
        open_branches.append(branch)
    return roots


@register.filter
def headcount_below(branch: Branch) -> int:
    """How many people are placed in a department and in those below it."""
    own: Any = getattr(branch.department, "headcount", 0)
    return int(own) + sum(headcount_below(child) for child in branch.children)
