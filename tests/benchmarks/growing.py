"""Thousands of pages in seconds: the rows that `add_child` would write one by one, a thousand with each statement.

What a list or a page reads is there: the tree, every table of the page's class. What a background process makes of a
page later (its place in the search index) is not.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

AT_ONCE = 1_000


def grow_pages(parent: Any, pages: Iterable[Any]) -> list[Any]:
    """Pages of one class below a page, live and at its end; returns them with their keys."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction
    from wagtail.models import Page

    parent = Page.objects.get(pk=parent.pk)
    last = parent.get_children().order_by("path").last()
    number = Page._str2int(last.path[-Page.steplen :]) if last else 0
    made: list[Any] = []
    waiting = iter(pages)
    with transaction.atomic():
        while some := list(islice(waiting, AT_ONCE)):
            kind = ContentType.objects.get_for_model(type(some[0]))
            for page in some:
                number += 1
                _place(page, parent, number, kind)
            _insert(some)
            made += some
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(made))
    return made


def _place(page: Any, parent: Any, number: int, kind: Any) -> None:
    page.path = page._get_path(parent.path, parent.depth + 1, number)
    page.depth, page.numchild, page.url_path = parent.depth + 1, 0, f"{parent.url_path}{page.slug}/"
    page.content_type, page.draft_title, page.live = kind, page.title, True
    page.locale_id, page.translation_key = page.locale_id or parent.locale_id, page.translation_key or uuid.uuid4()


def _insert(pages: Sequence[Any]) -> None:
    """Into the table of each class that the pages are of, the one of Wagtail first."""
    from wagtail.models import Page

    names = [field.attname for field in Page._meta.local_concrete_fields if not field.primary_key]
    roots = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in names}) for page in pages)
    for page, root in zip(pages, roots, strict=True):
        page.pk = page.page_ptr_id = root.pk
        page._state.adding = False
    model = type(pages[0])
    for each in [*(m for m in reversed(model._meta.get_parent_list()) if m is not Page), model]:
        each._base_manager._insert(pages, fields=each._meta.local_concrete_fields, using="default")
