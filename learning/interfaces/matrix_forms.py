"""Forms with which a matrix is laid out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.interfaces.several_rows import SeveralRows
from core.models import Department, Occupation, Person, Position
from core.rules import edits_everything, own_departments
from learning.domain.queries.curricula import other_curricula
from learning.enums import MatrixAxis
from learning.models import Curriculum, Matrix, MatrixCell, MatrixColumn, MatrixRow


class MatrixForm(forms.ModelForm[Matrix]):
    """What a matrix is called, what its rows are, and whose it is. Rows stay what they were once there are any."""

    class Meta:
        model = Matrix
        fields = ("name_ja", "name_en", "code", "rows_are", "company", "department")

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not edits_everything(actor):
            paths = [department.path for department in own_departments(actor)]
            below = [row.pk for row in Department.objects.all() if any(row.path.startswith(path) for path in paths)]
            whose = self.fields["department"]
            whose.queryset = Department.objects.filter(pk__in=below)  # type: ignore[attr-defined]
            whose.required = True
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.fields["rows_are"].disabled = self.instance.rows.exists()


class PartForm(forms.Form):
    """A row or a column: its name, and the positions, years or occupations that it stands for."""

    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def __init__(self, *args: Any, part: MatrixRow | MatrixColumn, matrix: Matrix, **kwargs: Any) -> None:
        self.part = part
        self.axis = self._axis(matrix)
        super().__init__(*args, initial=self._initial() if part.pk else {}, **kwargs)
        if self.axis == "years":
            self.fields["years_from"] = forms.IntegerField(
                label=_("Years of service from"), min_value=0, max_value=80, help_text=_("0 is the first year.")
            )
            self.fields["years_to"] = forms.IntegerField(
                label=_("Years of service to"), min_value=0, max_value=80, required=False,
                help_text=_("Empty: and more."),
            )  # fmt: skip
        else:
            self.fields["stands_for"] = self._choice()

    def _axis(self, matrix: Matrix) -> str:
        if isinstance(self.part, MatrixColumn):
            return "occupations"
        return "years" if matrix.rows_are == MatrixAxis.YEARS else "positions"

    def _choice(self) -> SeveralRows:
        rows: Any = Occupation.objects.all() if self.axis == "occupations" else Position.objects.all()
        return SeveralRows(
            label=_("Occupations") if self.axis == "occupations" else _("Positions"),
            queryset=rows,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("One or several. Without a name of its own it is called by them."),
        )

    def _initial(self) -> dict[str, Any]:
        part = self.part
        own: dict[str, Any] = {"name_ja": part.name_ja, "name_en": part.name_en}
        if isinstance(part, MatrixRow) and self.axis == "years":
            return own | {"years_from": part.years_from, "years_to": part.years_to}
        return own | {"stands_for": part.positions.all() if isinstance(part, MatrixRow) else part.occupations.all()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("years_from"), data.get("years_to")
        if low is not None and high is not None and high < low:
            self.add_error("years_to", _("The years end before they begin."))
        return data

    def filled(self) -> MatrixRow | MatrixColumn:
        """The row or column with what was typed; not saved."""
        for name in ("name_ja", "name_en", "years_from", "years_to"):
            if name in self.cleaned_data:
                setattr(self.part, name, self.cleaned_data[name])
        return self.part


class SquareForm(forms.Form):
    """Which curricula stand in a square; those that do come first, in their order."""

    curricula = SeveralRows(
        label=_("Curricula"), queryset=Curriculum.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, row: MatrixRow, column: MatrixColumn, actor: Person, **kwargs: Any) -> None:
        cells = MatrixCell.objects.filter(row=row, column=column)
        self.there = list(cells.values_list("curriculum_id", flat=True))
        super().__init__(*args, initial={"curricula": self.there}, **kwargs)
        known = Q(pk__in=other_curricula(actor, besides=()).order_by().values("pk"))
        if edits_everything(actor):
            known |= Q(pk__in=self.there)  # unpublished since: to be taken out
        shown = Curriculum.objects.filter(known).order_by("title_ja", "pk")
        self.fields["curricula"].queryset = shown  # type: ignore[attr-defined]
        self.hidden = set(self.there) - set(shown.values_list("pk", flat=True))

    def chosen(self) -> list[Curriculum]:
        """Those that stay keep their order, new ones follow. What the actor may not see is not theirs to take out."""
        picked = {row.pk: row for row in self.cleaned_data["curricula"]} | Curriculum.objects.in_bulk(self.hidden)
        stays = [picked.pop(pk) for pk in self.there if pk in picked]
        return [*stays, *picked.values()]
