"""The organisation in the admin: departments, vocabularies and audiences, for administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from core.domain.telling import organisation_changed
from core.editing.lists import AnySpelling
from core.enums import AudienceUse, HireType
from core.models.audience import Audience
from core.models.organisation import Company, Department, Grade, Occupation, Position, Region
from core.rules import manages_accounts

NAMES = ["code", "name_ja", "name_en"]


class DepartmentForm(WagtailAdminModelForm):
    """A department and the one it belongs to."""

    parent: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=Department.objects.all(), required=False, empty_label=_("No other department")
    )

    class Meta:
        model = Department
        fields = [*NAMES, "company"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()

    def clean_parent(self) -> Department | None:
        parent: Department | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.path.startswith(self.instance.path):
            raise ValidationError(_("A department cannot belong to itself or to one below it."))
        return parent

    def save(self, commit: bool = True) -> Department:
        """Place the department in the tree."""
        parent = self.cleaned_data["parent"]
        if not self.instance.pk:
            added: Department = (
                parent.add_child(instance=self.instance) if parent else Department.add_root(instance=self.instance)
            )
            return added
        department: Department = super().save(commit)
        before = department.get_parent()
        if before != parent:
            target, where = (parent, "sorted-child") if parent else (Department.get_first_root_node(), "sorted-sibling")
            department.move(target, where)
            organisation_changed()
        return Department.objects.get(pk=department.pk)


class AudienceForm(WagtailAdminModelForm):
    """Who a thing is for."""

    hire_types = forms.MultipleChoiceField(
        label=_("hire types"), choices=HireType.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        """An audience that names nothing reaches nobody: say so instead of saving a trap."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        axes = ("departments", "positions", "occupations", "grades", "regions", "companies", "hire_types")
        spans = ("years_from", "years_to", "joined_from", "joined_to")
        named = any(cleaned.get(axis) for axis in axes) or any(cleaned.get(end) is not None for end in spans)
        if not cleaned.get("everyone") and not named:
            self.add_error("everyone", _("This reaches nobody. Choose “everyone”, or name whom it is for."))
        if cleaned.get("everyone") and named:
            self.add_error("everyone", _("Everyone is everyone: take out the rest, or this."))
        start, end = cleaned.get("years_from"), cleaned.get("years_to")
        if start is not None and end is not None and start > end:
            self.add_error("years_to", _("This lies before the first year."))
        first, last = cleaned.get("joined_from"), cleaned.get("joined_to")
        if first is not None and last is not None and first > last:
            self.add_error("joined_to", _("This lies before the first day."))
        return cleaned


def _viewset(of: type, panel_names: list[str], icon_name: str, **more: Any) -> ModelViewSet:
    """A viewset over one vocabulary."""
    attributes = {"model": of, "icon": icon_name, "panels": [FieldPanel(name) for name in panel_names], **more}
    lists = {"list_display": ["__str__", "code"], "search_fields": NAMES, "index_view_class": NamedIndexView}
    return type(f"{of.__name__}ViewSet", (ModelViewSet,), {**lists, **attributes})(of.__name__.lower())


class NamedIndexView(AnySpelling, IndexView):
    """A list in which rows are found however their names are typed."""


class AudienceIndexView(NamedIndexView):
    """Audiences of training rules are changed with their rule alone."""

    def get_base_queryset(self) -> QuerySet[Audience]:
        found: QuerySet[Audience] = super().get_base_queryset()
        return found.filter(use=AudienceUse.SEE)


class AudienceViewSet(ModelViewSet):
    """Audiences, made by administrators and chosen by editors."""

    model = Audience
    icon = "group"
    list_display = ["name", "everyone"]
    search_fields = ["name"]
    index_view_class = AudienceIndexView
    panels = [
        FieldPanel("name"),
        FieldPanel("everyone", help_text=_("Everyone who is employed, in every company.")),
        MultiFieldPanel(
            [
                FieldPanel(axis, widget=forms.CheckboxSelectMultiple)
                for axis in ("departments", "positions", "occupations", "grades", "regions", "companies")
            ],
            heading=_("Or only those who fulfil all of these (a department reaches those below it)"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("hire_types", "years_from", "years_to", "joined_from", "joined_to")],
            heading=_("And whose service fits"),
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[Any]]:
        edit_handler = self._edit_handler
        edit_handler.base_form_class = AudienceForm
        form_class: type[forms.ModelForm[Any]] = super().get_form_class(for_update)
        return form_class


class DepartmentViewSet(ModelViewSet):
    """The department tree."""

    model = Department
    icon = "site"
    list_display = ["__str__", "code", "company"]
    search_fields = NAMES
    index_view_class = NamedIndexView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[Any]]:
        return DepartmentForm


class OrganisationGroup(ModelViewSetGroup):
    """Everything people are placed by."""

    menu_label = _("Organisation")
    menu_icon = "group"
    menu_order = 500
    items = (
        DepartmentViewSet("department"),
        _viewset(Company, [*NAMES, "region"], "globe"),
        _viewset(Position, [*NAMES, "rank"], "user"),
        _viewset(Occupation, [*NAMES, "rank"], "user"),
        _viewset(Grade, [*NAMES, "rank"], "user"),
        _viewset(Region, NAMES, "globe"),
        AudienceViewSet("audience"),
    )


@hooks.register("register_admin_viewset")
def viewsets() -> OrganisationGroup:
    return OrganisationGroup()


class PeopleFilesItem(MenuItem):
    """The way to the spreadsheets of people, which lie in the portal: HR uses them without ever editing a page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return manages_accounts(request.user)


@hooks.register("register_admin_menu_item")
def people_files_item() -> MenuItem:
    return PeopleFilesItem(
        _("Import people"), reverse_lazy("people_files"), name="people-files", icon_name="table", order=510
    )
