"""What a viewer may find: goes into every query, so that hits, counts, facets and suggestions are theirs alone.

The filter that both engines apply:

    document.audience ∩ sight.tokens ≠ ∅
    and (document.within ∩ sight.outside = ∅  or  document.within ∩ sight.own ≠ ∅)
    and shown_from ≤ today < shown_until
    and document.key ∉ sight.hidden and document.source ∉ sight.hidden
    and (document.source ∈ sight.only, where that names any)

It is read from the database for each query: narrowing an audience holds with the next search, nothing is indexed again.
`hidden` are sources (or documents) whose change waits in the outbox and which the viewer may no longer see. `waiting`
are those that they still see, of which the index may say what is said no more: no engine looks at it, whoever shows
hits does (`search.domain.queries.waiting`). `more_waits` than was looked at: then hits are checked one by one, and
what an engine counted is told to nobody. `engines` are those whose outbox was looked at: no other is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.utils import timezone

from core.domain.queries.audience import audience_ids_of
from core.domain.queries.editing import own_paths
from core.domain.queries.pages import shut_pages
from core.domain.queries.rights import know_rights
from core.models.pages import HOME_DEPTH
from core.models.person import Person
from core.rules import Viewer, edits_everything, granted_roles, is_employee
from search.documents import EMPLOYEES
from search.places import in_part


@dataclass(frozen=True)
class Sight:
    """See the module. No token: nothing is found."""

    tokens: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    waiting: frozenset[str] = field(default=frozenset(), compare=False)
    more_waits: bool = field(default=False, compare=False)
    engines: tuple[str, ...] = field(default=(), compare=False)
    today: dt.date = dt.date.min

    def hiding(self, keys: Iterable[str]) -> Sight:
        """The same without these documents too."""
        return replace(self, hidden=self.hidden | frozenset(keys))


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
    return Sight(
        tokens=frozenset(tokens),
        outside=frozenset(_shut_keys(viewer)),
        own=frozenset(_own_keys(viewer)),
        today=timezone.localdate(),
    )


def _shut_keys(viewer: Person) -> Iterator[str]:
    """Places that are shut to the viewer, as documents name those that they lie in, wholly or in part. The root of all
    stands in no document: the homes below it do."""
    from wagtail.models import Page

    shut = list(shut_pages(viewer).values_list("translation_key", "depth"))
    keys = [key for key, _depth in shut]
    if any(depth < HOME_DEPTH for _key, depth in shut):
        keys += Page.objects.filter(depth=HOME_DEPTH).values_list("translation_key", flat=True)
    for key in map(str, keys):
        yield key
        yield in_part(key)


def _own_keys(viewer: Person) -> list[str]:
    """Translation keys of the sections that are a department editor's own part."""
    from wagtail.models import Page

    paths = own_paths(viewer)
    if not paths:
        return []
    return [str(key) for key in Page.objects.filter(path__in=paths).values_list("translation_key", flat=True)]
