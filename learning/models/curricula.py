"""Curricula as facts, and the matrix that lays them out. Written when a page is published."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.api import Company, Department, Occupation, Position
from learning.enums import MatrixAxis
from learning.models.courses import Course, Titled


class Curriculum(Titled):
    """A curriculum that was published. Rules, requirements and squares of the matrix hang on it."""

    minutes = models.PositiveIntegerField(_("expected minutes"), default=0)

    class Meta:
        verbose_name = _("curriculum")
        verbose_name_plural = _("curricula")
        ordering = ["id"]


class CurriculumItem(models.Model):
    """A course or a material of a curriculum, in its order, required or elective."""

    curriculum = models.ForeignKey(Curriculum, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    is_required = models.BooleanField(_("required"), default=True)
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.CASCADE, related_name="in_curricula")
    material_key = models.UUIDField(null=True, blank=True)
    minutes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=True) ^ Q(material_key__isnull=True),
                name="an_item_is_a_course_or_a_material",
            ),
            models.UniqueConstraint(fields=["curriculum", "course"], name="one_course_once_a_curriculum"),
            models.UniqueConstraint(fields=["curriculum", "material_key"], name="one_material_once_a_curriculum"),
        ]
        indexes = [models.Index(fields=["material_key"], name="curriculum_item_material")]


class Matrix(models.Model):
    """A table of curricula: rows of positions or years of service, columns of occupations. All of it is data."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    rows_are = models.CharField(_("rows"), max_length=8, choices=MatrixAxis, default=MatrixAxis.POSITION)
    company = models.ForeignKey(
        Company,
        verbose_name=_("company"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: for the whole group."),
    )
    department = models.ForeignKey(
        Department,
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Whose matrix it is, and whose editors lay it out. Empty: everyone's."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("matrix of curricula")
        verbose_name_plural = _("matrices of curricula")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_ja if (translation.get_language() or "ja").startswith("ja") else self.name_en


class MatrixRow(models.Model):
    """A row: one or several positions, or a span of years of service, both ends inclusive."""

    matrix = models.ForeignKey(Matrix, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField(default=0)
    name_ja = models.CharField(_("name in Japanese"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    positions = models.ManyToManyField(Position, verbose_name=_("positions"), blank=True, related_name="+")
    years_from = models.PositiveSmallIntegerField(
        _("years of service from"), null=True, blank=True, validators=[MaxValueValidator(80)]
    )
    years_to = models.PositiveSmallIntegerField(
        _("years of service to"), null=True, blank=True, validators=[MaxValueValidator(80)]
    )

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(years_from__isnull=True) | Q(years_to__isnull=True) | Q(years_to__gte=F("years_from")),
                name="years_of_a_row_end_after_they_begin",
                violation_error_message=_("The years end before they begin."),
            )
        ]


class MatrixColumn(models.Model):
    """A column: one or several occupations."""

    matrix = models.ForeignKey(Matrix, on_delete=models.CASCADE, related_name="columns")
    order = models.PositiveSmallIntegerField(default=0)
    name_ja = models.CharField(_("name in Japanese"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    occupations = models.ManyToManyField(Occupation, verbose_name=_("occupations"), blank=True, related_name="+")

    class Meta:
        ordering = ["order", "id"]


class MatrixCell(models.Model):
    """One curriculum in one square; a square has as many as it needs."""

    row = models.ForeignKey(MatrixRow, on_delete=models.CASCADE, related_name="cells")
    column = models.ForeignKey(MatrixColumn, on_delete=models.CASCADE, related_name="cells")
    curriculum = models.ForeignKey(Curriculum, on_delete=models.CASCADE, related_name="cells")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["row", "column", "curriculum"], name="one_curriculum_a_square")]
