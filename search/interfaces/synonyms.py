"""The form of one row of synonyms."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search.models import Synonym

BETWEEN = re.compile(r"[,、，;；\n]+")
ARROW = re.compile(r"→|⇒|->|=>")


class SynonymForm(forms.Form):
    """Words with commas or line ends between them; `k8s → kubernetes` in one field says the direction as well.

    What a row must fulfil is checked by the domain, which names these fields.
    """

    words = forms.CharField(
        label=_("Words of the row"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "With commas or on lines of their own: k8s, kubernetes, クバネティス. Width, case and kana do not matter."
        ),
    )
    finds = forms.CharField(
        label=_("Also find"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Leave it empty where all words mean the same. Else the words above also find these, not the reverse."
        ),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=200, help_text=_("For other editors: why, or where it is said.")
    )

    def clean(self) -> dict[str, Any]:
        """The fields as lists of words."""
        cleaned = super().clean() or {}
        words, finds = cleaned.get("words", ""), cleaned.get("finds", "")
        if not finds.strip() and len(ARROW.findall(words)) == 1:
            words, finds = ARROW.split(words)
        return {**cleaned, "words": BETWEEN.split(words), "finds": BETWEEN.split(finds)}


def initial_of(row: Synonym) -> dict[str, str]:
    """What the form shows of a row that is there."""
    return {"words": ", ".join(row.words), "finds": ", ".join(row.finds), "note": row.note}
