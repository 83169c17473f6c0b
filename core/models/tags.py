"""Tags: words that people give to pages. One table for the pages of every app, whatever model they are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.models import Page


class PageTag(TaggedItemBase):
    """One word on one page. It hangs on `Page`, so that search asks one table for all of them."""

    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_tags")

    class Meta:
        verbose_name = _("tag of a page")
        verbose_name_plural = _("tags of pages")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_once_a_page")]


def tags_field() -> ClusterTaggableManager:
    """The field of a page that takes tags: kept with its drafts, live when it is published."""
    return ClusterTaggableManager(
        through=PageTag,
        blank=True,
        verbose_name=_("tags"),
        help_text=_(
            "Words that people look for, in any language, with commas between them. "
            "A translation without tags of its own shows these."
        ),
    )
