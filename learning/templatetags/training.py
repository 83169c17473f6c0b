"""What the menus ask about rules of training: `{% load training %}`."""

from __future__ import annotations

from django import template

from core.rules import Viewer, is_manager
from learning.rules import makes_rules

register = template.Library()


@register.filter
def may_make_rules(viewer: Viewer) -> bool:
    return makes_rules(viewer)


@register.filter
def has_team(viewer: Viewer) -> bool:
    return is_manager(viewer)
