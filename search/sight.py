"""What a viewer may find: goes into every query, so that hits, counts, facets and suggestions are theirs alone.

The filter that both engines apply:

    document.audience ∩ sight.tokens ≠ ∅
    and (document.within ∩ sight.outside = ∅  or  document.within ∩ sight.own ≠ ∅)
    and shown_from ≤ today < shown_until
    and document.key ∉ sight.hidden and document.source ∉ sight.hidden

It is read from the database for each query: narrowing an audience holds with the next search, nothing is indexed again.
`hidden` are sources (or documents) whose change waits in the outbox and which the viewer may no longer see. `waiting`
are those that they still see, of which the index may say what is said no more: no engine looks at it, whoever shows
hits does (`search.domain.queries.waiting`). `more_waits` than was looked at: then hits are checked one by one, and
what an engine counted is told to nobody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from core.domain.queries.audience import audience_ids_of
from core.domain.queries.editing import own_paths
from core.domain.queries.rights import know_rights
from core.models.audience import PageAudience
from core.models.person import Person
from core.rules import Viewer, edits_everything, granted_roles, is_employee
from search.documents import EMPLOYEES


@dataclass(frozen=True)
class Sight:
    """See the module. No token: nothing is found."""

    tokens: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    waiting: frozenset[str] = field(default=frozenset(), compare=False)
    more_waits: bool = field(default=False, compare=False)
    today: dt.date = dt.date.min


NOTHING = Sight()


def sight_of(viewer: Viewer) -> Sight:
    """Today's sight of a person; strangers and those who left see nothing."""
    if not isinstance(viewer, Person) or not is_employee(viewer):
        return NOTHING
    know_rights(viewer)
    tokens = {EMPLOYEES, f"person:{viewer.pk}"}
    tokens |= {f"role:{role}" for role in granted_roles(viewer)}
    tokens |= {f"audience:{pk}" for pk in audience_ids_of(viewer)}
    if edits_everything(viewer):
        return Sight(tokens=frozenset(tokens), today=timezone.localdate())
    shut = PageAudience.objects.exclude(audience__in=audience_ids_of(viewer)).values_list("translation_key", flat=True)
    return Sight(
        tokens=frozenset(tokens),
        outside=frozenset(map(str, shut)),
        own=frozenset(_own_keys(viewer)),
        today=timezone.localdate(),
    )


def _own_keys(viewer: Person) -> list[str]:
    """Translation keys of the sections that are a department editor's own part."""
    from wagtail.models import Page

    paths = own_paths(viewer)
    if not paths:
        return []
    return [str(key) for key in Page.objects.filter(path__in=paths).values_list("translation_key", flat=True)]
