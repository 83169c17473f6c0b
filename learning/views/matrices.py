"""Laying out matrices: for editors, and for a department's editors their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.models import Person
from core.rules import own_departments
from learning.domain import matrices as domain
from learning.domain.queries.matrix import layout_of, name_of_column, name_of_row
from learning.interfaces.matrix_forms import MatrixForm, PartForm, SquareForm
from learning.models import Matrix, MatrixColumn, MatrixRow
from learning.rules import lays_out

Part = MatrixRow | MatrixColumn


@require_GET
def matrices(request: HttpRequest) -> HttpResponse:
    """The matrices that one may lay out."""
    _require_someone_who_lays_out(request)
    found = Matrix.objects.select_related("company", "department")
    mine = [each for each in found if lays_out(request.user, each.department)]
    return render(request, "learning/matrices.html", {"matrices": mine})


@require_http_methods(["GET", "POST"])
def new_matrix(request: HttpRequest) -> HttpResponse:
    """Begin a matrix; its rows and columns follow."""
    actor = _require_someone_who_lays_out(request)
    form = MatrixForm(request.POST or None, actor=actor)
    if form.is_valid():
        made = domain.write_matrix(form.save(commit=False), actor=actor)
        return redirect("edit_matrix", code=made.code)
    return render(request, "learning/matrix_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit_matrix(request: HttpRequest, code: str) -> HttpResponse:
    """A matrix with its squares, rows and columns to change; forms at the end add a row and a column."""
    matrix, actor = _own_matrix(request, code)
    form = MatrixForm(request.POST if request.POST.get("what") == "matrix" else None, instance=matrix, actor=actor)
    if form.is_valid():
        domain.write_matrix(form.save(commit=False), actor=actor)
        messages.success(request, _("Saved."))
        return redirect("edit_matrix", code=matrix.code)
    parts = {
        "row": PartForm(_data_of(request, "row"), part=MatrixRow(matrix=matrix), matrix=matrix, prefix="row"),
        "column": PartForm(
            _data_of(request, "column"), part=MatrixColumn(matrix=matrix), matrix=matrix, prefix="column"
        ),
    }
    for part in parts.values():
        if part.is_valid():
            _write(part, actor)
            return redirect("edit_matrix", code=matrix.code)
    matrix = Matrix.objects.get(pk=matrix.pk)  # not what was typed and refused
    context = {"form": form, "forms": parts, "matrix": matrix, "layout": layout_of(matrix, viewer=actor)}
    return render(request, "learning/matrix_edit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def delete_matrix(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a matrix; the curricula stay."""
    matrix, actor = _own_matrix(request, code)
    domain.delete_matrix(matrix, actor=actor)
    messages.success(request, _("The matrix is deleted. Its curricula stay."))
    return redirect("matrices")


@require_http_methods(["GET", "POST"])
def edit_row(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change, move or remove a row."""
    matrix, actor = _own_matrix(request, code)
    return _edit_part(request, matrix, get_object_or_404(MatrixRow, matrix=matrix, pk=pk), actor)


@require_http_methods(["GET", "POST"])
def edit_column(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change, move or remove a column."""
    matrix, actor = _own_matrix(request, code)
    return _edit_part(request, matrix, get_object_or_404(MatrixColumn, matrix=matrix, pk=pk), actor)


@require_http_methods(["GET", "POST"])
def square(request: HttpRequest, code: str, row: int, column: int) -> HttpResponse:
    """Choose the curricula of a square."""
    matrix, actor = _own_matrix(request, code)
    found = (
        get_object_or_404(MatrixRow, matrix=matrix, pk=row),
        get_object_or_404(MatrixColumn, matrix=matrix, pk=column),
    )
    form = SquareForm(request.POST if request.method == "POST" else None, row=found[0], column=found[1], actor=actor)
    if form.is_valid():
        domain.set_square(*found, curricula=form.chosen(), actor=actor)
        return redirect("edit_matrix", code=matrix.code)
    context = {
        "form": form,
        "matrix": matrix,
        "row_name": name_of_row(found[0], matrix),
        "column_name": name_of_column(found[1]),
    }
    return render(request, "learning/matrix_square.html", context, status=422 if form.is_bound else 200)


def _edit_part(request: HttpRequest, matrix: Matrix, part: Part, actor: Person) -> HttpResponse:
    what = request.POST.get("what", "")
    if what in {"up", "down"}:
        domain.move_part(part, by=-1 if what == "up" else 1, actor=actor)
        return redirect("edit_matrix", code=matrix.code)
    if what == "remove":
        domain.remove_part(part, actor=actor)
        return redirect("edit_matrix", code=matrix.code)
    form = PartForm(request.POST if request.method == "POST" else None, part=part, matrix=matrix)
    if form.is_valid():
        _write(form, actor)
        return redirect("edit_matrix", code=matrix.code)
    context = {"form": form, "matrix": matrix, "is_row": isinstance(part, MatrixRow)}
    return render(request, "learning/matrix_part.html", context, status=422 if form.is_bound else 200)


def _write(form: PartForm, actor: Person) -> None:
    domain.write_part(form.filled(), stands_for=form.cleaned_data.get("stands_for", ()), actor=actor)


def _data_of(request: HttpRequest, what: str) -> Any:
    return request.POST if request.POST.get("what") == what else None


def _own_matrix(request: HttpRequest, code: str) -> tuple[Matrix, Person]:
    matrix = Matrix.objects.select_related("company", "department").filter(code=code).first()
    viewer = request.user
    if matrix is None or not isinstance(viewer, Person) or not lays_out(viewer, matrix.department):
        raise Http404
    return matrix, viewer


def _require_someone_who_lays_out(request: HttpRequest) -> Person:
    viewer = request.user
    if not isinstance(viewer, Person) or not (lays_out(viewer, None) or own_departments(viewer)):
        raise Http404
    return viewer
