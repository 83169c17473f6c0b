"""The forms of training rules: who must take what by when, and who need not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from core.api import Company, Department, Grade, HireType, Occupation, Person, Position, Reach, Region, reach_of
from core.interfaces.several_rows import SeveralRows
from core.rules import own_departments
from learning.domain.rule_doubts import refuse_what_cannot_be
from learning.models import Curriculum, TrainingRule
from learning.rules import oversees_training

AXES: dict[str, tuple[type, Any]] = {
    "departments": (Department, _("Departments, with those below them")),
    "positions": (Position, _("Positions")),
    "occupations": (Occupation, _("Occupations")),
    "grades": (Grade, _("Grades")),
    "regions": (Region, _("Regions")),
    "companies": (Company, _("Companies")),
}


# Two ends each, either of which may stay open, and what is said where the second lies before the first.
SPANS = {
    ("years_from", "years_to"): _("This lies before the first year."),
    ("joined_from", "joined_to"): _("This lies before the first day."),
}
ENDS = tuple(end for span in SPANS for end in span)


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RuleForm(forms.ModelForm[TrainingRule]):
    """A rule and its audience in one; what a department's editor may not say is not there."""

    everyone = forms.BooleanField(label=_("Everyone who is employed, in every company"), required=False)
    hire_types = forms.MultipleChoiceField(
        label=_("Hire types"), choices=HireType.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    years_from = forms.IntegerField(label=_("Years of service from"), min_value=0, max_value=80, required=False)
    years_to = forms.IntegerField(label=_("Years of service to"), min_value=0, max_value=80, required=False)
    joined_from = forms.DateField(label=_("Joined from"), widget=_day(), required=False)
    joined_to = forms.DateField(
        label=_("Joined until"), widget=_day(), required=False,
        help_text=_("Both days count. Who joined on one day: that day twice."),
    )  # fmt: skip
    due_month = forms.TypedChoiceField(
        label=_("Month"), choices=[("", "–"), *MONTHS.items()], coerce=int, empty_value=None, required=False
    )
    confirm = forms.BooleanField(label=_("Yes, this is meant"), required=False)

    class Meta:
        model = TrainingRule
        fields = (
            "name_ja", "name_en", "curriculum", "due_kind", "due_on", "due_days", "due_month", "due_day",
            "starts_on", "ends_on", "repeat_months", "credit_months",
        )  # fmt: skip
        labels = {
            "name_ja": _("Name in Japanese"),
            "name_en": _("Name in English"),
            "curriculum": _("Curriculum"),
            "due_kind": _("Due"),
            "due_on": _("Day"),
            "due_days": _("Days"),
            "due_day": _("Day of the month"),
            "starts_on": _("In force from"),
            "ends_on": _("In force until"),
            "repeat_months": _("Repeat every (months)"),
            "credit_months": _("What was completed counts for (months)"),
        }
        help_texts = {
            "ends_on": _("The last day; empty: until it is ended."),
            "repeat_months": _("Empty: once. A day of each year comes each year."),
            "credit_months": _("Empty: whatever was completed before counts, however long ago."),
        }
        widgets = {name: _day() for name in ("starts_on", "ends_on", "due_on")}

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        said = reach_of(self.instance.audience) if self.instance.pk else Reach()
        for name, (model, label) in AXES.items():
            self.fields[name] = SeveralRows(
                label=label, queryset=model._default_manager.all(), required=False,  # type: ignore[attr-defined]
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.initial.setdefault(name, list(getattr(said, name)))
        for name in ("everyone", *ENDS):
            self.initial.setdefault(name, getattr(said, name))
        self.initial.setdefault("hire_types", list(said.hire_types))
        self.fields["curriculum"].queryset = Curriculum.objects.filter(is_live=True)  # type: ignore[attr-defined]
        if not oversees_training(actor):
            self._keep_within_own_departments()

    def _keep_within_own_departments(self) -> None:
        paths = [each.path for each in own_departments(self.actor)]
        below = [row.pk for row in Department.objects.all() if any(row.path.startswith(path) for path in paths)]
        departments, curricula = self.fields["departments"], self.fields["curriculum"]
        departments.queryset = Department.objects.filter(pk__in=below)  # type: ignore[attr-defined]
        departments.required = True
        curricula.queryset = Curriculum.objects.filter(is_live=True, department__in=below)  # type: ignore[attr-defined]
        for name in ("everyone", "regions", "companies"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for (first, last), words in SPANS.items():
            start, end = cleaned.get(first), cleaned.get(last)
            if start is not None and end is not None and start > end:
                self.add_error(last, words)
        if not self.errors:
            reach = self.reach()
            if reach.names_nothing:
                where = "everyone" if "everyone" in self.fields else "departments"
                self.add_error(where, _("This reaches nobody. Choose “everyone”, or name whom it is for."))
            elif cleaned.get("everyone") and self._names_some():
                self.add_error("everyone", _("Everyone is everyone: take out the rest, or this."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Without the constraints on the due date: `refuse_what_cannot_be` says them in words, at their fields."""
        return {*super()._get_validation_exclusions(), "due_kind"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        """What belongs to several fields, once each of them is right and stands in the rule."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors.keys() - {"everyone", "departments", "years_to", "joined_to"}:
            return
        try:
            refuse_what_cannot_be(self.instance, today=timezone.localdate())
        except ValidationError as error:
            self.add_error(None, error)

    def axes(self) -> list[dict[str, Any]]:
        """The lists that an audience is named by; those with a choice or an error stand open."""
        bounds = [self[name] for name in (*AXES, "hire_types") if name in self.fields]
        return [
            {"label": bound.label, "bound": bound, "is_open": bool(bound.value() or bound.errors)} for bound in bounds
        ]

    def _names_some(self) -> bool:
        axes = (*AXES, "hire_types")
        spans = any(self.cleaned_data.get(name) is not None for name in ENDS)
        return spans or any(self.cleaned_data.get(name) for name in axes)

    def reach(self) -> Reach:
        """Whom the form names."""
        cleaned = self.cleaned_data
        if cleaned.get("everyone"):
            return Reach(everyone=True)
        return Reach(
            **{name: tuple(sorted(row.pk for row in cleaned.get(name) or ())) for name in AXES},
            hire_types=tuple(cleaned.get("hire_types") or ()),
            **{name: cleaned.get(name) for name in ENDS},
        )


class ExemptionForm(forms.Form):
    """Why someone need not, and until when."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person, their managers and HR can read it."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Until"), required=False, widget=_day(), help_text=_("The last day; empty: for good.")
    )
