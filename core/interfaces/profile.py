"""Forms with which a person changes their own profile and settings."""

from __future__ import annotations

import zoneinfo
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.enums import Language, Theme
from core.models.person import Person

# The zones of the regions people work in come first; every other zone can be typed.
COMMON_ZONES = ["Asia/Tokyo", "America/New_York", "America/Los_Angeles", "Europe/Berlin", "Europe/London", "UTC"]


class ProfileForm(forms.ModelForm[Person]):
    """What a person says of themselves."""

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = ["family_kana", "given_kana", "family_romaji", "given_romaji", "about"]
        help_texts: ClassVar[dict[str, object]] = {
            "about": _("What you work on and what you like to be asked about. Every colleague can read it."),
            "family_romaji": _("Left empty, it follows from the kana."),
        }


class SettingsForm(forms.ModelForm[Person]):
    """Language, time zone, theme and keyboard shortcuts."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=())
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, widget=forms.RadioSelect)

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = ["language", "time_zone", "theme", "shortcuts"]
        labels: ClassVar[dict[str, object]] = {"shortcuts": _("Use keyboard shortcuts")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        others = sorted(zoneinfo.available_timezones() - set(COMMON_ZONES))
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            (_("Often used"), [(zone, zone) for zone in COMMON_ZONES]),
            (_("All"), [(zone, zone) for zone in others]),
        ]
