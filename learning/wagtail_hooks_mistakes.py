"""Reported mistakes in Wagtail's admin: addresses and menu entry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.admin_access import enters_admin, open_to
from learning.views.mistake_report import MistakesReport

open_to("mistake_reports*", enters_admin)


class MistakesMenuItem(MenuItem):
    """Shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return enters_admin(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    results = MistakesReport.as_view(results_only=True)
    return [
        path("materials/mistakes/", MistakesReport.as_view(), name="mistake_reports"),
        path("materials/mistakes/results/", results, name="mistake_reports_results"),
    ]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return MistakesMenuItem(
        _("Reported mistakes"), reverse("mistake_reports"), name="mistake-reports", icon_name="warning", order=1200
    )
