"""Hits in templates: `{% load found %}`."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.templatetags.components import TONES
from search.domain.queries.problems import in_ones_language
from search.text.highlight import Piece

register = template.Library()


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """The text with what matched in <mark>; everything is escaped here and nowhere else."""
    return format_html_join("", "{}{}{}", (_parts(piece) for piece in pieces))


register.filter("in_ones_language", in_ones_language)


@register.filter
def held_by(key: str, held: Mapping[str, Any]) -> Any:
    """What a mapping holds for a key; nothing where it holds none."""
    return held.get(key, "")


@register.filter
def letters(name: str) -> str:
    """The initials of a name that stands alone: 佐 in Japanese, HS in English."""
    words = name.split()
    if not words:
        return "–"
    return words[0][0] if words[0][0] > "⺀" else "".join(word[0] for word in words[:2]).upper()


@register.filter
def tone_of(key: str) -> int:
    """One of the tones of initials, always the same for a key."""
    return zlib.crc32(key.encode()) % TONES + 1


def _parts(piece: Piece) -> tuple[SafeString | str, str, SafeString | str]:
    return (OPEN, piece.text, CLOSE) if piece.is_match else ("", piece.text, "")


OPEN, CLOSE = SafeString("<mark>"), SafeString("</mark>")
