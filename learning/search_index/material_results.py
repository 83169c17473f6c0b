"""How a material or a step of one stands among results, to whoever may see its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils import translation

from core.domain.queries.addresses import address_of
from core.models.person import Person
from learning.domain.queries.materials import HEAVY, in_this_language
from learning.markdown import duration_text
from learning.models import MaterialPage
from learning.search_index.material_documents import step_title
from learning.search_index.material_pages import PREFIX, published
from search.kinds.keys import keys_in
from search.registry import Shown


def present(keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]:
    """Live pages that the viewer may see: two queries. A step shows the material that it is a step of."""
    from core.domain.queries.pages import visible_pages

    wanted = {key: key.split(":") for key in keys if key.count(":") in {1, 2}}
    ids = keys_in(f"{PREFIX}:{parts[1]}" for parts in wanted.values())
    pages = published().filter(translation_key__in=ids).select_related("locale").defer(*HEAVY)
    with translation.override(language):
        found = in_this_language(visible_pages(pages, viewer=viewer))
        parents = _parent_titles(found.values())
        by_key = {str(key): page for key, page in found.items()}
        shown = {key: _shown(by_key.get(parts[1]), parts[2:], parents) for key, parts in wanted.items()}
    return {key: each for key, each in shown.items() if each is not None}


def seen(names: Sequence[str], *, viewer: Person) -> set[str]:
    """Those of which the viewer may see a live page, in whatever language: one query besides what is forbidden."""
    from core.domain.queries.pages import visible_pages

    pages = visible_pages(published().filter(translation_key__in=keys_in(names)), viewer=viewer)
    return {f"{PREFIX}:{key}" for key in pages.values_list("translation_key", flat=True)}


def _parent_titles(pages: Iterable[MaterialPage]) -> dict[str, str]:
    paths = [page.path[: -page.steplen] for page in pages if page.is_chapter]
    return dict(MaterialPage.objects.live().filter(path__in=paths).values_list("path", "title")) if paths else {}


def _shown(page: MaterialPage | None, step: Sequence[str], parents: Mapping[str, str]) -> Shown | None:
    if page is None:
        return None
    if step:
        title = step_title(page, step[0])
        return Shown(title=title, url=address_of(page, step_id=step[0]), part_of=page.title) if title else None
    line = duration_text(page.minutes) if page.minutes else ""
    return Shown(page.title, address_of(page), line=line, part_of=parents.get(page.path[: -page.steplen], ""))
