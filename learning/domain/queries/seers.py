"""Who may see a curriculum: asked of many people at once, where whether one person may is asked everywhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from wagtail.models import Page

from core.api import people_within, reach_of
from core.models.audience import PageAudience
from learning.models import Curriculum, CurriculumPage


def shut_out_of(curriculum: Curriculum, people: Collection[int], *, on: dt.date) -> set[int]:
    """Those among these who are outside of the audience of every one of its pages, or of something above it.

    Two queries for each language, and one for each audience. Editors, who see what they edit, are not asked for.
    """
    pages = CurriculumPage.objects.filter(translation_key=curriculum.translation_key).live()
    outside = [_outside(page, set(people), on) for page in pages] if people else []
    return set.intersection(*outside) if outside else set()


def _outside(page: Page, people: set[int], on: dt.date) -> set[int]:
    above = Page.objects.ancestor_of(page, inclusive=True).values("translation_key")
    left = set(people)
    for row in PageAudience.objects.filter(translation_key__in=above).select_related("audience"):
        left &= set(people_within(reach_of(row.audience), on=on).order_by().values_list("pk", flat=True))
    return people - left
