"""`{% trail "synonyms" heading as steps %}`: the breadcrumbs of a page of Wagtail's admin, from its front page on."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def trail(*names_and_labels: object) -> list[dict[str, str]]:
    """Pairs of an address by its name and a label; an empty name is the page itself."""
    pairs = zip(names_and_labels[::2], names_and_labels[1::2], strict=True)
    steps = [("wagtailadmin_home", _("Home")), *((str(name), str(label)) for name, label in pairs)]
    return [{"url": reverse(name) if name else "", "label": label} for name, label in steps]
