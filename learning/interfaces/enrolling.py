"""Forms of those who take courses, and of those who agree to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.domain.enrolling import LONGEST_WISH
from learning.models import Feedback


class EnrolForm(forms.Form):
    """Why I would like to come: read by whoever approves it."""

    wish = forms.CharField(
        label=_("Why I would like to come"),
        required=False,
        max_length=LONGEST_WISH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CheckInForm(forms.Form):
    """The code that the lecturer shows; how it is typed (full width, with spaces) does not matter."""

    code = forms.CharField(
        label=_("Code that the lecturer shows"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}),
    )


class DeclineForm(forms.Form):
    """Why not: the person reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it."),
        max_length=LONGEST_WISH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a few words why not.")},
    )


class FeedbackForm(forms.ModelForm[Feedback]):
    """One minute: three taps, and two boxes that may stay empty."""

    useful = forms.TypedChoiceField(
        label=_("How useful was it for your work?"),
        coerce=int,
        choices=[
            (5, _("5: very useful")),
            (4, "4"),
            (3, "3"),
            (2, "2"),
            (1, _("1: not useful")),
        ],
        widget=forms.RadioSelect,
    )
    pace = forms.TypedChoiceField(
        label=_("How was the pace?"),
        coerce=int,
        choices=[(-1, _("too slow")), (0, _("just right")), (1, _("too fast"))],
        initial=0,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Feedback
        fields = ("useful", "pace", "recommends", "good", "better")
        widgets: dict[str, Any] = {
            "good": forms.Textarea(attrs={"rows": 2}),
            "better": forms.Textarea(attrs={"rows": 2}),
        }
