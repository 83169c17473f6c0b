"""Articles and the sections of departments. Home is no hit: it has nothing that is not elsewhere."""

from django.utils.translation import gettext_lazy as _

from core.models.pages import ArticlePage, DepartmentSectionPage
from search.kinds.page_source import PageKind, streamed_text
from search.registry import Kind

PAGES = PageKind(
    prefix="page",
    kind=Kind(
        name="page", label=_("Pages"), one=_("Page"), order=50, icon="info", facets=("department", "language", "tag")
    ),
    texts={
        ArticlePage: lambda page: streamed_text(page.body),
        DepartmentSectionPage: lambda page: streamed_text(page.body),
    },
)
SOURCE = PAGES.source()
