"""The kinds of notices: a registry that apps add to. Telling is `core.domain.notices.notify`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from core.enums import Delivery, Language
from core.models.person import Person

# Whether it is still worth a mail: (reader, context). What was solved or taken back meanwhile is not.
StillHolds = Callable[[Person, Mapping[str, Any]], bool]


def _always(person: Person, context: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True)
class NoticeKind:
    """A kind of thing that people are told of.

    key          app and event: "learning.seat_promoted"
    label        how the settings call it
    group        the heading that it stands under there
    default      how someone hears of it who has not chosen
    template     `<template>.title.txt` (one line) and, if there is more to say, `<template>.body.txt`
    still_holds  asked before a mail goes out
    icon         a drawing of static/icons.svg
    """

    key: str
    label: str | Promise
    group: str | Promise
    default: Delivery
    template: str
    still_holds: StillHolds = _always
    icon: str = "info"


_kinds: dict[str, NoticeKind] = {}


def register_notice_kind(kind: NoticeKind) -> NoticeKind:
    """Let `notify(…, kind=kind.key)` tell of it; saying it twice under one key replaces it."""
    _kinds[kind.key] = kind
    return kind


def notice_kinds() -> list[NoticeKind]:
    """All of them, in the order in which the apps named them."""
    return list(_kinds.values())


def notice_kind(key: str) -> NoticeKind | None:
    return _kinds.get(key)


def in_languages(say: Callable[[], object]) -> dict[str, str]:
    """What has a name in each language (a person, a department, a label), for the context of a notice:

        context={"by": in_languages(lambda: author.display_name)}

    A template shows it with `{{ by|spoken }}` (of `{% load notices %}`).
    """
    found = {}
    for language in Language.values:
        with translation.override(language):
            found[language] = str(say())
    return found
