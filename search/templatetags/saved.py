"""`{% load saved %}{% save_search found.asked %}`: the form that saves what the page shows."""

from __future__ import annotations

from typing import Any

from django import template

from search.domain.queries.found import Asked
from search.domain.queries.saved import saved_as
from search.interfaces.saved import anchor_of, fields_of
from search.models.saved import NAME_LENGTH

register = template.Library()


@register.inclusion_tag("search/_save.html", takes_context=True)
def save_search(context: Any, asked: Asked) -> dict[str, Any]:
    viewer = context["request"].user
    already = saved_as(asked, owner=viewer) if viewer.is_authenticated else None
    if already:
        return {"already": already, "anchor": anchor_of(already)}
    name = " ".join(asked.text.split())[:NAME_LENGTH]
    return {"fields": fields_of(asked), "name": name, "length": NAME_LENGTH, "csrf_token": context.get("csrf_token")}
