"""The catalogue of courses: what matches the filters, and how many there would be by each further one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone, translation

from core.kept.noting import remembered
from core.models.person import Person
from learning.domain.queries.course_facts import Fact, Opening, courses_with, facts_for, openings, sight_of

A_PAGE = 24
QUARTER = dt.timedelta(minutes=15)
FACETS = ("topic", "level", "language", "minutes", "department")
ORDERS = ("soon", "new", "title")
FREE, DATES, WORDS = "free", "dates", "words"
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)

VALUES: Mapping[str, Callable[[Fact], Sequence[str]]] = {
    "topic": lambda fact: fact.topics,
    "level": lambda fact: (fact.level,),
    # What is held in both languages is there for those who look for either.
    "language": lambda fact: ("ja", "en") if fact.spoken == "both" else (fact.spoken,),
    "minutes": lambda fact: (fact.minutes,) if fact.minutes else (),
    "department": lambda fact: (fact.department,) if fact.department else (),
}


@dataclass(frozen=True)
class Asked:
    """What the address says. Values of one filter are joined by "or", filters by "and". Days are the viewer's."""

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    free: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    order: str = "soon"
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.filters or self.free or self.since or self.until)


@dataclass(frozen=True)
class Found:
    """The courses of one page by their keys, in order; `counts` are those beside each value of each filter."""

    pks: list[int]
    total: int
    counts: dict[str, dict[str, int]]


def find_courses(asked: Asked, *, viewer: Person) -> Found:
    """Answered from memory until a course, a page, a run or a seat changes, for a quarter of an hour at most."""
    now = timezone.now()
    now -= (now - now.replace(minute=0, second=0, microsecond=0)) % QUARTER  # the same for all who ask in it
    zone = timezone.get_current_timezone_name()
    name = f"learning.catalogue.1:{sight_of(viewer)}:{translation.get_language()}:{zone}:{now:%H%M}:{_plain(asked)}"
    return remembered(name, lambda: _find(asked, viewer=viewer, now=now))


def _plain(asked: Asked) -> str:
    """What is asked, as a name of a few letters."""
    said = repr((sorted(asked.filters.items()), replace(asked, filters={})))
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


def _find(asked: Asked, *, viewer: Person, now: dt.datetime) -> Found:
    runs = openings(now)
    wanted = courses_with(asked.words, viewer=viewer) if asked.words else None
    inside = {pk: _inside(each, asked) for pk, each in runs.items()}
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*FACETS, FREE)}
    found: list[Fact] = []
    for fact in facts_for(viewer):
        held = inside.get(fact.pk, [])
        is_free = any(each.is_free for each in held)
        missed = [name for name, values in asked.filters.items() if not set(values).intersection(VALUES[name](fact))]
        missed += [FREE] if asked.free and not is_free else []
        missed += [DATES] if (asked.since or asked.until) and not held else []
        missed += [WORDS] if wanted is not None and fact.pk not in wanted else []
        _count(counts, fact, missed, is_free=is_free)
        if not missed:
            found.append(fact)
    found.sort(key=_order(asked.order, inside))
    first = (asked.page - 1) * A_PAGE
    pks = [fact.pk for fact in found[first : first + A_PAGE]]
    return Found(pks, len(found), {name: dict(each) for name, each in counts.items()})


def _count(counts: dict[str, Counter[str]], fact: Fact, missed: list[str], *, is_free: bool) -> None:
    """A value's number is what there would be with it: all other filters hold, its own does not matter."""
    if len(missed) > 1:
        return
    for name in [missed[0]] if missed else FACETS:
        if name in VALUES:
            counts[name].update(VALUES[name](fact))
    if is_free and not missed:
        counts[FREE]["1"] += 1


def _inside(held: list[Opening], asked: Asked) -> list[Opening]:
    """The runs that begin within the days asked for."""
    if not asked.since and not asked.until:
        return held
    first, last = asked.since or dt.date.min, asked.until or dt.date.max
    return [each for each in held if first <= timezone.localtime(each.starts_at).date() <= last]


def _order(order: str, inside: Mapping[int, list[Opening]]) -> Callable[[Fact], tuple[object, ...]]:
    is_japanese = (translation.get_language() or "ja").startswith("ja")

    def title(fact: Fact) -> str:
        first, second = (fact.title_ja, fact.title_en) if is_japanese else (fact.title_en, fact.title_ja)
        return (first or second).casefold()

    if order == "new":
        return lambda fact: (-fact.pk,)
    if order == "title":
        return lambda fact: (title(fact), fact.pk)

    def soon(fact: Fact) -> tuple[object, ...]:
        held = inside.get(fact.pk)
        return (held[0].starts_at if held else LATEST, title(fact), fact.pk)

    return soon
