"""Panels of our own in the page editor."""

from __future__ import annotations

from wagtail.admin.panels import Panel


class TranslationPanel(Panel):
    """Shown on a translation: what it was made from, whether that has changed since, and the difference."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/translation_panel.html"  # asks by its tag

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.translated_from_id)
