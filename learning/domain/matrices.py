"""Laying out a matrix: its rows, its columns, and the curricula in each square."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from core.domain.audit import record
from core.models.person import Person
from learning.models import Curriculum, Matrix, MatrixCell, MatrixColumn, MatrixRow

Part = MatrixRow | MatrixColumn


@transaction.atomic
def write_matrix(matrix: Matrix, *, actor: Person) -> Matrix:
    """Save a new or a changed matrix."""
    is_new = matrix.pk is None
    matrix.full_clean()
    matrix.save()
    record("matrix.made" if is_new else "matrix.changed", actor=actor, on=matrix, detail={"code": matrix.code})
    return matrix


@transaction.atomic
def delete_matrix(matrix: Matrix, *, actor: Person) -> None:
    """Delete a matrix with its squares; the curricula stay."""
    record("matrix.deleted", actor=actor, on=matrix, detail={"code": matrix.code})
    matrix.delete()


@transaction.atomic
def write_part(part: Part, *, stands_for: Sequence[Any], actor: Person) -> Part:
    """Save a row (with its positions) or a column (with its occupations); a new one comes last."""
    matrix = Matrix.objects.select_for_update().get(pk=part.matrix_id)
    if part.pk is None:
        last = type(part).objects.filter(matrix=matrix).aggregate(last=Max("order"))["last"]  # type: ignore[attr-defined]
        part.order = 0 if last is None else last + 1
    part.full_clean()
    part.save()
    (part.positions if isinstance(part, MatrixRow) else part.occupations).set(stands_for)
    record("matrix.changed", actor=actor, on=matrix, detail={"code": matrix.code})
    return part


@transaction.atomic
def remove_part(part: Part, *, actor: Person) -> None:
    """Take a row or a column away with its squares."""
    matrix = Matrix.objects.select_for_update().get(pk=part.matrix_id)
    part.delete()
    record("matrix.changed", actor=actor, on=matrix, detail={"code": matrix.code})


@transaction.atomic
def move_part(part: Part, *, by: int, actor: Person) -> None:
    """Move a row or a column one place up (`by` -1) or down (1); past an end it stays."""
    matrix = Matrix.objects.select_for_update().get(pk=part.matrix_id)
    model: Any = type(part)
    parts = list(model.objects.filter(matrix=matrix))
    here = parts.index(part)
    there = min(max(here + by, 0), len(parts) - 1)
    parts.insert(there, parts.pop(here))
    for order, each in enumerate(parts):
        each.order = order
    model.objects.bulk_update(parts, ["order"])
    record("matrix.changed", actor=actor, on=matrix, detail={"code": matrix.code})


@transaction.atomic
def set_square(row: MatrixRow, column: MatrixColumn, *, curricula: Sequence[Curriculum], actor: Person) -> None:
    """Say which curricula stand in a square, in this order."""
    matrix = Matrix.objects.select_for_update().get(pk=row.matrix_id)
    MatrixCell.objects.filter(row=row, column=column).exclude(curriculum__in=curricula).delete()
    for order, curriculum in enumerate(curricula):
        MatrixCell.objects.update_or_create(row=row, column=column, curriculum=curriculum, defaults={"order": order})
    detail = {"row": row.pk, "column": column.pk, "curricula": [each.pk for each in curricula]}
    record("matrix.square_set", actor=actor, on=matrix, detail=detail)
