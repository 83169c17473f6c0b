"""The audit trail in the admin: read and filtered by administrators, changed by nobody."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from core.models.audit import AuditEntry
from core.rules import reads_audit


class TrailFilters(WagtailFilterSet):
    """When, what, by whom, about whom."""

    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    action = django_filters.CharFilter(label=_("Action begins with"), lookup_expr="istartswith")
    actor = django_filters.CharFilter(label=_("By (employee number)"), field_name="actor__employee_number")
    subject = django_filters.CharFilter(label=_("About (employee number)"), field_name="subject__employee_number")

    class Meta:
        model = AuditEntry
        fields = ["at", "action", "actor", "subject"]


class Trail(ReportView):
    """Newest first. Wagtail's export is off: leaving with it would be an act that the trail must tell of first."""

    page_title = _("Audit trail")
    header_icon = "list-ul"
    index_url_name = "audit_trail"
    index_results_url_name = "audit_trail_results"
    filterset_class = TrailFilters
    model = AuditEntry
    list_export: list[str] = []
    default_ordering = "-id"
    columns = [
        DateColumn("at", label=_("When"), accessor="at"),
        Column("actor", label=_("By")),
        Column("action", label=_("What")),
        Column("subject", label=_("About")),
        Column("object_type", label=_("On")),
        Column("object_id", label=_("Number")),
        Column("detail", label=_("Details")),
    ]

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.select_related("actor", "subject").order_by("-id")

    @classmethod
    def check_permissions(cls, request: HttpRequest) -> bool:
        return reads_audit(request.user)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("audit/", Trail.as_view(), name="audit_trail"),
        path("audit/results/", Trail.as_view(results_only=True), name="audit_trail_results"),
    ]


class TrailMenuItem(MenuItem):
    """Offered to whoever may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return reads_audit(request.user)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return TrailMenuItem(_("Audit trail"), reverse("audit_trail"), icon_name="list-ul", order=900)
