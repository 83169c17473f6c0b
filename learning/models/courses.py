"""Courses as facts: one row a course, whatever languages its pages have. Written when a page is published."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.api import Department
from learning.enums import CourseLevel, SpokenLanguage


class Titled(models.Model):
    """What is published of a page in each language, under the key that its translations share."""

    translation_key = models.UUIDField(unique=True)
    title_ja = models.CharField(max_length=255, blank=True)
    title_en = models.CharField(max_length=255, blank=True)
    is_live = models.BooleanField(default=True, db_index=True)
    department = models.ForeignKey(
        Department, verbose_name=_("department"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the active language, or in the one that there is."""
        if (translation.get_language() or "ja").startswith("ja"):
            return self.title_ja or self.title_en
        return self.title_en or self.title_ja


class Course(Titled):
    """A course that was published. Runs, enrolments and completions hang on it; it outlives its pages."""

    level = models.CharField(_("level"), max_length=12, choices=CourseLevel, default=CourseLevel.INTRODUCTORY)
    minutes = models.PositiveIntegerField(_("minutes"), default=60)
    spoken = models.CharField(_("language"), max_length=4, choices=SpokenLanguage, default=SpokenLanguage.JAPANESE)
    needs_approval = models.BooleanField(_("a manager approves"), default=False)
    withdraw_days = models.PositiveSmallIntegerField(_("days to withdraw"), default=1)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["id"]


class CoursePrerequisite(models.Model):
    """A course that comes first: advised, or enforced."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="prerequisites")
    needed = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="needed_by")
    is_enforced = models.BooleanField(_("enforced"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "needed"], name="one_prerequisite_once"),
            models.CheckConstraint(condition=~Q(course=F("needed")), name="a_course_does_not_need_itself"),
        ]


class CourseMaterial(models.Model):
    """A material of a course, by the translation_key of its first page."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="materials")
    material_key = models.UUIDField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["course", "material_key"], name="one_material_once_a_course")]
