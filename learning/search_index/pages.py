"""Curricula and their categories."""

from django.utils.translation import gettext_lazy as _

from learning.models import CategoryPage, CurriculumPage
from search.kinds.page_source import PageKind, streamed_text
from search.registry import Kind


def _curriculum_text(page: CurriculumPage) -> str:
    """What it says and the names in its table, planned materials among them: readers see those too."""
    slots = [str(slot["title"]) for row in page.table for slot in row["slots"]]
    labels = [str(row["label"]) for row in page.table]
    return "\n".join([page.introduction, streamed_text(page.body), *labels, *slots])


SOURCE = PageKind(
    prefix="curriculum",
    kind=Kind(
        name="curriculum",
        label=_("Curricula and categories"),
        one=_("Curriculum or category"),
        order=45,
        icon="branch",
        facets=("department", "language"),
    ),
    texts={CurriculumPage: _curriculum_text, CategoryPage: lambda page: str(page.description)},
).source()
