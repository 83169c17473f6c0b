"""Panels of our own in the editor of courses."""

from __future__ import annotations

from wagtail.admin.panels import Panel


class RunsPanel(Panel):
    """The runs of the course, and the way to a new one. Shown once the course is published: runs hang on its facts."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "learning/admin/runs_panel.html"  # asks by its tag

        def is_shown(self) -> bool:
            return bool(self.instance.pk)
