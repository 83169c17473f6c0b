"""Forms of those who are stuck and those who answer."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learning.domain.stuck import Picture, Seen
from learning.interfaces.pictures import MOST, read_picture
from learning.validators import Finding, find_secrets, secret_patterns


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Up to three pictures, each checked and written anew."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=SeveralFiles(attrs={"accept": "image/*", "multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Picture]:
        uploads = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if len(uploads) > MOST:
            said = ngettext("Send %(count)d picture at most.", "Send %(count)d pictures at most.", MOST)
            raise ValidationError(said % {"count": MOST}, code="many")
        return [read_picture(super(PicturesField, self).clean(each, initial)) for each in uploads]


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

    def full_clean(self) -> None:
        """A form that comes back cannot bring its pictures along: browsers do not allow it. So it says so."""
        super().full_clean()
        sent = self.is_bound and self.files.getlist(self.add_prefix("pictures"))
        if sent and self.errors and "pictures" not in self.errors:
            self.add_error("pictures", _("Choose your pictures again: a form that comes back loses them."))

    def clean_seen(self) -> str:
        seen = str(self.cleaned_data["seen"]).replace("\r\n", "\n").strip("\n")
        if not seen.strip():
            raise ValidationError(_("Say what you see."), code="required")
        return seen

    def what(self) -> Seen:
        cleaned = self.cleaned_data
        return Seen(cleaned["seen"], cleaned["tried"], cleaned["pictures"])


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
