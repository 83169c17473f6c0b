"""What the search of pages in the admin calls what it counts."""

from __future__ import annotations

from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page

# Wagtail leaves both empty, and its listing says "1-20 of 73 None". It has no hook here.
SearchView.verbose_name = Page._meta.verbose_name
SearchView.verbose_name_plural = Page._meta.verbose_name_plural
