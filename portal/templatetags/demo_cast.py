"""The cast of the demo for the sign-in page: `{% load demo_cast %}`."""

from __future__ import annotations

from django import template
from django.conf import settings

from portal.demo.offered import Group, offered

register = template.Library()


@register.simple_tag
def demo_groups() -> list[Group]:
    """The people to sign in as, in groups; nobody outside the demo."""
    return offered() if settings.DEMO else []
