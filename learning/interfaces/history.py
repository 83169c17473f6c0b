"""Someone's history of learning as a file: rows for a spreadsheet, and a document to print."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.api import Person, main_place_on
from core.interfaces.tables.writing import defused
from learning.domain.queries.my_courses import Year


class NoPdfError(Exception):
    """The machine has not what is needed to make a PDF."""


def as_csv(years: Sequence[Year]) -> bytes:
    """UTF-8 with the mark that spreadsheets look for; formulas are defused."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Completed on"), _("Title"), _("Minutes"), _("Known from"), _("Note")])
    for year in years:
        for each in year.completions:
            row = (each.completed_on.isoformat(), each.called, each.minutes, each.get_source_display(), each.note)
            writer.writerow([defused(value) for value in row])
    return "\ufeff".encode() + text.getvalue().encode()


def as_html(person: Person, years: Sequence[Year]) -> str:
    """The document, in the active language."""
    context = {
        "person": person,
        "place": main_place_on(person),
        "years": years,
        "minutes": sum(year.minutes for year in years),
        "count": sum(len(year.completions) for year in years),
        "today": timezone.localdate(),
        "language": translation.get_language() or "ja",
    }
    return render_to_string("learning/history_print.html", context)


def as_pdf(person: Person, years: Sequence[Year]) -> bytes:
    """The same as a PDF, its fonts in it. Nothing is fetched, from nowhere. Raises NoPdfError."""
    try:
        import weasyprint
    except OSError as missing:  # its libraries are the system's: Pango is not on every laptop
        raise NoPdfError(str(missing)) from missing
    sheet = weasyprint.CSS(string=render_to_string("documents/history.css"), url_fetcher=_refuse)
    document = weasyprint.HTML(string=as_html(person, years), url_fetcher=_refuse)
    pdf: bytes = document.write_pdf(stylesheets=[sheet])
    return pdf


def _refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError(f"Nothing is fetched for a PDF: {url}")
