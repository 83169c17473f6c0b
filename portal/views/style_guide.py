"""The living style guide: every component in every state, for those who work on the portal (demo and debug alone)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.person import Person

COLOURS = ["paper", "surface", "sunken", "ink", "ink-soft", "ink-faint", "accent", "done", "stuck", "warning", "danger"]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As your colleagues call you."))
    language = forms.ChoiceField(label=_("Language"), choices=[("ja", "日本語"), ("en", "English")])
    about = forms.CharField(label=_("About me"), widget=forms.Textarea, required=False)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("light", _("Light")), ("dark", _("Dark"))], widget=forms.RadioSelect
    )
    picture = forms.FileField(label=_("Picture"), required=False)
    agreed = forms.BooleanField(label=_("Use keyboard shortcuts"), required=False)


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component, with rows that exist nowhere but here."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "portal/style_guide.html", _samples())


def _samples() -> dict[str, Any]:
    return {
        "colours": COLOURS,
        "icon_names": icon_names(),
        "people": _people(),
        "form": SampleForm(auto_id="empty_%s"),
        "wrong_form": SampleForm({"name": "", "theme": "blue"}, auto_id="wrong_%s"),
        "rings": [(0, 7), (3, 7), (7, 7)],
        "steps": _steps(),
        "cells": _cells(),
        "moments": [timezone.now() - dt.timedelta(**ago) for ago in ({"minutes": 4}, {"hours": 5}, {"days": 40})],
        "tabs": [
            {"title": _("Materials"), "url": "#tabs", "current": True, "count": 12},
            {"title": _("People"), "url": "#tabs", "current": False, "count": None},
        ],
        "crumbs": [(_("Home"), "#"), (_("Materials"), "#"), (_("Style guide"), "")],
        "page": Paginator(range(200), 10).page(4),
        "facts": [(_("Minutes"), "90"), (_("Licence"), "CC BY-SA 4.0")],
    }


def icon_names() -> list[str]:
    """Every drawing of the sprite."""
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    return re.findall(r'<symbol id="([a-z-]+)"', sprite)


def _people() -> list[Person]:
    names = [("佐藤", "花子", "Sato", "Hanako"), ("田中", "健", "Tanaka", "Ken"), ("Meyer", "Anna", "Meyer", "Anna")]
    return [
        Person(family_name=a, given_name=b, family_romaji=c, given_romaji=d, public_id=uuid.UUID(int=row))
        for row, (a, b, c, d) in enumerate(names)
    ]


def _steps() -> list[dict[str, Any]]:
    states = ["done", "done", "stuck", "", ""]
    titles = ["Dockerとは", "コンテナを動かす", "イメージを作る", "Composeでまとめる", "片付ける"]
    return [
        {"id": f"s{row}", "title": title, "url": "#steps", "state": state, "current": row == 3}
        for row, (title, state) in enumerate(zip(titles, states, strict=True))
    ]


def _cells() -> list[dict[str, Any]]:
    stopped = [(0, 0), (2, 2), (7, 6), (1, 1), (11, 4)]
    return [
        {"title": step["title"], "url": "#heat", "stopped": count, "through": through}
        for step, (count, through) in zip(_steps(), stopped, strict=True)
    ]
