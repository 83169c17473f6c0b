"""The pages that hold the tree together: a home for each language, department sections, articles."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.blocks import BODY_BLOCKS
from core.models.organisation import Department
from core.models.tags import tags_field
from core.panels import TranslationPanel
from core.reserved import is_reserved
from core.screens import screen_of

HOME_DEPTH = 2
RESERVED = _("The portal itself answers at this address. Choose another.")


class PortalPage(Page):
    """Every page of the portal: it knows which revision of its source language it was made from."""

    translated_from = models.ForeignKey(
        Revision,
        verbose_name=_("translated from"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Whether what it shows follows from the database, the reader and `core.kept.noting.until` alone.
    may_be_kept = True

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A page that an address of the portal would hide is refused."""
        super().clean()
        if self.depth == HOME_DEPTH + 1 and is_reserved(self.slug):
            raise ValidationError({"slug": RESERVED})

    def get_view_restrictions(self) -> Any:
        """Asked twice in each request, by us and by Wagtail; one queryset is read once."""
        if not hasattr(self, "_view_restrictions"):
            self._view_restrictions = super().get_view_restrictions()
        return self._view_restrictions

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | screen_of(self, request=request)

    def with_content_json(self, content: dict[str, Any]) -> PortalPage:
        """What the page was translated from is a fact of the page, not of one revision."""
        page: PortalPage = super().with_content_json(content)
        page.translated_from_id = self.translated_from_id
        return page


class HomePage(PortalPage):
    """The root of one language."""

    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Shown on home above the cards."))
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    content_panels = [TranslationPanel(), *Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    template = "portal/home.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a page by its whole path at once, however deep it lies; no page of ours routes below itself.

        A page without this language is shown in the one that it has; its template says so with a notice.
        """
        if not path_components:
            return super().route(request, path_components)
        page = self._page_at(path_components) or self._page_of_other_language(path_components)
        if page is None:
            raise Http404
        return RouteResult(page.specific)

    def _page_at(self, path_components: list[str]) -> Page | None:
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        # The slug is indexed, the whole path is not.
        pages = Page.objects.live().filter(slug=path_components[-1], url_path=url_path, path__startswith=self.path)
        found: Page | None = pages.first()
        return found

    def _page_of_other_language(self, path_components: list[str]) -> Page | None:
        for home in HomePage.objects.live().filter(translation_key=self.translation_key).exclude(pk=self.pk):
            page = home._page_at(path_components)
            if page is not None:
                return page.get_translations().live().filter(locale=self.locale_id).first() or page
        return None


class DepartmentSectionPage(PortalPage):
    """A department's own part of the tree in one language; its editors see and touch nothing else."""

    department = models.ForeignKey(
        Department, verbose_name=_("department"), on_delete=models.PROTECT, related_name="sections"
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)
    search_fields = [*Page.search_fields, index.SearchField("body")]
    content_panels = [TranslationPanel(), *Page.content_panels, FieldPanel("department"), FieldPanel("body")]
    parent_page_types = ["core.HomePage"]
    template = "core/department_section.html"

    class Meta:
        verbose_name = _("department section")


class ArticlePage(PortalPage):
    """A page of text."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)
    tags = tags_field()
    search_fields = [*Page.search_fields, index.SearchField("body")]
    content_panels = [TranslationPanel(), *Page.content_panels, FieldPanel("body"), FieldPanel("tags")]
    parent_page_types = ["core.HomePage", "core.DepartmentSectionPage", "core.ArticlePage"]
    template = "core/article.html"

    class Meta:
        verbose_name = _("article")
