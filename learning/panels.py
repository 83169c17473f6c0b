"""Panels of our own in the editor of courses."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class RunsPanel(Panel):
    """The runs of the course, and the way to a new one. Shown once the course is published: runs hang on its facts."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "learning/admin/runs_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from learning.domain.queries.runs_led import runs_of_page

            context: dict[str, Any] = super().get_context_data(parent_context)
            course, runs = runs_of_page(self.instance, viewer=self.request.user)
            context.update(course=course, runs=runs)
            return context
