"""Rows that say the same, read as one: ten thousand people of whom few different things are true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import models
from django.db.models.sql.compiler import SQLCompiler

T = TypeVar("T")


class Keys(models.Aggregate):
    """The whole numbers of a group in one text; `numbers_in` reads it."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')", **context)


def alike(rows: models.QuerySet[Any], *names: str, keys: str) -> Iterator[tuple[list[int], tuple[Any, ...]]]:
    """The keys of the rows whose columns of these names are equal, and what they are."""
    groups = rows.order_by().values(*names).annotate(keys_alike=Keys(keys)).values_list("keys_alike", *names)
    for numbers, *values in groups:
        yield numbers_in(numbers), tuple(values)


def by_key(groups: Iterable[tuple[list[int], T]]) -> dict[int, tuple[T, ...]]:
    """Everything that is said of each key; those of whom nothing else is said share it."""
    found: dict[int, tuple[T, ...]] = {}
    for keys, value in groups:
        again = found.keys() & keys
        for key in again:
            found[key] = (*found[key], value)
        found |= dict.fromkeys([key for key in keys if key not in again] if again else keys, (value,))
    return found


def numbers_in(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]
