"""The form that says who may read the files of a collection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.domain.queries.collections import departments_of
from core.models.audience import Audience, CollectionAccess
from core.models.organisation import Department
from core.rules import Viewer, edits_everything


class CollectionAccessForm(forms.Form):
    """An audience and a department; a department's editor keeps it within their own part."""

    audience: forms.ModelChoiceField[Audience] = forms.ModelChoiceField(
        label=_("Who may read the files"),
        queryset=Audience.objects.to_choose(),
        required=False,
        empty_label=_("Editors alone"),
        help_text=_("It holds at once, for every image and document in the collection."),
    )
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("No department: for editors of everything"),
        help_text=_("Its editors, and those of the departments above it, add, choose and change the files."),
    )

    def __init__(self, *args: Any, viewer: Viewer, access: CollectionAccess | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"audience": access and access.audience_id, "department": access and access.department_id}
        field = self.fields["department"]
        field.queryset = departments_of(viewer)  # type: ignore[attr-defined]
        if not edits_everything(viewer):
            field.required = True
            field.empty_label = None  # type: ignore[attr-defined]
