"""Filters that kinds share, with the names of their values in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.models.organisation import Department, Occupation, Position, Region
from search.registry import Facet, register_facet

LANGUAGES = {"ja": ("日本語", "Japanese"), "en": ("英語", "English")}


def _named(model: Any) -> Callable[[Sequence[str], str], Mapping[str, str]]:
    """Labels from a vocabulary: its codes and its names."""

    def labels(codes: Sequence[str], language: str) -> Mapping[str, str]:
        name = "name_ja" if language.startswith("ja") else "name_en"
        return dict(model.objects.filter(code__in=codes).values_list("code", name))

    return labels


def _language_labels(codes: Sequence[str], language: str) -> Mapping[str, str]:
    place = 0 if language.startswith("ja") else 1
    return {code: LANGUAGES[code][place] for code in codes if code in LANGUAGES}


def _words(codes: Sequence[str], language: str) -> Mapping[str, str]:
    """Words as they are, in either language: nothing is looked up, so nothing tells whether somebody uses a word."""
    return {code: code for code in codes}


def register() -> None:
    """Called once, when the apps are loaded."""
    register_facet(Facet("department", _("Department"), _named(Department), order=10))
    register_facet(Facet("position", _("Position"), _named(Position), order=20))
    register_facet(Facet("occupation", _("Occupation"), _named(Occupation), order=30))
    register_facet(Facet("region", _("Region"), _named(Region), order=40))
    register_facet(Facet("tag", _("Tag"), _words, order=55))
    register_facet(Facet("language", _("Language"), _language_labels, order=60))
