"""What is wrong with a file, in words that are put into a language only when somebody reads them.

A report is kept, and read by colleagues who read another language than whoever sent the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise, lazy

from core.notices import in_languages

Words = str | Promise


def _filled(words: Any, /, **values: Any) -> str:
    return str(words % values)


def _joined(*texts: Words) -> str:
    return " ".join(str(each) for each in texts)


filled: Callable[..., Words] = lazy(_filled, str)
"""`filled(_("Row %(row)d has this code already."), row=3)`, where `_` is `gettext_lazy`; values may be lazy as well."""
joined: Callable[..., Words] = lazy(_joined, str)
name_in: Callable[..., Words] = lazy(getattr, str)
"""`name_in(person, "display_name")`: a name that is another one in each language."""


def words_of(error: ValidationError) -> list[Words]:
    """The messages of an error; `error.messages` would put them into the language of this moment."""
    return [words for every in words_by_field(error).values() for words in every]


def words_by_field(error: ValidationError) -> dict[str, list[Words]]:
    """The same by field, "" for those of the whole."""
    by_field = getattr(error, "error_dict", None) or {"": error.error_list}
    return {name: [_said(each) for each in every] for name, every in by_field.items()}


def _said(error: ValidationError) -> Words:
    return filled(error.message, **error.params) if error.params else error.message


def in_every_language(found: Any) -> Any:
    """As JSON can keep it: what waits for its language in each of them, everything else as it is."""
    if isinstance(found, Promise):
        return in_languages(lambda: found)
    if isinstance(found, Mapping):
        return {name: in_every_language(each) for name, each in found.items()}
    if isinstance(found, Sequence) and not isinstance(found, str):
        return [in_every_language(each) for each in found]
    return found
