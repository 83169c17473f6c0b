"""What the page of a course shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from learning.models import CoursePage


def course_screen(page: CoursePage, *, request: HttpRequest) -> dict[str, Any]:
    """The course, its runs and where the viewer stands."""
    return {}
