"""Who is called so: people by their name in any script, half-typed too, as the directory of people asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.models.person import Person
from search.domain.queries.answering import ask
from search.domain.queries.finding import language, understood
from search.domain.queries.found import State, state_of
from search.domain.queries.sight import sight_for
from search.domain.queries.waiting import as_they_are_now
from search.engines.protocol import Engine
from search.query import DEEPEST, Counted, Hit, Query
from search.sight import Sight
from search.text.parsed import Parsed

BEGINNING = 200
"""Names that begin as was typed, beside those that are it."""
NAMED = {"title", "reading"}
PERSON = "person"  # the kind, and what its keys begin with: person:<public id>


@dataclass(frozen=True)
class Called:
    """Public ids of those who are called so, the best match first. `is_more`: there are more than are counted."""

    ids: tuple[str, ...] = ()
    is_more: bool = False
    state: State = State.READY


def people_called(text: str, *, viewer: Person) -> Called:
    """Whom an engine knows by this name. Where none answers, whose name is written like this."""
    parsed, sight = understood(text), sight_for(viewer)
    nobody: list[str] = []
    answer = ask(lambda engine: _keys(engine, parsed, sight), nothing=nobody, engines=sight.engines)
    if answer.is_away:
        return Called(tuple(str(each) for each in _written(text)), state=State.AWAY)
    keys = answer.value
    return Called(tuple(key.partition(":")[2] for key in keys), len(keys) >= DEEPEST, state_of(answer))


def _keys(engine: Engine, parsed: Parsed, sight: Sight) -> list[str]:
    """By name before anything else that is said of them: a department, or what they say of themselves, is no name."""
    asked = Query(
        parsed, sight, language=language(), kinds=(PERSON,), limit=DEEPEST, snippets=False, counted=Counted.NOT
    )
    named = [hit for hit in engine.query(asked).hits if _is_by_name(hit)]
    suggested = engine.suggest(parsed, sight=sight, kinds=(PERSON,), limit=BEGINNING)
    begun = [Hit(each.key, each.kind, each.score, each.matched) for each in suggested]
    current = {hit.key for hit in as_they_are_now([*named, *begun], parsed=parsed, sight=sight)}
    first = [hit.key for hit in named if hit.key in current]
    then = [hit.key for hit in begun if hit.key in current and (hit.title or not first)]
    return list(dict.fromkeys([*first, *then]))[:DEEPEST]


def _is_by_name(hit: Hit) -> bool:
    return any(why in NAMED or why.startswith("typo:") for why in hit.why)


def _written(text: str) -> QuerySet[Person, object]:
    """Straight from the database, without other spellings."""
    found = Person.objects.get_queryset()
    for word in text.split():
        names = ("family_name", "given_name", "family_kana", "given_kana", "family_romaji", "given_romaji")
        wanted = Q()
        for name in names:
            wanted |= Q(**{f"{name}__istartswith": word})
        found = found.filter(wanted)
    return found.values_list("public_id", flat=True)[:DEEPEST]
