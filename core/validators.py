"""Checks shared by form, API and model."""

import functools
import re
import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

KANA = re.compile(r"^[\u3041-\u3096\u30A1-\u30FAー゛゜・\s]*$")
ROMAJI = re.compile(r"^[A-Za-zÀ-ÖØ-öø-ɏ' .-]*$")


def validate_kana(value: str) -> None:
    """Hiragana or katakana only."""
    if not KANA.match(value):
        raise ValidationError(_("Write the reading in hiragana or katakana."), code="kana")


def validate_romaji(value: str) -> None:
    """Latin letters only."""
    if not ROMAJI.match(value):
        raise ValidationError(_("Write the name in Latin letters."), code="romaji")


def validate_time_zone(value: str) -> None:
    """A zone of the IANA database."""
    if value not in _zones():
        raise ValidationError(_("“%(value)s” is not a time zone."), code="time_zone", params={"value": value})


@functools.cache
def _zones() -> frozenset[str]:
    """Read once: it walks the whole zone database."""
    return frozenset(zoneinfo.available_timezones())
