"""Every address that the resolver knows, with its arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Addresses without a name, by a piece of their route.
UNNAMED = {"admin/test404/": "unnamed:test404", "admin/^.*/$": "unnamed:admin"}


@dataclass(frozen=True)
class Address:
    """One line of the address table: its full name and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]
    route: str


def addresses() -> list[Address]:
    """All of them, each once."""
    return sorted(set(_walk(get_resolver(), "", ())), key=lambda address: (address.name, address.arguments))


def _walk(resolver: URLResolver, route: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, here, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield Address(_name(pattern, here, spaces), _arguments(pattern), here)


def _name(pattern: URLPattern, route: str, spaces: tuple[str, ...]) -> str:
    if pattern.name is None:
        return UNNAMED.get(route, f"unnamed:{route}")
    return ":".join((*spaces, pattern.name))


def _arguments(pattern: URLPattern) -> tuple[str, ...]:
    return tuple(sorted(pattern.pattern.regex.groupindex))
