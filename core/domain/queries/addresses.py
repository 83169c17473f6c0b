"""Where pages are, in the language of the request even where the page has only the other."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from wagtail.models import Page


def address_of(page: Page, *, step_id: str = "", language: str = "") -> str:
    """The page under the address of a language: `/en/…` shows a page that exists only in Japanese, with a notice."""
    code = language or translation.get_language() or settings.LANGUAGE_CODE
    # The home of each language is /ja/ and /en/; url_path begins with the home's own slug.
    below = str(page.url_path).split("/", 2)[2]
    return f"/{code}/{below}" + (f"#{step_id}" if step_id else "")
