"""The form that makes a token."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.domain.api_tokens import LONGEST
from core.enums import TokenScope
from core.models.api_token import NAME_LENGTH

USUAL = dt.timedelta(days=90)


class TokenForm(forms.Form):
    """What it is for, what it may do, how long."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, help_text=_("What it is for: you will know it by this.")
    )
    scope = forms.ChoiceField(label=_("What it may do"), choices=TokenScope, initial=TokenScope.READ)
    last_day = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most a year from now."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        field = self.fields["last_day"]
        field.initial = today + USUAL
        field.widget.attrs |= {"min": f"{today:%Y-%m-%d}", "max": f"{today + LONGEST:%Y-%m-%d}"}
