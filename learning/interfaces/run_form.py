"""The form of a course run but for its sittings. Days and times are what clocks show in the run's own zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from core.api import Person
from core.interfaces.several_rows import SeveralRows
from core.validators import validate_time_zone
from learning.domain.clock import moment_of
from learning.domain.queries.materials import material_of_address
from learning.domain.run_checks import MOST_SEATS
from learning.enums import SpokenLanguage

WINDOW = ("enrol_from", "enrol_until", "withdraw_until")
MOMENT = "%Y-%m-%dT%H:%M"


class ClockField(forms.Field):
    """A day and a time as the clocks of some zone show them: which zone, the form says."""

    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        try:
            clock = parse_datetime(str(value).strip())
        except ValueError:
            clock = None
        if clock is None:
            raise ValidationError(_("Write a day and a time."), code="invalid")
        return clock.replace(tzinfo=None, second=0, microsecond=0)


class RunForm(forms.Form):
    """All of a run but its sittings."""

    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=120, required=False)
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=120,
        required=False,
        help_text=_("What tells this run from others of the course, such as “Spring 2027”. May be empty."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        help_text=_("All days and times below are what clocks show there."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
    )
    spoken = forms.ChoiceField(label=_("Language"), choices=SpokenLanguage.choices)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.CharField(
        label=_("Link"),
        max_length=500,
        required=False,
        help_text=_("Of the video meeting. Only those who have a seat see it."),
        widget=forms.TextInput(attrs={"type": "url", "placeholder": "https://", "spellcheck": "false"}),
    )
    seats = forms.IntegerField(
        label=_("Number of seats"),
        required=False,
        help_text=_("Empty: everyone has a seat. Raised, the waiting list moves up at once."),
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST_SEATS, "inputmode": "numeric"}),
    )
    lecturers = SeveralRows(
        label=_("Lecturers"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("Other lecturers"),
        required=False,
        max_length=2000,
        help_text=_("Employee numbers or e-mails, one a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    enrol_from = ClockField(
        label=_("Enrolment is open from"), required=False, help_text=_("Empty: as soon as it is open.")
    )
    enrol_until = ClockField(
        label=_("Enrolment is open until"), required=False, help_text=_("Empty: when the first sitting begins.")
    )
    withdraw_until = ClockField(
        label=_("Withdraw until"), required=False, help_text=_("Empty: as the course says, counted in days.")
    )
    materials = forms.CharField(
        label=_("Materials besides those of the course"),
        required=False,
        max_length=5000,
        help_text=_("Their addresses in the portal, one a line."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    note = forms.CharField(
        label=_("Note to those who come"),
        required=False,
        max_length=2000,
        help_text=_("What to bring, where to meet. It stands in their calendars too."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, known: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["lecturers"].queryset = known  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        validate_time_zone(zone)
        return zone

    def clean_others(self) -> list[Person]:
        from learning.domain.cohorts import read_list

        text: str = self.cleaned_data["others"]
        if not text.strip():
            return []
        lines = read_list(text)
        unknown = [each.text for each in lines if each.person is None]
        if unknown:
            words = _("Nobody has this employee number or e-mail: %(texts)s")
            raise ValidationError(words % {"texts": ", ".join(unknown[:5])})
        return [each.person for each in lines if each.person is not None]

    def clean_materials(self) -> tuple[UUID, ...]:
        lines = [line for line in self.cleaned_data["materials"].splitlines() if line.strip()]
        found = [material_of_address(line, viewer=self.viewer) for line in lines]
        unknown = [line for line, page in zip(lines, found, strict=True) if page is None]
        if unknown:
            words = _("No material of the portal is at this address: %(texts)s")
            raise ValidationError(words % {"texts": ", ".join(unknown[:5])})
        return tuple(page.translation_key for page in found if page is not None)

    def clean(self) -> dict[str, Any]:
        """The moments of the window, once the zone is known; of an hour that comes twice the earlier one opens and
        the later one closes."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "zone" in found:
            for name in WINDOW:
                if found.get(name):
                    try:
                        zone = zoneinfo.ZoneInfo(found["zone"])
                        found[name] = moment_of(found[name], zone, later=name != "enrol_from")
                    except ValidationError as error:
                        self.add_error(name, error)
        return found
