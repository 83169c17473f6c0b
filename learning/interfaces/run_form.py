"""The form of a course run with its sittings. Days and times are what clocks show in the run's own zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from core.api import Person
from core.domain.queries.addresses import address_of
from core.interfaces.profile import COMMON_ZONES
from core.interfaces.several_rows import MOST_DIGITS, SeveralRows
from core.validators import validate_time_zone
from learning.domain.clock import TWICE, clock_of, comes_twice, moment_of
from learning.domain.queries.materials import material_of_address, materials_by_key
from learning.domain.run_checks import MOST_SEATS, MOST_SITTINGS, RunFacts, SittingFacts
from learning.enums import SpokenLanguage
from learning.models import CourseRun, Sitting

FIRST, SECOND = "first", "second"
WINDOW = ("enrol_from", "enrol_until", "withdraw_until")
LONGEST_NIGHT = dt.timedelta(hours=12)
DAY, TIME, MOMENT = "%Y-%m-%d", "%H:%M", "%Y-%m-%dT%H:%M"


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


class SittingForm(forms.Form):
    """A day with a beginning and an end; an end that is earlier by the clock is on the next day."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format=DAY, attrs={"type": "date"}))
    starts = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(format=TIME, attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(format=TIME, attrs={"type": "time"}))
    which = forms.ChoiceField(
        label=_("Which of the two"),
        required=False,
        choices=[("", "–"), (FIRST, _("The first, in summer time")), (SECOND, _("The second, an hour later"))],
    )
    place = forms.CharField(label=_("Place, if another"), max_length=200, required=False)
    link = forms.CharField(
        label=_("Link, if another"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"type": "url", "placeholder": "https://", "spellcheck": "false"}),
    )

    asks_which = False

    def wish(self, zone: zoneinfo.ZoneInfo) -> SittingFacts | None:
        """None where it cannot be one: then the form says why."""
        found = self.cleaned_data
        if not {"day", "starts", "ends"} <= found.keys():
            return None
        later = {FIRST: False, SECOND: True}.get(found.get("which", ""))
        moments: list[dt.datetime] = []
        for name, day in (("starts", found["day"]), ("ends", self._last_day())):
            try:
                moments.append(moment_of(dt.datetime.combine(day, found[name]), zone, later=later))
            except ValidationError as error:
                self.asks_which = self.asks_which or error.code == TWICE
                self.add_error(name, error)
        if len(moments) < len(("starts", "ends")) or self._is_slip(moments[1] - moments[0]):
            return None
        return SittingFacts(moments[0], moments[1], found.get("place", ""), found.get("link", ""), found.get("pk"))

    def _last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        is_next = self.cleaned_data["ends"] < self.cleaned_data["starts"]
        return day + dt.timedelta(days=1) if is_next and day < dt.date.max else day

    def _is_slip(self, length: dt.timedelta) -> bool:
        """Of 13:00 to 12:00 it is likelier that a key was missed than that it lasts until the next noon."""
        if not self.ends_next_day or length <= LONGEST_NIGHT or not self.has_changed():
            return False
        words = _("This sitting ends before it starts. One that goes on past midnight lasts 12 hours at most.")
        self.add_error("ends", words)
        return True

    @property
    def ends_next_day(self) -> bool:
        """Whether (+1) stands beside the end."""
        try:
            starts, ends = (self.fields[name].to_python(self[name].value()) for name in ("starts", "ends"))
        except ValidationError:
            return False
        return starts is not None and ends is not None and ends < starts

    def shows_which(self) -> bool:
        """Only where a time comes twice: else it would puzzle."""
        return self.asks_which or bool(self["which"].value())


class BaseSittings(BaseFormSet[SittingForm]):
    """The rows of the form. A row that is left empty, or ticked to be taken out, is none."""

    def add_fields(self, form: SittingForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this sitting out")

    def wished(self) -> list[SittingForm]:
        filled = [form for form in self.forms if form.initial or form.has_changed()]
        self.is_valid()  # whether a row is to be taken out is known once it was looked at
        return [form for form in filled if not self._should_delete_form(form)]


Sittings = forms.formset_factory(
    SittingForm, formset=BaseSittings, extra=0, can_delete=True, max_num=MOST_SITTINGS, absolute_max=MOST_SITTINGS + 20
)


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
        rows = [_row(each, run) for each in run.sittings.all()] if run else []
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
            _fill_next(posted, count)
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


def _row(sitting: Sitting, run: CourseRun) -> dict[str, Any]:
    starts, ends = clock_of(sitting.starts_at, run.zone_info), clock_of(sitting.ends_at, run.zone_info)
    told = (comes_twice(moment, run.zone_info) for moment in (sitting.starts_at, sitting.ends_at))
    which = next((SECOND if later else FIRST for later in told if later is not None), "")
    facts = {"place": sitting.place, "link": sitting.link, "which": which}
    return {"pk": sitting.pk, "day": starts.date(), "starts": starts.time(), "ends": ends.time(), **facts}


def _fill_next(posted: Any, count: int) -> None:
    """Most courses are held weekly; what is filled in can be typed over."""
    last = f"sittings-{count - 1}-"
    try:
        day = dt.date.fromisoformat(posted.get(f"{last}day", ""))
        posted[f"sittings-{count}-day"] = (day + dt.timedelta(weeks=1)).isoformat()
    except (ValueError, OverflowError):
        return
    for name in ("starts", "ends", "place", "link"):
        posted[f"sittings-{count}-{name}"] = posted.get(f"{last}{name}", "")
