"""Where pages are kept: in the memory of this process, the longest unused dropped first.

Not in the shared cache: stamps say whether a page still holds, so there is nothing to tell other processes, and a new
release starts empty.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from core.kept.stamps import Stamp

LARGEST_SHARE = 16  # no page takes more than a sixteenth of the memory
OVERHEAD = 4096  # what a page weighs beside its body


@dataclass(frozen=True)
class KeptPage:
    """A page as it was shown to one person, with the place of the form token empty."""

    body: bytes
    headers: dict[str, str]
    reader: tuple[Any, ...]
    made_of: dict[str, Stamp]
    until: dt.datetime


@dataclass
class Store:
    """Pages by their place; `most` in bytes."""

    most: int
    _pages: OrderedDict[Any, KeptPage] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _weight: int = 0

    def get(self, place: Any) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(place)
            if page is not None:
                self._pages.move_to_end(place)
            return page

    def put(self, place: Any, page: KeptPage) -> None:
        if weight(page) * LARGEST_SHARE > self.most:
            return
        with self._lock:
            self._drop(place)
            self._pages[place] = page
            self._weight += weight(page)
            while self._weight > self.most:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._weight = 0

    def __len__(self) -> int:
        return len(self._pages)

    def _drop(self, place: Any) -> None:
        gone = self._pages.pop(place, None)
        if gone is not None:
            self._weight -= weight(gone)


def weight(page: KeptPage) -> int:
    return len(page.body) + OVERHEAD


pages = Store(settings.KEPT_PAGES_BYTES)
