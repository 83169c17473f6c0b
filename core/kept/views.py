"""Which views may be kept beside the pages of the tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def may_be_kept(view: View) -> View:
    """Say that what a view answers follows from the database, the reader and `core.kept.noting.until` alone.

    It is kept at its bare address; with a query it is made anew. Put it outermost, above other decorators.
    """
    view.may_be_kept = True  # type: ignore[attr-defined]
    return view
