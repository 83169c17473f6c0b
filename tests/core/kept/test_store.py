"""The memory for pages stays within its bounds."""

from __future__ import annotations

from django.utils import timezone

from core.kept.store import OVERHEAD, KeptPage, Store


def page(size: int = 0) -> KeptPage:
    return KeptPage(b"x" * size, {}, (), {}, timezone.now())


def test_the_longest_unused_goes_first() -> None:
    store = Store(most=20 * OVERHEAD)
    for place in range(20):
        store.put(place, page())
    store.get(0)
    store.put("one more", page())
    assert [store.get(place) is not None for place in (0, 1, 2, "one more")] == [True, False, True, True]
    assert len(store) == 20


def test_a_page_kept_again_weighs_once() -> None:
    store = Store(most=20 * OVERHEAD)
    for _ in range(100):
        store.put("place", page())
    for place in range(19):
        store.put(place, page())
    assert len(store) == 20


def test_a_very_large_page_is_not_kept() -> None:
    store = Store(most=32 * OVERHEAD)
    store.put("large", page(2 * OVERHEAD))
    store.put("small", page(OVERHEAD))
    assert (store.get("large"), store.get("small") is not None) == (None, True)


def test_without_memory_nothing_is_kept() -> None:
    store = Store(most=0)
    store.put("place", page())
    assert len(store) == 0
