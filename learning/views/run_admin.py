"""Course runs in Wagtail's admin: found and filtered, made and changed with the portal's own form and verbs."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_filters import DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from core.admin_access import enters_admin
from core.api import Department
from core.editing.lists import AnySpelling
from learning.domain.queries.runs_led import LECTURERS, runs_managed
from learning.models import CourseRun
from learning.views.my_runs import run_or_404
from learning.views.run_forms import RunFormScreen


class RunFilters(WagtailFilterSet):
    """By state, language, department and days."""

    course__department = ModelChoiceFilter(label=gettext_lazy("Department"), queryset=Department.objects.all())
    starts_at = DateFromToRangeFilter(label=gettext_lazy("Begins"), widget=DateRangePickerWidget)

    class Meta:
        model = CourseRun
        fields = ["status", "spoken", "course__department", "starts_at"]


def lecturers_of(run: CourseRun) -> str:
    return ", ".join(each.display_name for each in run.lecturers.all())


def begins(run: CourseRun) -> str:
    return date_format(timezone.localtime(run.starts_at), "DATETIME_FORMAT") if run.starts_at else ""


class RunsIndex(AnySpelling, ReportView):
    """The runs that an editor may change, the latest first."""

    model = CourseRun
    page_title = gettext_lazy("Course runs")
    header_icon = "calendar-alt"
    index_url_name = "admin_runs"
    index_results_url_name = "admin_runs_results"
    default_ordering = "-starts_at"
    filterset_class = RunFilters
    is_searchable = True
    search_fields = ["course__title_ja", "course__title_en", "name_ja", "name_en", "place"]
    list_export: list[str] = []
    columns = [
        TitleColumn(
            "title", label=gettext_lazy("Run"), get_url=lambda run: reverse("admin_run_edit", kwargs={"key": run.key})
        ),
        Column("status", label=gettext_lazy("Status"), accessor="get_status_display", sort_key="status"),
        Column("starts_at", label=gettext_lazy("Begins"), accessor=begins, sort_key="starts_at"),
        Column("place", label=gettext_lazy("Place")),
        Column("seats", label=gettext_lazy("Seats taken")),
        Column("lecturers", label=gettext_lazy("Lecturers"), accessor=lecturers_of),
        TitleColumn(
            "desk", label=gettext_lazy("Desk"), accessor=lambda run: _("Desk"), width="8%",
            get_url=lambda run: reverse("run_desk", kwargs={"key": run.key}),
        ),
    ]  # fmt: skip

    def get_queryset(self) -> Any:
        runs = runs_managed(self.request.user)
        self.queryset = runs.select_related("course", "seats").prefetch_related(LECTURERS)
        return super().get_queryset()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("New run"), url=reverse("admin_run_new"), icon_name="plus")]

    @classmethod
    def check_permissions(cls, request: Any) -> bool:
        return enters_admin(request.user)


def _frame(title: str) -> dict[str, Any]:
    """What every screen of Wagtail's admin wants in its context."""
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("admin_runs"), "label": _("Course runs")},
        {"url": "", "label": title},
    ]
    return {"breadcrumbs_items": trail, "header_title": title, "header_icon": "calendar-alt"}


SCREEN = RunFormScreen(form="learning/admin/run_form.html", chooser="learning/admin/run_choose.html", frame=_frame)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a run of a course."""
    return SCREEN.new(request)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change a run."""
    return SCREEN.change(request, run_or_404(request, key))
