"""Course runs in Wagtail's admin: addresses and menu entry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.admin_access import enters_admin, open_to
from learning.views import run_admin

open_to("admin_run*", enters_admin)


class RunsMenuItem(MenuItem):
    """Shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return enters_admin(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    results = run_admin.RunsIndex.as_view(results_only=True)
    return [
        path("courses/runs/", run_admin.RunsIndex.as_view(), name="admin_runs"),
        path("courses/runs/results/", results, name="admin_runs_results"),
        path("courses/runs/new/", run_admin.new, name="admin_run_new"),
        path("courses/runs/<uuid:key>/", run_admin.edit, name="admin_run_edit"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RunsMenuItem(
        _("Course runs"), reverse("admin_runs"), name="course-runs", icon_name="calendar-alt", order=440
    )
