"""Does every field that may hold personal data say what it is, why it is held, and for how long?

Deny by default: a model is about people if it is a person, points at one, or is a part (CASCADE) of such a model. Every
field of it must have a note, or be named as not personal, in the `privacy_notes.py` of its app.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from django.apps import AppConfig, apps
from django.db import models

from core.keeping import keeping_jobs
from core.models.person import Person
from core.privacy import Keeping, Privacy

APPS = ("core", "search", "learning", "portal")


def about_people() -> list[type[models.Model]]:
    """Our models that hold something about a person."""
    ours = [model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    found = {model for model in ours if model is Person or _points_at(model, {Person}, any_relation=True)}
    while True:
        more = {model for model in ours if model not in found and _points_at(model, found, any_relation=False)}
        if not more:
            return sorted(found, key=lambda model: model._meta.label)
        found |= more


def faults() -> list[str]:
    """One line for each field without a note, and for each note without a field."""
    return sorted([*_undeclared(), *_stale(), *_unkept()])


def notes() -> Iterator[tuple[str, str, Privacy]]:
    """Model, field and note, in order."""
    for model in about_people():
        for name, note in sorted(_notes_of(model).items()):
            yield model._meta.label, name, note
    for label in APPS:
        module = _module(apps.get_app_config(label))
        for model_label, held in sorted(getattr(module, "ELSEWHERE", {}).items()):
            for name, note in sorted(held.items()):
                yield model_label, name, note


def _unkept() -> Iterator[str]:
    """A period that no job keeps, and a job that keeps another period than is stated."""
    stated = {note.how_long for _, _, note in notes() if isinstance(note.how_long, Keeping)}
    done = {job.keeping for job in keeping_jobs()}
    for model, name, note in notes():
        if not isinstance(note.how_long, Keeping):
            yield f"{model}.{name}: says “{note.how_long}”; make it a Keeping (core.privacy), so that a job can keep it"
    for keeping in sorted({each for each in stated if each.job}, key=str):
        jobs = [each for each in done if each.job == keeping.job]
        if not any((each.years, each.days) == (keeping.years, keeping.days) for each in jobs):
            yield f"{keeping.job}: no job keeps “{keeping}”; register one (core.keeping)"
    for keeping in sorted(done, key=str):
        if keeping.job not in {each.job for each in stated}:
            yield f"{keeping.job}: a job that no privacy note names"


def _undeclared() -> Iterator[str]:
    for model in about_people():
        known = _notes_of(model).keys() | _not_personal(model)
        for name in sorted(_own_fields(model) - known):
            yield f"{model._meta.label}.{name}: no privacy note; add one to {model._meta.app_label}/privacy_notes.py"


def _stale() -> Iterator[str]:
    fields = {model._meta.label: _own_fields(model) for model in about_people()}
    for label in APPS:
        module = _module(apps.get_app_config(label))
        if module is None:
            continue
        for where in (module.NOTES, module.NOT_PERSONAL):
            for model, names in where.items():
                for name in sorted(set(names) - fields.get(model, set())):
                    yield f"{model}.{name}: has a privacy note and is no such field"


def _points_at(model: type[models.Model], targets: set[type[models.Model]], *, any_relation: bool) -> bool:
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    for field in fields:
        if field.related_model not in targets:
            continue
        if any_relation or getattr(field.remote_field, "on_delete", None) is models.CASCADE:
            return True
    return False


def _own_fields(model: type[models.Model]) -> set[str]:
    """A page's own fields: those it has from Wagtail's page are Wagtail's."""
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return {field.name for field in fields if not getattr(field, "primary_key", False)}


def _notes_of(model: type[models.Model]) -> dict[str, Privacy]:
    module = _module(apps.get_app_config(model._meta.app_label))
    found: dict[str, Privacy] = module.NOTES.get(model._meta.label, {}) if module else {}
    return found


def _not_personal(model: type[models.Model]) -> set[str]:
    module = _module(apps.get_app_config(model._meta.app_label))
    return set(module.NOT_PERSONAL.get(model._meta.label, ())) if module else set()


def _module(app: AppConfig) -> ModuleType | None:
    try:
        return import_module(f"{app.name}.privacy_notes")
    except ModuleNotFoundError:
        return None
