"""Curricula: the matrix with one's own squares, each department's, and the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.kept.views import may_be_kept
from learning.domain.queries.curricula import CurriculumRow, curricula_with_keys, other_curricula
from learning.domain.queries.matrix import layout_of, matrices_for
from learning.models import Matrix
from learning.rules import lays_out

A_PAGE = 24


@may_be_kept
@require_GET
def curricula(request: HttpRequest) -> HttpResponse:
    """The first matrix, the departments' curricula, and those that stand in no square of it."""
    found = matrices_for(request.user)
    shown = found[0] if found else None
    screen = _screen(request, shown, found)
    laid_out = screen["layout"].curricula if shown else set()
    page = Paginator(other_curricula(request.user, besides=laid_out), A_PAGE).get_page(request.GET.get("page"))
    rows = curricula_with_keys(request.user, [row.translation_key for row in page])
    in_order = [rows[row.pk] for row in page if row.pk in rows]
    return render(request, "learning/curricula.html", screen | by_department(in_order) | {"page": page})


@may_be_kept
@require_GET
def matrix(request: HttpRequest, code: str) -> HttpResponse:
    """One matrix."""
    found = matrices_for(request.user)
    shown = next((each for each in found if each.code == code), None) or _laid_out_by(request, code)
    return render(request, "learning/matrix.html", _screen(request, shown, found))


def _laid_out_by(request: HttpRequest, code: str) -> Matrix:
    """One of another company, for those who lay it out."""
    found = Matrix.objects.select_related("company", "department").filter(code=code).first()
    if found is None or not lays_out(request.user, found.department):
        raise Http404
    return found


def _screen(request: HttpRequest, shown: Matrix | None, matrices: Sequence[Matrix]) -> dict[str, Any]:
    return {
        "layout": layout_of(shown, viewer=request.user) if shown else None,
        "matrices": matrices,
        "may_lay_out": shown is not None and lays_out(request.user, shown.department),
        "may_begin": shown is None and lays_out(request.user, None),
    }


def by_department(rows: Iterable[CurriculumRow]) -> dict[str, Any]:
    """Departments with their curricula, in the order of their names; and those of nobody in particular."""
    own: dict[Any, list[CurriculumRow]] = {}
    general = []
    for row in rows:
        if row.curriculum.department is None:
            general.append(row)
        else:
            own.setdefault(row.curriculum.department, []).append(row)
    return {"departments": sorted(own.items(), key=lambda pair: pair[0].name), "general": general}
