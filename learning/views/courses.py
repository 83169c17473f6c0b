"""Courses: the catalogue, and one by its lasting address."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.domain.queries.addresses import address_of
from core.kept.views import may_be_kept
from learning.domain.queries.course_catalogue import find_courses
from learning.domain.queries.course_rows import course_pages, course_rows
from learning.interfaces.course_filters import asked_of, dates_form, screen_of


@may_be_kept
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The catalogue; for htmx the part of it that filters change."""
    dates = dates_form(request.GET)
    asked = asked_of(request.GET, dates)
    found = find_courses(asked, viewer=request.user)
    context = {
        "asked": asked,
        "found": found,
        "rows": course_rows(found.pks, viewer=request.user),
        "dates": dates,
        **screen_of(asked, found),
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "learning/catalogue_part.html" if is_part else "learning/catalogue.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def course(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The lasting address of a course, whatever it is called and wherever it lies."""
    page = course_pages([key], viewer=request.user).get(key)
    if page is None:
        raise Http404
    return redirect(address_of(page))
