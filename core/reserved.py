"""Slugs that a page at the root of a language cannot have: the portal itself answers there."""

from __future__ import annotations

from django.urls import Resolver404, resolve
from django.utils import translation


def is_reserved(slug: str) -> bool:
    """Whether /ja/SLUG/ leads to a view of the portal and not to a page; such a page could never be opened."""
    if not slug:
        return False
    with translation.override("en"):
        try:
            match = resolve(f"/en/{slug}/")
        except Resolver404:
            return False
    return match.url_name != "wagtail_serve"
