"""Where an address leads in the reader's language."""

from __future__ import annotations

from django.conf import settings
from django.urls import Resolver404, resolve


def in_reading_language(address: str, language: str) -> str:
    """The same address below another language; a page that has no translation is shown there with a word about it.

    One without a language gets it, unless it is one of those that have none (files, the admin).
    """
    first, slash, rest = address.removeprefix("/").partition("/")
    if first in dict(settings.LANGUAGES):
        return f"/{language}{slash}{rest}"
    return address if _leads_somewhere(address) else f"/{language}{address}"


def _leads_somewhere(address: str) -> bool:
    try:
        resolve(address.partition("?")[0].partition("#")[0])
    except Resolver404:
        return False
    return True
