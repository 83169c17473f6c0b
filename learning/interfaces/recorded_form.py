"""The form of what was completed elsewhere: in the system before this one, or outside of the company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import Course, Curriculum


class RecordedForm(forms.Form):
    """One course of a curriculum, on a day."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none())
    on = forms.DateField(
        label=_("Completed on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=500,
        help_text=_("Where it was done, or what proves it. The person can read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, curriculum: Curriculum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = Course.objects.filter(in_curricula__curriculum=curriculum).order_by("in_curricula__order")
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
