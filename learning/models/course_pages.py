"""Courses as Wagtail pages: what editors write, draft, review and translate."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from core.api import BODY_BLOCKS, PortalPage, TranslationPanel, tags_field
from learning.enums import CourseLevel, SpokenLanguage
from learning.panels import RunsPanel


class CoursesPage(PortalPage):
    """The place of the courses of the whole company in one language; departments keep theirs in their sections."""

    introduction = models.TextField(_("introduction"), blank=True)
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    content_panels = [TranslationPanel(), *Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["core.HomePage"]
    subpage_types = ["learning.CoursePage"]
    search_auto_update = False
    template = "learning/courses_page.html"

    class Meta:
        verbose_name = _("courses")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ten thousand courses are found in the catalogue, not in a list of pages; a preview shows the introduction."""
        if getattr(request, "is_preview", False):
            return super().serve(request, *args, **kwargs)
        return redirect("courses")


class CoursePage(PortalPage):
    """A course in one language. Its facts are published into `Course`, from the language it was first written in."""

    goal = models.TextField(_("goal"), max_length=1000, help_text=_("What one can do afterwards; lists show it."))
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)
    level = models.CharField(_("level"), max_length=12, choices=CourseLevel, default=CourseLevel.INTRODUCTORY)
    minutes = models.PositiveIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(60_000)]
    )
    spoken = models.CharField(_("language"), max_length=4, choices=SpokenLanguage, default=SpokenLanguage.JAPANESE)
    needs_approval = models.BooleanField(
        _("a manager approves"), default=False, help_text=_("An enrolment waits until the person's manager agrees.")
    )
    withdraw_days = models.PositiveSmallIntegerField(
        _("days to withdraw"),
        default=1,
        validators=[MaxValueValidator(365)],
        help_text=_("Until so many days before the first sitting people may withdraw by themselves."),
    )
    tags = tags_field()

    parent_page_types = ["learning.CoursesPage", "core.DepartmentSectionPage", "learning.CurriculumPage"]
    subpage_types: list[str] = []
    search_auto_update = False
    template = "learning/course.html"
    search_fields = [*Page.search_fields, index.SearchField("goal"), index.SearchField("body")]
    content_panels = [
        TranslationPanel(),
        *Page.content_panels,
        FieldPanel("goal"),
        FieldPanel("body"),
        FieldPanel("tags"),
        MultiFieldPanel([FieldPanel("level"), FieldPanel("minutes"), FieldPanel("spoken")], heading=_("At a glance")),
        MultiFieldPanel([FieldPanel("needs_approval"), FieldPanel("withdraw_days")], heading=_("Enrolment")),
        InlinePanel("page_prerequisites", heading=_("Prerequisites"), label=_("Course")),
        InlinePanel("page_materials", heading=_("Materials"), label=_("Material")),
        InlinePanel(
            "page_equivalents",
            heading=_("Counts as done"),
            label=_("Course"),
            help_text=_("Who completed one of these need not take this course; not the other way round."),
        ),
        RunsPanel(heading=_("Course runs"), icon="calendar-alt"),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")


class CoursePagePrerequisite(Orderable):
    """A course that should come first, as the editor drafts it."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="page_prerequisites")
    needed = models.ForeignKey(CoursePage, verbose_name=_("course"), on_delete=models.CASCADE, related_name="+")
    is_enforced = models.BooleanField(
        _("enforced"), default=False, help_text=_("Nobody enrols without it; otherwise it is advised.")
    )
    panels = [FieldPanel("needed"), FieldPanel("is_enforced")]


class CoursePageEquivalent(Orderable):
    """A course whose completion counts for this one, as the editor drafts it."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="page_equivalents")
    counts = models.ForeignKey(CoursePage, verbose_name=_("course"), on_delete=models.CASCADE, related_name="+")
    panels = [FieldPanel("counts")]


class CoursePageMaterial(Orderable):
    """A material of the course, as the editor drafts it."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="page_materials")
    material = models.ForeignKey(
        "learning.MaterialPage", verbose_name=_("material"), on_delete=models.CASCADE, related_name="+"
    )
    panels = [FieldPanel("material")]
