"""Forms of those who are stuck and those who answer."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models.person import Person
from core.secrets import Finding, find_secrets, secret_patterns
from learning.domain.stuck import Seen
from learning.domain.unsent import keep_unsent, unsent_of
from learning.interfaces.pictures import PicturesField, check_number
from learning.models import UnsentPicture


class SecretsHeld(forms.Form):
    """Holds a text back that looks as if it contained a secret, until whoever wrote it says "send anyway".

    That word holds for the findings that were shown: a secret added afterwards is asked about again.
    """

    watched: tuple[str, ...] = ()
    token = forms.UUIDField(widget=forms.HiddenInput)
    anyway = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings: dict[str, list[Finding]] = {}
        self.fields["token"].initial = uuid.uuid4
        for name in self.watched:
            self.fields[name].widget.attrs |= {
                "data-secret-patterns": json.dumps(secret_patterns()),
                "data-secret-warning": f"{self.prefix or 'form'}-secrets",
            }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = {name: find_secrets(str(cleaned.get(name) or "")) for name in self.watched}
        self.findings = {name: findings for name, findings in found.items() if findings}
        if self.findings and cleaned.get("anyway") != self.shown_findings:
            # As a value of the form, so that the button beside the findings can say "send anyway".
            raise ValidationError(_("This looks as if it contained a secret. Nothing was sent yet."), code="secret")
        return cleaned

    @property
    def is_held_alone(self) -> bool:
        """Whether what was found is all that is wrong: its own box says so, and no summary beside it."""
        return [error.code for errors in self.errors.as_data().values() for error in errors] == ["secret"]

    @property
    def shown_findings(self) -> str:
        """A digest of what was found, by which "send anyway" says what it means."""
        texts = sorted(finding.matched for findings in self.findings.values() for finding in findings)
        return hashlib.sha256("\0".join(texts).encode()).hexdigest() if texts else ""

    @property
    def all_findings(self) -> list[tuple[str, Finding]]:
        return [(str(self.fields[name].label), each) for name, found in self.findings.items() for each in found]


class StuckForm(SecretsHeld):
    """What was seen, what was tried, pictures of it."""

    watched = ("seen", "tried")
    seen = forms.CharField(
        label=gettext_lazy("What do you see?"),
        help_text=gettext_lazy("Paste the message, the command and what it printed, as text."),
        max_length=20000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    tried = forms.CharField(
        label=gettext_lazy("What have you tried?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pictures = PicturesField(
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy("Up to three, of 8 MB each. Look that they show no password either."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.unsent: list[UnsentPicture] = []
        self.chosen: list[UnsentPicture] = []

    @property
    def unsent_name(self) -> str:
        """Under which the ticks of pictures that wait are sent."""
        return str(self.add_prefix("unsent"))

    def full_clean(self) -> None:
        """A browser cannot bring pictures along in a form that comes back: they wait here, and are ticked in it."""
        super().full_clean()
        if self.is_bound and self.errors:
            self.keep_pictures()

    def keep_pictures(self) -> None:
        """Keep what was chosen; a view that refuses a sound form calls it too."""
        token = self.cleaned_data.get("token")
        field = self.fields["pictures"]
        if token is None or not isinstance(field, PicturesField):
            return
        kept = keep_unsent(self.person, token=token, pictures=field.read)
        field.read = []
        self.unsent, self.chosen = [*self.unsent, *kept], [*self.chosen, *kept]

    def clean(self) -> dict[str, Any]:
        token = self.cleaned_data.get("token")
        if token is not None:
            ticked = set(self.data.getlist(self.unsent_name))
            self.unsent = unsent_of(self.person, token=token)
            self.chosen = [each for each in self.unsent if str(each.pk) in ticked]
        try:
            check_number(len(self.chosen) + len(self.cleaned_data.get("pictures") or ()))
        except ValidationError as error:
            self.add_error("pictures", error)
        return super().clean()

    def clean_seen(self) -> str:
        seen = str(self.cleaned_data["seen"]).replace("\r\n", "\n").strip("\n")
        if not seen.strip():
            raise ValidationError(_("Say what you see."), code="required")
        return seen

    def what(self) -> Seen:
        cleaned = self.cleaned_data
        return Seen(cleaned["seen"], cleaned["tried"], cleaned["pictures"], self.chosen)


class AnswerForm(SecretsHeld):
    """An answer, in Markdown."""

    watched = ("body",)
    body = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Markdown works: code between ``` lines, lists, links."),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")
