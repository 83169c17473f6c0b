"""The editor's forms of courses and curricula: what a row may not say about the other rows, or about its own page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.interfaces.references import PortalPageForm


class _WithRows(PortalPageForm):
    """Rows that each choose a page: none twice, and not the page itself where that says something else."""

    rows: ClassVar[dict[str, str]] = {}  # formset: the field that chooses
    not_itself: ClassVar[dict[str, Any]] = {}  # formset: what is wrong with the page itself

    def is_valid(self) -> bool:
        is_right = super().is_valid()
        wrong = [name for name, field in self.rows.items() if not self._are_right(name, field)]
        return is_right and not wrong

    def _are_right(self, name: str, field: str) -> bool:
        seen: set[Any] = set()
        for row in self.formsets[name].forms if name in self.formsets else ():
            cleaned = getattr(row, "cleaned_data", {})
            page = cleaned.get(field)
            if not isinstance(page, Page) or cleaned.get("DELETE"):
                continue
            if name in self.not_itself and page.translation_key == self.instance.translation_key:
                row.add_error(field, self.not_itself[name])
            elif page.translation_key in seen:
                row.add_error(field, _("This is chosen twice."))
            seen.add(page.translation_key)
        return not any(row.errors for row in self.formsets[name].forms) if name in self.formsets else True


class CoursePageForm(_WithRows):
    rows = {"page_prerequisites": "needed", "page_equivalents": "counts", "page_materials": "material"}
    not_itself = {
        "page_prerequisites": _("A course cannot be its own prerequisite."),
        "page_equivalents": _("A course counts for itself anyway: choose another one, or take this row out."),
    }


class CurriculumPageForm(_WithRows):
    rows = {"page_items": "item"}
