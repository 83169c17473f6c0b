"""The whole review: everything that `manage.py messages check` looks at."""

import gettext
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import polib
from django.utils.translation import trans_real

from core.translation import vendor
from core.translation.bare_words import bare_words
from core.translation.catalogues import ROOT, WAGTAIL, Key, compile_catalogues, key_of, merged_parts, part_files
from core.translation.extraction import messages_of_project
from core.translation.faults import Fault, clashes, disagreements, mismatches, missing, unfinished, unused
from core.translation.glossary import departures, terms
from core.translation.names import english_in_forms
from core.translation.style import lapses

Check = Callable[[Path], Iterator[Fault]]


def known_japanese(root: Path = ROOT) -> dict[Key, polib.POEntry]:
    """What a reader of our pages sees: our parts first, then our additions to Wagtail, then what is shipped."""
    ours = {key_of(entry): entry for entry in merged_parts(root)}
    return vendor.shipped("django") | vendor.ours_for_vendors("django", root) | ours


def faults_of_project(root: Path = ROOT) -> list[Fault]:
    """What is wrong with our own messages and our parts."""
    if compile_catalogues(root):
        _forget_loaded_catalogues()  # the forms are read in Japanese, as people will see them
    messages, parts, known_terms = messages_of_project(root), part_files(root), terms(root)
    checks: tuple[Check, ...] = (unfinished, mismatches, lapses, lambda path: departures(path, known_terms))
    return sorted(
        chain(
            missing(messages, known_japanese(root)),
            disagreements(parts),
            clashes(parts, vendor.shipped("django") | vendor.ours_for_vendors("django", root)),
            unused(messages, parts),
            bare_words(root),
            english_in_forms(),
            *(check(path) for path in parts for check in checks),
        )
    )


def faults_of_vendors(root: Path = ROOT) -> list[Fault]:
    """What is wrong with the Japanese of the installed packages: strings without any, and our own additions."""
    found: list[Fault] = []
    for domain in vendor.DOMAINS:
        added = vendor.ours_for_vendors(domain, root)
        found += missing(vendor.wanted(domain), vendor.shipped(domain) | added)
        path = root / WAGTAIL / f"{domain}.po"
        if path.exists():
            found += chain(unfinished(path), mismatches(path), unused(vendor.possible(domain), [path]))
    return sorted(found)


def _forget_loaded_catalogues() -> None:
    """Django and Python each keep what they have read of a catalogue for as long as the process lives."""
    for module in (trans_real, gettext):
        vars(module)["_translations"].clear()
