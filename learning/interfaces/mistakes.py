"""Forms of reported mistakes."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.domain.mistakes import Wrong
from learning.enums import MistakeStatus


class MistakeForm(forms.Form):
    """What is wrong, and where."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    step = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    quote = forms.CharField(
        label=_("The place in the text"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    message = forms.CharField(label=_("What is wrong?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def what(self) -> Wrong:
        cleaned = self.cleaned_data
        return Wrong(cleaned["message"], cleaned["step"], cleaned["quote"])


class ClosingForm(forms.Form):
    """What became of it, and a word to whoever reported it."""

    status = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(status, status.label) for status in (MistakeStatus.FIXED, MistakeStatus.DECLINED)],
        initial=MistakeStatus.FIXED,
        widget=forms.RadioSelect,
    )
    reply = forms.CharField(label=_("Reply"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
