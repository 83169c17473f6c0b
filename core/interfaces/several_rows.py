"""Several rows of a table in a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# The largest key of a table has nineteen digits; what is longer is refused here, for a database raises at it.
MOST_DIGITS = 18


class SeveralRows(forms.ModelMultipleChoiceField[Any]):
    """Rows by their keys. A key that no table can hold is refused like one that is not there."""

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, (list, tuple)) else ():
            if isinstance(key, str) and len(key) > MOST_DIGITS:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": f"{key[:20]}…"}
                )
        return super().clean(value)
