"""The form with which a spreadsheet of people is sent, and the one that says what its headings mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.interfaces.tables.reading import MOST_BYTES
from core.interfaces.tables.running import TABLES

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")


def table_choices() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Tell it from the headings")), *((table.name, table.label) for table in TABLES.values())]


class PeopleFileForm(forms.Form):
    """A file, and what it holds."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV (UTF-8 or Shift_JIS) or XLSX, up to 50 MB. Nothing is imported before you have seen the check."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    table = forms.ChoiceField(label=gettext_lazy("What it holds"), choices=table_choices, required=False)
    is_full = forms.BooleanField(
        label=gettext_lazy("It names everybody"),
        help_text=gettext_lazy("Who is missing in it is then listed. Nobody is ever removed by a file."),
        required=False,
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if not str(upload.name).lower().endswith(ENDINGS):
            raise ValidationError(_("Send a CSV or XLSX file."))
        if upload.size > MOST_BYTES:
            words = _("The file has %(size)s; at most %(most)s can be read.")
            raise ValidationError(words % {"size": filesizeformat(upload.size), "most": filesizeformat(MOST_BYTES)})
        return upload


class ColumnsForm(forms.Form):
    """For each heading of the checked sheets what it means; sheets that share a heading share its meaning."""

    table = forms.ChoiceField(label=gettext_lazy("What it holds"), choices=table_choices, required=False)
    is_full = forms.BooleanField(label=gettext_lazy("It names everybody"), required=False)

    def __init__(self, *args: Any, report: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings: dict[str, str] = {}
        for sheet in report.get("sheets", []):
            for each in sheet["columns"]:
                if each["heading"] and each["heading"] not in self.headings.values():
                    self._add(each["heading"], each["column"], sheet["table"])

    def _add(self, heading: str, column: str, table: str) -> None:
        name = f"heading-{len(self.headings)}"
        self.headings[name] = heading
        columns = TABLES[table].columns if table in TABLES else ()
        choices = [("", _("Leave out")), *((each.name, each.label) for each in columns)]
        self.fields[name] = forms.ChoiceField(label=heading, choices=choices, initial=column, required=False)

    def columns(self) -> dict[str, str]:
        """heading → column name, "" where it is left out."""
        return {heading: self.cleaned_data.get(name, "") for name, heading in self.headings.items()}
