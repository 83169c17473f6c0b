"""`{% load saved %}{% save_search found.asked %}`: the form that saves what the page shows."""

from __future__ import annotations

from typing import Any

from django import template

from search.domain.queries.found import Asked
from search.interfaces.saved import fields_of
from search.models.saved import NAME_LENGTH

register = template.Library()


@register.inclusion_tag("search/_save.html", takes_context=True)
def save_search(context: Any, asked: Asked) -> dict[str, Any]:
    name = " ".join(asked.text.split())[:NAME_LENGTH]
    return {"fields": fields_of(asked), "name": name, "length": NAME_LENGTH, "csrf_token": context.get("csrf_token")}
