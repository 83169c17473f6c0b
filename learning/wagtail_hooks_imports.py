"""The importer in Wagtail's admin: addresses, menu entry, who may open them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.admin_access import open_to
from core.rules import edits_everything
from learning.views import imports

open_to("material_import*", edits_everything)


class ImportMenuItem(MenuItem):
    """Shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return edits_everything(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("materials/imports/", imports.runs, name="material_imports"),
        path("materials/imports/new/", imports.new, name="material_import_new"),
        path("materials/imports/proposals/<int:number>/", imports.proposal, name="material_import_proposal"),
        path("materials/imports/<uuid:key>/", imports.show, name="material_import"),
        path("materials/imports/<uuid:key>/report.json", imports.download, name="material_import_report"),
        path("materials/imports/<uuid:key>/again/", imports.repeat, name="material_import_again"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ImportMenuItem(
        _("Import materials"), reverse("material_imports"), name="material-imports", icon_name="download", order=450
    )
