"""The report of searches without a hit: its form, and the file that a spreadsheet opens."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.enums import Language
from core.interfaces.tables.writing import defused
from search.domain.queries.empty_searches import Line

SPAN = dt.timedelta(days=30)


class SpanForm(forms.Form):
    """From which day to which, in which language; empty: the last 30 days in both, and the fields say which."""

    first = forms.DateField(
        label=_("First day"),
        required=False,
        initial=lambda: timezone.localdate() - SPAN,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("Both")), *Language.choices])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", gettext("This lies before the first day."))
        return cleaned

    def span(self) -> dict[str, Any]:
        """What the query asks for; where the form is wrong, what it asks for without it."""
        values = self.cleaned_data if self.is_valid() else {}
        last = values.get("last") or timezone.localdate()
        try:
            first = values.get("first") or last - SPAN
        except OverflowError:
            first = dt.date.min
        return {"first": first, "last": last, "language": values.get("language", "")}


def csv_of(lines: list[Line]) -> Iterator[str]:
    """With a byte order mark, so that spreadsheets read Japanese; formulas are text."""
    yield "\ufeff"
    head: list[object] = [gettext("Searched for"), gettext("Language"), gettext("Number of people"), gettext("Last on")]
    rows: list[list[object]] = [[line.text, line.language, line.people, line.last.isoformat()] for line in lines]
    for row in [head, *rows]:
        buffer = StringIO()
        csv.writer(buffer).writerow([defused(cell) for cell in row])
        yield buffer.getvalue()
