"""Translations in the editor: the panel that says "behind its source", the confirmation, the report."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page

from core.domain.queries.translations import behind_page_ids
from core.domain.translations import confirm_translation
from core.models.pages import PortalPage


@require_POST
def confirm(request: HttpRequest, page_id: int) -> HttpResponse:
    """The editor says that a translation follows its source as it is now."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, PortalPage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    confirm_translation(page, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("“%(title)s” now counts as following its source.") % {"title": page.title})
    return redirect("wagtailadmin_pages:edit", page.pk)


class BehindReport(PageReportView):
    """Translations behind their source, among the pages one may edit."""

    page_title = gettext_lazy("Translations behind their source")
    header_icon = "globe"
    index_url_name = "translations_behind"
    index_results_url_name = "translations_behind_results"

    def get_queryset(self) -> Any:
        policy = self.permission_policy
        mine = policy.instances_user_has_permission_for(self.request.user, "change")
        self.queryset = mine.filter(pk__in=behind_page_ids()).specific(defer=True)
        return super().get_queryset()

    @classmethod
    def check_permissions(cls, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("wagtailadmin.access_admin"))


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("translations/behind/", BehindReport.as_view(), name="translations_behind"),
        path(
            "translations/behind/results/", BehindReport.as_view(results_only=True), name="translations_behind_results"
        ),
        path("translations/<int:page_id>/confirm/", confirm, name="confirm_translation"),
    ]


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return MenuItem(gettext_lazy("Translations behind"), reverse("translations_behind"), icon_name="globe", order=710)
