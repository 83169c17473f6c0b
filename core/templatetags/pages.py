"""Where a page of the tree stands and what lies below it, as far as the viewer may see: `{% load pages %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import gettext
from wagtail.models import Page

from core.domain.queries.pages import audiences_of_page, visible_pages
from core.domain.queries.tags import tags_shown

register = template.Library()

BELOW_HOME = 2  # the depth of a language's home page


@register.simple_tag(takes_context=True)
def crumbs_of(context: Context, page: Page) -> list[tuple[str, str]]:
    """The way from below home to the page itself, for components/breadcrumb.html; nothing right below home. A page
    above that is not published is not named."""
    request: HttpRequest | None = context.get("request")
    above = page.get_ancestors().live().filter(depth__gt=BELOW_HOME)
    found = [(each.title, each.get_url(request) or "") for each in above]
    return [*found, (page.title, "")] if found else []


@register.simple_tag
def readers_of(page: Page) -> str:
    """For the editor's side panel: whom the audiences of the page and of those above it let in."""
    if page.pk is None:
        return gettext("Whoever may see the page above")
    return " · ".join(audiences_of_page(page)) or gettext("Everyone")


@register.filter
def ways(crumbs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a breadcrumb says beyond the page's own heading: nothing where no way leads up, no title twice in a row."""
    shown = [crumb for number, crumb in enumerate(crumbs) if number == 0 or crumb[0] != crumbs[number - 1][0]]
    return shown if any(url for _, url in shown) else []


@register.simple_tag(takes_context=True)
def tags_of(context: Context, page: Page) -> list[str]:
    """The tags of the page, for components/tags.html."""
    request: HttpRequest | None = context.get("request")
    return tags_shown(page, viewer=request.user) if request is not None and hasattr(request, "user") else []


@register.simple_tag(takes_context=True)
def pages_below(context: Context, page: Page) -> list[dict[str, Any]]:
    """The live pages one level below that the viewer may read, each with its address."""
    request: HttpRequest | None = context.get("request")
    viewer = getattr(request, "user", None)
    if viewer is None:
        return []
    found = visible_pages(page.get_children(), viewer=viewer).order_by("path")
    return [{"title": each.title, "url": each.get_url(request), "at": each.last_published_at} for each in found]
