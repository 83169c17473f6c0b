"""The matrix of curricula as its viewer meets it: their own squares lit, the next ones outlined, progress in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from core.domain.queries.people import places_on
from core.models.person import Person
from learning.domain.queries.curricula import CurriculumRow, curricula_with_keys
from learning.enums import MatrixAxis
from learning.models import Matrix, MatrixCell, MatrixColumn, MatrixRow


@dataclass(frozen=True)
class Square:
    """Where a row meets a column: the curricula there that the viewer may see."""

    row: MatrixRow
    column: MatrixColumn
    column_name: str
    curricula: Sequence[CurriculumRow]
    is_own: bool = False
    is_next: bool = False
    is_mine: bool = False  # in a column of the viewer's occupation


@dataclass(frozen=True)
class Line:
    """A row of the matrix with a square for each column."""

    row: MatrixRow
    name: str
    squares: Sequence[Square]

    @property
    def is_own(self) -> bool:
        return any(square.is_own for square in self.squares)

    @property
    def is_next(self) -> bool:
        return any(square.is_next for square in self.squares)

    @property
    def is_empty(self) -> bool:
        return not any(square.curricula for square in self.squares)


@dataclass(frozen=True)
class Layout:
    """A matrix, drawn for one viewer."""

    matrix: Matrix
    columns: Sequence[tuple[MatrixColumn, str]]
    lines: Sequence[Line]

    @property
    def curricula(self) -> set[int]:
        """The keys of those that stand in some square."""
        return {row.curriculum.pk for line in self.lines for square in line.squares for row in square.curricula}

    @property
    def own(self) -> list[Square]:
        return [square for line in self.lines for square in line.squares if square.is_own]

    @property
    def next(self) -> list[Square]:
        return [square for line in self.lines for square in line.squares if square.is_next]


def matrices_for(viewer: Person) -> list[Matrix]:
    """The matrices of the viewer's companies today and of the whole group, in their order."""
    companies = {place.company_id for place in places_on(viewer)}
    mine = Q(company__isnull=True) | Q(company__in=companies)
    return list(Matrix.objects.filter(mine).select_related("company", "department"))


def layout_of(matrix: Matrix, *, viewer: Person) -> Layout:
    """The matrix with the viewer's own places; the same number of queries whatever its size."""
    rows = list(matrix.rows.prefetch_related("positions"))
    columns = list(matrix.columns.prefetch_related("occupations"))
    cells = _cells_of(matrix, viewer)
    own = _own_squares(matrix, rows, columns, viewer)
    ahead = _next_squares(rows, columns, own, cells)
    mine = {column for _, column in own}
    lines = []
    names = [(column, name_of_column(column)) for column in columns]
    for row in rows:
        squares = [
            Square(
                row,
                column,
                name,
                cells.get((row.pk, column.pk), ()),
                (row.pk, column.pk) in own,
                (row.pk, column.pk) in ahead,
                column.pk in mine,
            )
            for column, name in names
        ]
        lines.append(Line(row, name_of_row(row, matrix), squares))
    return Layout(matrix, names, lines)


def name_of_row(row: MatrixRow, matrix: Matrix) -> str:
    """The row's own name, or what it stands for."""
    own = _named(row)
    if own:
        return own
    if matrix.rows_are == MatrixAxis.POSITION:
        return " / ".join(position.name for position in row.positions.all())
    return _years(row)


def name_of_column(column: MatrixColumn) -> str:
    return _named(column) or " / ".join(occupation.name for occupation in column.occupations.all())


def _named(what: Any) -> str:
    is_japanese = (translation.get_language() or "ja").startswith("ja")
    first, second = (what.name_ja, what.name_en) if is_japanese else (what.name_en, what.name_ja)
    return str(first or second)


def _years(row: MatrixRow) -> str:
    is_japanese = (translation.get_language() or "ja").startswith("ja")
    low, high = row.years_from or 0, row.years_to
    if high is None:
        return f"{low}年以上" if is_japanese else f"{low} years and more"
    span = f"{low}" if low == high else f"{low}-{high}"
    return f"{span}年" if is_japanese else f"{span} year{'' if span == '1' else 's'}"


def _cells_of(matrix: Matrix, viewer: Person) -> dict[tuple[int, int], list[CurriculumRow]]:
    cells = list(MatrixCell.objects.filter(row__matrix=matrix).select_related("curriculum"))
    known = curricula_with_keys(viewer, {cell.curriculum.translation_key for cell in cells})
    found: dict[tuple[int, int], list[CurriculumRow]] = defaultdict(list)
    for cell in cells:
        if cell.curriculum_id in known:
            found[cell.row_id, cell.column_id].append(known[cell.curriculum_id])
    return found


def _own_squares(
    matrix: Matrix, rows: Sequence[MatrixRow], columns: Sequence[MatrixColumn], viewer: Person
) -> set[tuple[int, int]]:
    """The squares of each place that the viewer has today, concurrent ones too."""
    found: set[tuple[int, int]] = set()
    years = _years_of_service(viewer)
    for place in places_on(viewer):
        if matrix.company_id not in (None, place.company_id):
            continue
        for row in rows:
            if not _is_in_row(row, matrix, place.position_id, years):
                continue
            here = (
                column for column in columns if place.occupation_id in {each.pk for each in column.occupations.all()}
            )
            found.update((row.pk, column.pk) for column in here)
    return found


def _is_in_row(row: MatrixRow, matrix: Matrix, position: int, years: int) -> bool:
    if matrix.rows_are == MatrixAxis.POSITION:
        return position in {each.pk for each in row.positions.all()}
    return (row.years_from or 0) <= years and (row.years_to is None or years <= row.years_to)


def _years_of_service(viewer: Person) -> int:
    """Whole years since joining; 0 in the first."""
    today, joined = timezone.localdate(), viewer.joined_on
    return today.year - joined.year - ((today.month, today.day) < (joined.month, joined.day))


def _next_squares(
    rows: Sequence[MatrixRow],
    columns: Sequence[MatrixColumn],
    own: Collection[tuple[int, int]],
    cells: dict[tuple[int, int], list[CurriculumRow]],
) -> set[tuple[int, int]]:
    """Below one's own squares, in the same column, the first that holds something."""
    found: set[tuple[int, int]] = set()
    for column in columns:
        places = [number for number, row in enumerate(rows) if (row.pk, column.pk) in own]
        if places:
            below = ((row.pk, column.pk) for row in rows[max(places) + 1 :])
            ahead = next((square for square in below if cells.get(square)), None)
            found |= {ahead} if ahead else set()
    return found
