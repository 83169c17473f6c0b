"""How a translation stands to its source, for the page editor: `{% load translations %}`."""

from __future__ import annotations

from typing import Any

from django import template

from core.domain.queries.translations import is_behind, source_of
from core.models.pages import PortalPage
from core.models.person import Person

register = template.Library()


@register.simple_tag
def translation_state(page: PortalPage, editor: Person) -> dict[str, Any]:
    """The source of a page, whether it has changed since, and whether this editor may see what changed."""
    source = source_of(page)
    may_compare = source is not None and source.permissions_for_user(editor).can_edit()
    return {"source": source, "behind": is_behind(page), "may_compare": may_compare}
