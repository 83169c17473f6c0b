"""The form of a course run with its sittings as one: what stands in it at first, and what is wished for in the end."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from core.api import Person
from core.domain.queries.addresses import address_of
from core.interfaces.profile import COMMON_ZONES
from core.interfaces.several_rows import MOST_DIGITS
from learning.domain.clock import clock_of
from learning.domain.queries.materials import materials_by_key
from learning.domain.run_checks import MOST_SITTINGS, RunFacts
from learning.interfaces.run_form import WINDOW, RunForm
from learning.interfaces.sitting_forms import Sittings, fill_next, row_of
from learning.models import CourseRun


class RunEditor:
    """The form and its sittings as one: what was typed stays, whatever is wrong with it."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        known: Any,
        viewer: Person,
        run: CourseRun | None = None,
        zone: str = "",
    ) -> None:
        self.run = run
        self.form = RunForm(data, known=known, viewer=viewer, initial=_initial(run, zone=zone, viewer=viewer))
        rows = [row_of(each, run) for each in run.sittings.all()] if run else []
        self.sittings = Sittings(data, initial=rows, prefix="sittings")
        self.sittings.extra = 0 if rows else 1
        self.zones = COMMON_ZONES

    @classmethod
    def grown(cls, data: Any, **about: Any) -> RunEditor:
        """One more sitting, a week after the last one; nothing is checked yet."""
        posted = data.copy()
        said = posted.get("sittings-TOTAL_FORMS", "")
        count = int(said) if said.isdecimal() and len(said) < MOST_DIGITS else 0
        if count < MOST_SITTINGS:
            posted["sittings-TOTAL_FORMS"] = str(count + 1)
            fill_next(posted, count)
        editor = cls(posted, **about)
        editor.form._errors = {}  # type: ignore[assignment]
        for row in editor.sittings.forms:
            row._errors = {}  # type: ignore[assignment]
        editor.sittings._errors, editor.sittings._non_form_errors = [], editor.sittings.error_class()  # type: ignore[attr-defined]
        return editor

    def facts(self) -> RunFacts | None:
        """What is wished; None where the form has something to say first."""
        fine = self.form.is_valid()
        rows = self.sittings.wished()
        fine = self.sittings.is_valid() and fine
        if "zone" not in self.form.cleaned_data:
            return None
        zone = zoneinfo.ZoneInfo(self.form.cleaned_data["zone"])
        wishes = [row.wish(zone) for row in rows]
        if not fine or None in wishes:
            return None
        own = ("lecturers", "others", "materials")
        plain = {name: value for name, value in self.form.cleaned_data.items() if name not in own}
        # What is out of sight of whoever fills the form in is not theirs to take out.
        plain["materials"] = (*self.form.cleaned_data["materials"], *_out_of_sight(self.run, self.form.viewer))
        named = [*self.form.cleaned_data["lecturers"], *self.form.cleaned_data["others"]]
        return RunFacts(**plain, sittings=tuple(each for each in wishes if each), lecturers=tuple(dict.fromkeys(named)))

    def refuse(self, error: ValidationError) -> None:
        """What the domain says, beside the field that it names."""
        if not hasattr(error, "error_dict"):
            self.form.add_error(None, error)
            return
        rows = self.sittings.wished()
        for name, problems in error.error_dict.items():
            for problem in problems:
                index = (problem.params or {}).get("index") if name == "sittings" else None
                if index is not None:
                    rows[index].add_error("starts", ValidationError(problem.messages))
                else:
                    self.form.add_error(name if name in self.form.fields else None, ValidationError(problem.messages))

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors) or any(row.errors for row in self.sittings.forms)


def _initial(run: CourseRun | None, *, zone: str, viewer: Person) -> dict[str, Any]:
    if run is None:
        return {"zone": zone or "Asia/Tokyo", "seats": 20}
    plain = ("name_ja", "name_en", "zone", "spoken", "place", "link", "note")
    window = {name: clock_of(moment, run.zone_info) if (moment := getattr(run, name)) else None for name in WINDOW}
    lecturers = [each.pk for each in run.lecturers.all()]
    return {
        **{name: getattr(run, name) for name in plain}, **window, "seats": run.seats.capacity, "lecturers": lecturers,
        "materials": "\n".join(_material_addresses(run, viewer)),
    }  # fmt: skip


def _material_addresses(run: CourseRun, viewer: Person) -> list[str]:
    keys = [each.material_key for each in run.materials.all()]
    pages = materials_by_key(keys, viewer=viewer)
    return [address_of(pages[key]) for key in keys if key in pages]


def _out_of_sight(run: CourseRun | None, viewer: Person) -> list[UUID]:
    keys = [each.material_key for each in run.materials.all()] if run else []
    pages = materials_by_key(keys, viewer=viewer)
    return [key for key in keys if key not in pages]
