"""The demo company's curricula and the matrices that lay them out."""

from __future__ import annotations

import functools
from typing import Any

import yaml
from wagtail.models import Locale, Page

from core.api import HomePage, Language, Occupation, Position
from learning.api import (
    CoursePage,
    Curriculum,
    CurriculumPage,
    CurriculumPageItem,
    Matrix,
    MatrixCell,
    MatrixColumn,
    MatrixRow,
    publish_curriculum,
)
from portal.demo.courses import key_of, materials_at, section_of
from portal.demo.names import DATA
from portal.demo.pages import put_live


@functools.cache
def data() -> dict[str, Any]:
    """What curricula.yml says."""
    loaded: dict[str, Any] = yaml.safe_load((DATA / "curricula.yml").read_text(encoding="utf-8"))
    return loaded


def load_curricula() -> None:
    """Make the curricula and matrices that are missing; twice changes nothing."""
    for row in data()["curricula"]:
        key = key_of(row["slug"])
        if not CurriculumPage.objects.filter(translation_key=key).exists():
            for code in Language.values:
                _add_page(row, code)
            publish_curriculum(key)
    publish_bootcamp()
    for order, row in enumerate(data()["matrices"]):
        if not Matrix.objects.filter(code=row["code"]).exists():
            _add_matrix(row, order)


def publish_bootcamp() -> None:
    """The bootcamp came in through the importer: make its row where publishing did not."""
    for key in CurriculumPage.objects.values_list("translation_key", flat=True).distinct():
        if not Curriculum.objects.filter(translation_key=key).exists():
            publish_curriculum(key)


def _add_page(row: dict[str, Any], code: str) -> None:
    locale = Locale.objects.get(language_code=code)
    page = CurriculumPage(
        title=row["title"][code], slug=row["slug"] if code == "en" else f"curriculum-{row['slug']}", locale=locale,
        translation_key=key_of(row["slug"]), introduction=row["introduction"][code], outcomes=row["outcomes"][code],
    )  # fmt: skip
    page.page_items = [item for item in (_item(wanted, locale) for wanted in row["items"]) if item is not None]
    put_live(page, _parent(row, code))


def _parent(row: dict[str, Any], code: str) -> Page:
    return section_of(row, code) or Page.objects.get(pk=HomePage.objects.get(locale__language_code=code).pk)


def _item(wanted: str, locale: Locale) -> CurriculumPageItem | None:
    name = wanted.rstrip("*")
    if "/" in name:
        page = next(materials_at([name], locale), None)
    else:
        pages = CoursePage.objects.filter(translation_key=key_of(name))
        page = pages.filter(locale=locale).first() or pages.first()
    return CurriculumPageItem(item=page, is_required=not wanted.endswith("*")) if page else None


def _add_matrix(row: dict[str, Any], order: int) -> None:
    matrix = Matrix.objects.create(
        code=row["code"], name_ja=row["name"]["ja"], name_en=row["name"]["en"], rows_are=row["rows_are"], order=order
    )
    rows = [_row(matrix, number, stands_for) for number, stands_for in enumerate(row["rows"])]
    columns = []
    for number, codes in enumerate(row["columns"]):
        column = MatrixColumn.objects.create(matrix=matrix, order=number)
        column.occupations.set(Occupation.objects.filter(code__in=codes))
        columns.append(column)
    for line, squares in zip(rows, row["squares"], strict=True):
        for column, slugs in zip(columns, squares, strict=True):
            for place, slug in enumerate(slugs):
                curriculum = Curriculum.objects.get(translation_key=key_of(slug))
                MatrixCell.objects.create(row=line, column=column, curriculum=curriculum, order=place)


def _row(matrix: Matrix, order: int, stands_for: list[Any]) -> MatrixRow:
    if matrix.rows_are == "years":
        return MatrixRow.objects.create(matrix=matrix, order=order, years_from=stands_for[0], years_to=stands_for[1])
    row = MatrixRow.objects.create(matrix=matrix, order=order)
    row.positions.set(Position.objects.filter(code__in=stands_for))
    return row
