"""A curriculum of categories of materials, as Wagtail pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from core.api import BODY_BLOCKS, PortalPage, TranslationPanel, tags_field

# The admin's search looks into the rows themselves (search/wagtail_backend.py): nothing is to be
# brought up to date after each save, which would cost two queries a page.
NO_INDEX = False


class CurriculumPage(PortalPage):
    """A curriculum: its categories, and the table that lays the materials out by category and slot.

    `table` is `[{"label": str, "slots": [{"title": str, "translation_key": str | None}]}]`; a slot without
    a key is planned or internal and has no page.

    What it asks for stands in `page_items`, and is published into `Curriculum`; who must take it is said by rules,
    who may see it by the page's audience.
    """

    outcomes = models.TextField(
        _("outcomes"), blank=True, max_length=2000, help_text=_("What one can do afterwards, a line each.")
    )
    expected_hours = models.DecimalField(
        _("expected hours"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Empty: the sum of what is required."),
    )
    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)
    table = models.JSONField(_("table"), default=list, blank=True)
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("outcomes"),
        index.SearchField("body"),
        index.SearchField("table"),
    ]
    content_panels = [
        TranslationPanel(),
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("outcomes"),
        FieldPanel("expected_hours"),
        InlinePanel("page_items", heading=_("Courses and materials"), label=_("Course or material")),
        FieldPanel("body"),
    ]
    parent_page_types = ["core.HomePage", "core.DepartmentSectionPage"]
    search_auto_update = NO_INDEX
    template = "learning/curriculum.html"

    class Meta:
        verbose_name = _("curriculum")


class CurriculumPageItem(Orderable):
    """A course or a material of the curriculum, as the editor drafts it."""

    page = ParentalKey(CurriculumPage, on_delete=models.CASCADE, related_name="page_items")
    item = models.ForeignKey(Page, verbose_name=_("course or material"), on_delete=models.CASCADE, related_name="+")
    is_required = models.BooleanField(_("required"), default=True, help_text=_("Otherwise it is elective."))
    panels = [PageChooserPanel("item", ["learning.CoursePage", "learning.MaterialPage"]), FieldPanel("is_required")]


class CategoryPage(PortalPage):
    """A category of a curriculum."""

    code = models.CharField(_("folder"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    search_fields = [*Page.search_fields, index.SearchField("description")]
    content_panels = [TranslationPanel(), *Page.content_panels, FieldPanel("description")]
    parent_page_types = ["learning.CurriculumPage"]
    search_auto_update = NO_INDEX
    template = "learning/category.html"

    class Meta:
        verbose_name = _("category")


class MaterialPage(PortalPage):
    """One Markdown page of a hands-on material. A material of several chapters has them as its children."""

    description = models.TextField(_("description"), blank=True, max_length=1000)
    minutes = models.PositiveIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(6000)],
        help_text=_("How long a newcomer to the topic takes."),
    )
    prior_knowledge = models.TextField(_("prior knowledge"), blank=True, max_length=1000)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    credit = models.CharField(_("author names"), max_length=500, blank=True)
    authors = ParentalManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("authors"), blank=True, related_name="materials"
    )
    tags = tags_field()
    front_matter = models.TextField(_("front matter"), blank=True, editable=False)
    markdown = models.TextField(_("text"), blank=True)
    step_level = models.PositiveSmallIntegerField(
        _("headings that are steps"),
        null=True,
        blank=True,
        choices=[(1, "#"), (2, "##"), (3, "###"), (4, "####")],
        help_text=_("Empty: the first level where a page has several, else the second."),
    )
    is_overview = models.BooleanField(_("overview"), default=False, help_text=_("An overview has no steps."))
    steps = models.JSONField(_("steps"), default=list, blank=True, editable=False)
    is_chapter = models.BooleanField(
        default=False, editable=False, db_index=True, help_text=_("A page of a material, not its first.")
    )

    parent_page_types = ["learning.CategoryPage", "learning.CurriculumPage", "learning.MaterialPage"]
    search_auto_update = NO_INDEX
    template = "learning/material.html"
    search_fields = [*Page.search_fields, index.SearchField("description"), index.SearchField("markdown")]
    content_panels = [
        TranslationPanel(),
        *Page.content_panels,
        FieldPanel("description", help_text=_("One or two sentences; lists show them.")),
        FieldPanel("markdown"),
        FieldPanel("tags"),
        MultiFieldPanel(
            [FieldPanel("minutes"), FieldPanel("prior_knowledge"), FieldPanel("is_overview"), FieldPanel("step_level")],
            heading=_("How it is worked through"),
        ),
        MultiFieldPanel(
            [FieldPanel("authors"), FieldPanel("credit"), FieldPanel("licence")], heading=_("Authors and licence")
        ),
    ]

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A row says itself whether it is a chapter, so that lists of materials need not look at parents."""
        if kwargs.get("update_fields") is None and self.path:
            self.is_chapter = issubclass(self.get_parent().specific_class or Page, MaterialPage)
        super().save(*args, **kwargs)

    @property
    def source_text(self) -> str:
        """The whole Markdown file with LF line ends: front matter and text."""
        return self.front_matter + self.markdown

    def head(self) -> MaterialPage:
        """The first page of the material: itself, or the page whose chapter it is."""
        parent = self.get_parent().specific_deferred if self.depth > 2 else None
        return parent if isinstance(parent, MaterialPage) else self

    def clean(self) -> None:
        super().clean()
        self.refresh_steps()

    def refresh_steps(self) -> None:
        """Derive the step list from the text, keeping each step's identity, in every language the same."""
        from learning.markdown.steplist import refreshed

        self.steps = refreshed(
            self.steps,
            self.source_text,
            level=self.step_level,
            is_overview=self.is_overview,
            original=self._steps_of_original(),
        )

    def _steps_of_original(self) -> list[dict[str, Any]] | None:
        """The steps of the page this one translates: the first written of its translations."""
        others = MaterialPage.objects.filter(translation_key=self.translation_key).order_by("pk")
        first = others.only("pk", "steps").first()
        return first.steps if first is not None and first.pk != self.pk else None

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Chapters have no chapters."""
        if isinstance(parent.specific, MaterialPage) and isinstance(parent.get_parent().specific, MaterialPage):
            return False
        return bool(super().can_create_at(parent))

    def can_move_to(self, parent: Page) -> bool:
        """A material with chapters cannot become a chapter."""
        if isinstance(parent.specific, MaterialPage) and self.get_children().exists():
            return False
        return bool(super().can_move_to(parent))

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        super().full_clean(*args, **kwargs)
        if len(self.markdown.encode()) > MAX_MARKDOWN_BYTES:
            raise ValidationError({"markdown": _("The text is larger than 2 MB.")})


MAX_MARKDOWN_BYTES = 2 * 1024 * 1024
