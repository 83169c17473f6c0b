"""The registry through which apps say what their pages show, so that a model need not know a query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

Screen = Callable[..., dict[str, Any]]
"""`screen(page, request=...)`: what the template of the page finds beside what Wagtail gives every page."""

_screens: dict[type[Page], Screen] = {}


def register_screen(page_class: type[Page], screen: Screen) -> None:
    """One for each type of page; a type without one shows its own fields alone."""
    _screens[page_class] = screen


def screen_of(page: Page, *, request: HttpRequest) -> dict[str, Any]:
    """What the app of this page has to show on it."""
    screen = _screens.get(type(page))
    return screen(page, request=request) if screen else {}
