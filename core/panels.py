"""Panels of our own in the page editor."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel
from wagtail.models import Page


class TranslationPanel(Panel):
    """Shown on a translation: what it was made from, whether that has changed since, and the difference."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/translation_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.translated_from_id)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from core.domain.queries.translations import is_behind, source_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            source: Page | None = source_of(self.instance)
            context.update(
                page=self.instance, source=source, made_from=self.instance.translated_from,
                behind=is_behind(self.instance),
                may_compare=source is not None and source.permissions_for_user(self.request.user).can_edit(),
            )  # fmt: skip
            return context
