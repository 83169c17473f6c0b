"""Adding people to a run and writing to them: the forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.api import Audience
from learning.domain.cohorts import Line, list_of_audience, read_list
from learning.domain.queries.rule_list import LINKS, who_is_meant


class AudienceField(forms.ModelChoiceField):
    """By who is meant, in the reader's language; the name is what whoever made it wrote down."""

    def label_from_instance(self, obj: Audience) -> str:
        return who_is_meant(obj) or obj.name


class PeopleForm(forms.Form):
    """Somebody, a list, or an audience: one of the two fields."""

    people = forms.CharField(
        label=_("Employee numbers or e-mails"),
        required=False,
        max_length=100_000,
        help_text=_("One a line, or pasted from a spreadsheet. The first ones get the seats."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
    )
    audience = AudienceField(label=_("Or an audience"), queryset=None, required=False, empty_label=_("None"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].queryset = Audience.objects.to_choose().prefetch_related(*LINKS)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("people") and found.get("audience"):
            self.add_error("audience", _("Choose one: a list or an audience."))
        elif not found.get("people") and not found.get("audience") and not self.errors:
            self.add_error("people", _("Write at least one employee number or e-mail."))
        return found

    def lines(self) -> list[Line] | None:
        """Who is meant; None where the form says what is wrong."""
        chosen = self.cleaned_data
        try:
            return list_of_audience(chosen["audience"]) if chosen["audience"] else read_list(chosen["people"])
        except ValidationError as error:
            for name, words in error.message_dict.items():
                self.add_error(name if name in self.fields else None, words)
            return None


class MessageForm(forms.Form):
    """A word to those who come."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    to_waiting = forms.BooleanField(label=_("Also to the waiting list"), required=False)
