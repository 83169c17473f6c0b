"""The report of mistakes in Wagtail's admin: those on pages that an editor may change."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from core.admin_access import enters_admin
from core.domain.queries.editing import own_paths
from learning.models import MistakeReport


class MistakeFilters(WagtailFilterSet):
    class Meta:
        model = MistakeReport
        fields = ["status"]


class MistakesReport(ReportView):
    """What readers reported, the newest first; a row leads to the report and the form that closes it."""

    model = MistakeReport
    page_title = _("Reported mistakes")
    header_icon = "warning"
    index_url_name = "mistake_reports"
    index_results_url_name = "mistake_reports_results"
    default_ordering = "-created_at"
    filterset_class = MistakeFilters
    is_searchable = False
    columns = [
        TitleColumn("message", label=_("What is wrong"), get_url=lambda report: reverse("mistake", args=[report.pk])),
        Column("page", label=_("Page"), accessor="page.title"),
        Column("step_title", label=_("Step")),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        DateColumn("created_at", label=_("Reported"), sort_key="created_at"),
    ]
    list_export = ["page.title", "step_title", "quote", "message", "status", "created_at", "reply"]

    def get_queryset(self) -> Any:
        mine = Q(pk__in=[])
        for path in own_paths(self.request.user):
            mine |= Q(page__path__startswith=path)
        self.queryset = MistakeReport.objects.filter(mine).select_related("page")
        return super().get_queryset()

    @classmethod
    def check_permissions(cls, request: Any) -> bool:
        return enters_admin(request.user)
