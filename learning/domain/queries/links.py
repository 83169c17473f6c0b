"""Where links of a material lead now."""

from __future__ import annotations

from learning.markdown import LinkResolver, NoLinks, Site
from learning.models import MaterialPage


def source_of(page: MaterialPage) -> tuple[str, Site]:
    return "", Site()


def resolver_for(page: MaterialPage) -> LinkResolver:
    return NoLinks()


def link_state(page: MaterialPage) -> str:
    return ""
