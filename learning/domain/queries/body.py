"""The rendered text of a material, kept until something it is made of changes.

The name under which it is kept says all of that: the text and steps themselves (a digest, so that a row written
without a revision counts too), the language of our own words in it, the version of the renderer, and the state of the
pages that its links lead to. A draft in preview is never kept.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.core.cache import cache

from learning.domain.queries.links import link_state, resolver_for, source_of
from learning.markdown import Step, TocEntry, parse, render
from learning.models import MaterialPage

RENDERER = 1
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Body:
    """The HTML before the first step and of each step, by id; `toc` are the headings that stand by themselves."""

    intro: str
    sections: dict[str, str]
    toc: tuple[TocEntry, ...] = ()


def body_of(page: MaterialPage, *, language: str, is_draft: bool = False) -> Body:
    """The page's text as safe HTML, with our own words in it in `language`."""
    if is_draft:
        return _rendered(page, language)
    name = _name(page, language)
    known: Body | None = cache.get(name)
    if known is None:
        known = _rendered(page, language)
        cache.set(name, known, DAY)
    return known


def _rendered(page: MaterialPage, language: str) -> Body:
    path, site = source_of(page)
    document = parse(page.source_text, path=path, site=site)
    steps = [Step.from_json(row) for row in page.steps]
    rendered = render(document, links=resolver_for(page), steps=steps, language=language, title=page.title)
    return Body(
        rendered.intro_html, {section.step.id: section.html for section in rendered.sections}, tuple(rendered.toc)
    )


def _name(page: MaterialPage, language: str) -> str:
    made_of = hashlib.blake2b(digest_size=12)
    for part in (page.title, page.source_text, json.dumps(page.steps), link_state(page)):
        made_of.update(part.encode())
        made_of.update(b"\0")
    return f"learning.body.{RENDERER}:{page.pk}:{language}:{made_of.hexdigest()}"
