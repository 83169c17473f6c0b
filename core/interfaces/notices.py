"""The form with which a person says how they wish to be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.domain.notice_times import Hours
from core.domain.queries.notice_settings import Chosen
from core.enums import Delivery

PREFIX = "kind-"


class ClockInput(forms.TimeInput):
    """The browser's own control for a time of the day; without one, 22:30 is typed."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"step": "60"})


class NoticeSettingsForm(forms.Form):
    """A choice for each kind, quiet hours, the time of the daily mail."""

    digest_at = forms.TimeField(
        label=_("Daily mail at"),
        widget=ClockInput(),
        help_text=_("One mail a day with what is unread, and none where there is nothing."),
    )
    quiet_from = forms.TimeField(label=pgettext_lazy("quiet hours", "From"), required=False, widget=ClockInput())
    quiet_until = forms.TimeField(label=pgettext_lazy("quiet hours", "Until"), required=False, widget=ClockInput())

    def __init__(self, *args: Any, groups: dict[str, list[Chosen]], hours: Hours, **kwargs: Any) -> None:
        begins, ends = hours.quiet or (None, None)
        initial = {"digest_at": hours.digest_at, "quiet_from": begins, "quiet_until": ends}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.groups = groups
        for chosen in self._all():
            self.fields[PREFIX + chosen.kind.key] = forms.ChoiceField(
                label=str(chosen.kind.label), choices=Delivery.choices, initial=chosen.delivery, required=False
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begins, ends = values.get("quiet_from"), values.get("quiet_until")
        if "quiet_from" in self.errors or "quiet_until" in self.errors:
            return values
        if (begins is None) != (ends is None):
            field = "quiet_from" if begins is None else "quiet_until"
            self.add_error(field, ValidationError(_("Give both times, or neither.")))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", ValidationError(_("Quiet hours end at another time than they begin.")))
        return values

    def shown_groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Headings with their fields, as the page shows them."""
        for title, several in self.groups.items():
            yield title, [self[PREFIX + chosen.kind.key] for chosen in several]

    def choices(self) -> dict[str, Delivery]:
        """Only what differs from before: a kind that nobody touched goes on following its default."""
        said = {chosen: self.cleaned_data[PREFIX + chosen.kind.key] or chosen.delivery for chosen in self._all()}
        return {chosen.kind.key: Delivery(each) for chosen, each in said.items() if each != chosen.delivery}

    def quiet(self) -> tuple[dt.time, dt.time] | None:
        begins, ends = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return (begins, ends) if begins is not None and ends is not None else None

    def _all(self) -> Iterator[Chosen]:
        for several in self.groups.values():
            yield from several
