"""Forms with which a person changes their own profile and settings."""

from __future__ import annotations

import zoneinfo
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.enums import Language, Theme
from core.interfaces.photo import read_photo
from core.models.person import Person

# The zones of the regions people work in come first; every other zone can be typed.
COMMON_ZONES = ["Asia/Tokyo", "America/New_York", "America/Los_Angeles", "Europe/Berlin", "Europe/London", "UTC"]

# Whoever looks for their language looks for its own name.
OWN_NAMES = [(Language.JAPANESE.value, "日本語"), (Language.ENGLISH.value, "English")]


class ProfileForm(forms.ModelForm[Person]):
    """What a person says of themselves."""

    new_photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP; it is cut square. Every colleague can see it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_photo = forms.BooleanField(label=_("Remove the photo"), required=False)

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = ["family_kana", "given_kana", "family_romaji", "given_romaji", "about"]
        help_texts: ClassVar[dict[str, object]] = {
            "about": _("What you work on and what you like to be asked about. Every colleague can read it."),
            "family_romaji": _("Left empty, it follows from the kana."),
        }

    def full_clean(self) -> None:
        """Say that the photo is lost where the form comes back: no browser sends a chosen file a second time."""
        super().full_clean()
        if self.errors and "new_photo" not in self.errors and self.files.get("new_photo"):
            self.add_error("new_photo", _("Choose the photo again: it could not be kept."))

    def clean_new_photo(self) -> bytes | None:
        """The photo as it will be kept."""
        upload = self.cleaned_data["new_photo"]
        return read_photo(upload) if upload else None


class SettingsForm(forms.ModelForm[Person]):
    """Language, time zone, theme and keyboard shortcuts."""

    language = forms.ChoiceField(label=_("Language"), choices=OWN_NAMES)
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
