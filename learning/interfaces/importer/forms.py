"""What a person is asked on the screen "Import materials"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.enums import Language
from learning.domain.imports.runs import ImportWish
from learning.interfaces.importer.address import SourceAddress, read_address
from learning.interfaces.importer.refusals import ImportRefused
from learning.interfaces.importer.targets import possible_targets


class ImportForm(forms.Form):
    """Address, branch, sub-folder, where to, dry run."""

    address = forms.CharField(
        label=_("Address of the git repository"),
        max_length=500,
        help_text=_("Begins with https:// or ssh://. No user name or password."),
        widget=forms.TextInput(attrs={"placeholder": "https://github.com/…", "autocomplete": "off"}),
    )
    branch = forms.CharField(label=_("Branch"), max_length=200, required=False, help_text=_("Empty: the main branch."))
    subfolder = forms.CharField(
        label=_("Sub-folder"), max_length=300, required=False, help_text=_("Empty: the whole repository.")
    )
    into = forms.ChoiceField(
        label=_("Import into"),
        required=False,
        help_text=_("A curriculum takes the pages in; below a home page or a section a new curriculum is made."),
    )
    language = forms.ChoiceField(
        label=_("Language of the pages"), required=False, choices=[("", _("As where they go")), *Language.choices]
    )
    dry_run = forms.BooleanField(
        label=_("Dry run"), required=False, help_text=_("Only say what would be done; write nothing.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = {str(page.pk): page for page in possible_targets()}
        self.fields["into"].choices = [("", _("A new curriculum on the home page")), *map(_choice, self.pages.values())]
        self.source: SourceAddress | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "address" in cleaned and "branch" in cleaned and "subfolder" in cleaned:
            try:
                self.source = read_address(
                    cleaned["address"],
                    branch=cleaned["branch"],
                    subfolder=cleaned["subfolder"],
                    is_remote_only=True,
                )
            except ImportRefused as refused:
                self.add_error("address", refused.message)
        return cleaned

    def wish(self) -> ImportWish:
        """What is asked for; call it on a valid form."""
        assert self.source is not None  # noqa: S101 - a valid form has one
        return ImportWish(
            kind=self.source.kind,
            address=self.source.address,
            branch=self.source.branch,
            subfolder=self.source.subfolder,
            into=self.pages.get(self.cleaned_data["into"]),
            language=self.cleaned_data["language"],
            dry_run=self.cleaned_data["dry_run"],
        )


def _choice(page: Page) -> tuple[str, str]:
    indent = "\u2003" * max(0, page.depth - 2)
    return str(page.pk), f"{indent}{page.title} ({page.locale.language_code})"
