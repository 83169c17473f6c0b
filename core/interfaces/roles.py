"""The form that grants a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from core.models.organisation import Department


class RoleForm(forms.Form):
    """A role, and the department where it belongs to one."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.order_by("path"),
        required=False,
        help_text=_("For department editors: this department and all below it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        needs = cleaned.get("role") == Role.DEPARTMENT_EDITOR
        if needs and cleaned.get("department") is None and "department" not in self.errors:
            self.add_error("department", _("Say of which department."))
        if not needs:
            cleaned["department"] = None
        return cleaned
