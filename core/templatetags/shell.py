"""What the frame round every page needs to know: `{% load shell %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse, translate_url
from django.utils import translation
from wagtail.models import Page

from core.enums import Language, Role, Theme
from core.models.person import Person
from core.rules import has_role, is_administrator, manages_accounts
from core.styles import digest

register = template.Library()

OWN_NAMES = {"ja": "日本語", "en": "English"}


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme in force: the person's; before sign-in, the system's."""
    viewer = getattr(context.get("request"), "user", None)
    return str(viewer.theme) if isinstance(viewer, Person) else str(Theme.SYSTEM)


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """The page's languages: code, its own name, the address of this page in it, whether it is the current one."""
    request: HttpRequest | None = context.get("request")
    known: list[dict[str, Any]] | None = getattr(request, "_languages", None)
    if known is not None:  # the frame asks several times
        return known
    found = _languages(context, request)
    if request is not None:
        request._languages = found  # type: ignore[attr-defined]
    return found


def _languages(context: Context, request: HttpRequest | None) -> list[dict[str, Any]]:
    current = translation.get_language() or settings.LANGUAGE_CODE
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "current": current.startswith(code),
            "url": _address_in(code, context, request, is_current=current.startswith(code)),
        }
        for code in Language.values
    ]


def _address_in(code: str, context: Context, request: HttpRequest | None, *, is_current: bool) -> str:
    given: dict[str, str] = context.get("language_urls") or {}
    if code in given:
        return given[code]
    if request is None:
        return f"/{code}/"
    if is_current:
        return request.get_full_path()
    page = context.get("page")
    if isinstance(page, Page) and page.pk:
        return _page_address_in(code, page, request)
    return translate_url(request.get_full_path(), code)


def _page_address_in(code: str, page: Page, request: HttpRequest) -> str:
    twin = page.get_translations().live().filter(locale__language_code=code).first()
    return (twin.get_url(request) if twin else None) or f"/{code}/"


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> str:
    """The title of the Wagtail page that is shown; other views write their own title block."""
    page = context.get("page")
    return str(page.seo_title or page.title) if isinstance(page, Page) else ""


@register.simple_tag(takes_context=True)
def may_enter_admin(context: Context) -> bool:
    """Whether the viewer has work in Wagtail's admin."""
    viewer = getattr(context.get("request"), "user", None)
    return isinstance(viewer, Person) and (
        is_administrator(viewer) or has_role(viewer, Role.EDITOR, Role.DEPARTMENT_EDITOR)
    )


@register.simple_tag(takes_context=True)
def may_manage_accounts(context: Context) -> bool:
    """Whether the viewer invites people and ends their access."""
    viewer = getattr(context.get("request"), "user", None)
    return isinstance(viewer, Person) and manages_accounts(viewer)


@register.simple_tag(takes_context=True)
def may_lead_runs(context: Context) -> bool:
    """Whether the viewer may have course runs to look after, as far as their roles tell; others find theirs on home."""
    viewer = getattr(context.get("request"), "user", None)
    roles = (Role.LECTURER, Role.HR, Role.PROGRAMME_OWNER, Role.EDITOR, Role.DEPARTMENT_EDITOR)
    return isinstance(viewer, Person) and (is_administrator(viewer) or has_role(viewer, *roles))


@register.simple_tag(takes_context=True)
def here(context: Context, url: str, *, exact: bool = False, app: str = "") -> str:
    """`aria-current` of a navigation link: "page" on the page itself, "true" below it or on one of its pages.

    `app` names apps or models with spaces between them: "core learning.coursepage".
    """
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    if path == url:
        return "page"
    page = context.get("page")
    is_of_app = isinstance(page, Page) and not {page._meta.app_label, page._meta.label_lower}.isdisjoint(app.split())
    is_below = bool(url) and not exact and path.startswith(url)
    return "true" if is_of_app or is_below else ""


@register.simple_tag
def style_guide_shown() -> bool:
    """The style guide is for those who work on the portal: the demo and debug mode alone."""
    return bool(settings.DEMO or settings.DEBUG)


@register.simple_tag
def stylesheet_url() -> str:
    """The address of all styles in one; it changes with them."""
    return reverse("styles", args=[digest()])
