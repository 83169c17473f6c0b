"""The editor's form of a material: what is not edited comes back byte for byte."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.interfaces.references import PortalPageForm
from learning.markdown import SourceError, decode_source


class MaterialPageForm(PortalPageForm):
    """Browsers send line ends as CRLF, and forms strip the last ones: an unedited save would change the text."""

    markdown = forms.CharField(
        label=_("text"),
        required=False,
        strip=False,
        widget=AdminAutoHeightTextInput(attrs={"class": "material-source", "spellcheck": "false"}),
        help_text=_(
            "Markdown. Each heading of the second level begins a step; the first level where there are several."
        ),
    )

    def clean_markdown(self) -> str:
        """With LF alone; what the importer would refuse is refused here too."""
        text = str(self.cleaned_data["markdown"]).replace("\r\n", "\n").replace("\r", "\n")
        try:
            decode_source(text.encode())
        except SourceError as error:
            raise ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("is_overview") and cleaned.get("step_level"):
            self.add_error(
                "step_level", _("An overview has no steps: leave this empty, or do not call it an overview.")
            )
        return cleaned
