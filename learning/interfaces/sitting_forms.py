"""The sittings in the form of a course run: a row each, what clocks show in the run's own zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from learning.domain.clock import TWICE, clock_of, comes_twice, moment_of
from learning.domain.run_checks import MOST_SITTINGS, SittingFacts
from learning.models import CourseRun, Sitting

FIRST, SECOND = "first", "second"
LONGEST_NIGHT = dt.timedelta(hours=12)
DAY, TIME = "%Y-%m-%d", "%H:%M"


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


def row_of(sitting: Sitting, run: CourseRun) -> dict[str, Any]:
    starts, ends = clock_of(sitting.starts_at, run.zone_info), clock_of(sitting.ends_at, run.zone_info)
    told = (comes_twice(moment, run.zone_info) for moment in (sitting.starts_at, sitting.ends_at))
    which = next((SECOND if later else FIRST for later in told if later is not None), "")
    facts = {"place": sitting.place, "link": sitting.link, "which": which}
    return {"pk": sitting.pk, "day": starts.date(), "starts": starts.time(), "ends": ends.time(), **facts}


def fill_next(posted: Any, count: int) -> None:
    """Most courses are held weekly; what is filled in can be typed over."""
    last = f"sittings-{count - 1}-"
    try:
        day = dt.date.fromisoformat(posted.get(f"{last}day", ""))
        posted[f"sittings-{count}-day"] = (day + dt.timedelta(weeks=1)).isoformat()
    except (ValueError, OverflowError):
        return
    for name in ("starts", "ends", "place", "link"):
        posted[f"sittings-{count}-{name}"] = posted.get(f"{last}{name}", "")
