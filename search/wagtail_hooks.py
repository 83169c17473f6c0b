"""What editors meet of search in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.admin_access import open_to
from core.rules import is_administrator
from search.rules import edits_synonyms, reads_empty_searches
from search.views import empty_searches, status, synonyms

open_to("synonym*", edits_synonyms)
open_to("empty_searches*", reads_empty_searches)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("synonyms/", synonyms.synonyms, name="synonyms"),
        path("synonyms/add/", synonyms.add, name="synonym_add"),
        path("synonyms/<int:synonym_id>/", synonyms.change, name="synonym"),
        path("synonyms/<int:synonym_id>/remove/", synonyms.remove, name="synonym_remove"),
        path("synonyms/<int:synonym_id>/restore/", synonyms.restore, name="synonym_restore"),
        path("reports/empty-searches/", empty_searches.report, name="empty_searches"),
        path("search-indexes/", status.status, name="search_status"),
        path("search-indexes/<slug:engine>/<slug:kind>/", status.begin, name="search_status_run"),
        path("reports/empty-searches/export/", empty_searches.export, name="empty_searches_export"),
    ]


class SynonymsMenuItem(MenuItem):
    """Offered to those who may change them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return edits_synonyms(request.user)


class EmptySearchesMenuItem(MenuItem):
    """Offered to those who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return reads_empty_searches(request.user)


@hooks.register("register_settings_menu_item")
def synonyms_menu_item() -> MenuItem:
    return SynonymsMenuItem(_("Synonyms"), reverse("synonyms"), name="synonyms", icon_name="list-ul", order=720)


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    label = _("Searches without a hit")
    return EmptySearchesMenuItem(label, reverse("empty_searches"), name="empty-searches", icon_name="search", order=720)


class StatusMenuItem(MenuItem):
    """Offered to administrators: no line opens its address to others."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_settings_menu_item")
def status_menu_item() -> MenuItem:
    return StatusMenuItem(
        _("Search indexes"), reverse("search_status"), name="search-indexes", icon_name="search", order=730
    )
