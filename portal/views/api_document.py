"""The OpenAPI document in the language of whoever reads it, with every operation, parameter and field described."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from core.interfaces import problems
from core.translation.documented import on_one_line
from core.views.ways_in import for_employees
from search import registry

APPS = ("core", "learning", "search")


def document_for_employees(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`?language=` chooses one; otherwise it is that of the request."""

    @for_employees
    @functools.wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("language", "")
        language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(language):
            answer = view(request, *args, **kwargs)
        answer.headers["Content-Language"] = language or settings.LANGUAGE_CODE
        return answer

    return read


def as_read(document: Any) -> Any:
    """As the framework makes it, with our words; errors are problem details, and what `kind` and `filter` may name is
    what this installation has."""
    document["info"]["description"] = _(
        "The portal as the person who asks sees it: every response holds only what they may see now."
    )
    document["tags"] = [{"name": name, "description": _(said)} for name, said in _words("TAGS").items()]
    for operation in operations(document):
        _word_operation(operation)
    for name, schema in document["components"]["schemas"].items():
        _word_schema(name, schema)
    return document


def operations(document: Any) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


@functools.cache
def _words(table: str) -> dict[str, str]:
    """One table out of those of all apps."""
    found: dict[str, str] = {}
    for app in APPS:
        found |= getattr(import_module(f"{app}.interfaces.api_words"), table)
    return found


def _word_operation(operation: dict[str, Any]) -> None:
    operation["summary"] = _(_words("SUMMARIES").get(operation["operationId"], operation["summary"]))
    operation["description"] = _said(operation)
    for parameter in operation.get("parameters", ()):
        # A copy: the parameters of a form share their schemas with the component that describes it.
        name, schema = parameter["name"], dict(parameter["schema"])
        parameter["description"] = _said(schema, name)
        parameter["schema"] = {key: value for key, value in schema.items() if key not in {"title", "description"}}
        if "items" in schema:
            parameter["schema"]["items"] = schema["items"] | _named(name)
    for status, answer in operation["responses"].items():
        is_problem = int(status) >= 400
        answer["description"] = problems.title_of(int(status)) if is_problem else _("Response")
        if is_problem and "content" in answer:
            answer["content"] = {problems.CONTENT_TYPE: answer["content"].pop("application/json")}


def _word_schema(name: str, schema: dict[str, Any]) -> None:
    schema["description"] = _(_words("WORDS")[name]) if name in _words("WORDS") else _said(schema)
    for field, described in schema.get("properties", {}).items():
        described.pop("title", None)
        described["description"] = _said(described, f"{name}.{field}", field)


def _said(part: dict[str, Any], *names: str) -> str:
    """What it says of itself, or what the tables say of it; a test lets nothing pass of which neither says anything."""
    words = _words("WORDS")
    own = on_one_line(part.get("description") or "")
    said = own or next((words[name] for name in names if name in words), "")
    return _(said) if said else ""


def _named(parameter: str) -> dict[str, Any]:
    """What the values of a parameter may be: apps register kinds and facets when they are loaded."""
    if parameter == "kind":
        return {"enum": list(registry.kinds())}
    return {"pattern": f"^({'|'.join(registry.facets())}):[\\s\\S]"} if parameter == "filter" else {}
