"""Which page is the same material in another language."""

from __future__ import annotations

from wagtail.models import Page

from learning.models import MaterialOrigin, MaterialSource


class Twins:
    """Pages of one place in two languages are translations of each other, from one source or from two.

    Sources belong together when their curricula are translations of each other (or one and the same).
    """

    def __init__(self, source: MaterialSource) -> None:
        same = MaterialOrigin.objects.filter(source__curriculum__translation_key=source.curriculum.translation_key)
        self._by_place: dict[str, list[Page]] = {}
        for origin in same.select_related("page__locale").defer("content", "findings").order_by("page_id"):
            self.remember(origin)

    def remember(self, origin: MaterialOrigin) -> None:
        self._by_place.setdefault(origin.place, []).append(origin.page)

    def of(self, place: str, *, language: str, before: int | None = None) -> Page | None:
        """The first page of that place in another language; with `before`, only one that is older than that page.

        The older one is the original: it does not say that it was translated from the younger.
        """
        for page in self._by_place.get(place, []):
            if page.locale.language_code != language and (before is None or page.pk < before):
                return Page.objects.get(pk=page.pk)
        return None

    def free_twin(self, place: str, *, language: str) -> Page | None:
        """The page to become a translation of; None where someone translated it here already."""
        twin = self.of(place, language=language)
        if twin is None or twin.get_translations().filter(locale__language_code=language).exists():
            return None
        return twin
