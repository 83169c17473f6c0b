"""What the palette offers while somebody types: things to open, and things to do.

Half-typed words are suggested by what begins so; whole ones are searched, too, so that a synonym, a misspelling or a
word inside a text is offered with its reason. Both are one list, each thing once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.models.person import Person
from search import registry
from search.actions import Action, actions_for
from search.domain.queries.acting import NAMED, matching, meant_by, rank, wanted_by
from search.domain.queries.answering import Answer, ask
from search.domain.queries.finding import TURNS, language, understood, with_some_words
from search.domain.queries.found import Group, State, state_of
from search.domain.queries.presenting import Row, rows_of
from search.domain.queries.sight import sight_for
from search.domain.queries.tags import TagFound, tags_named
from search.engines.protocol import Engine
from search.query import Counted, Hit, Query, Suggestion
from search.sight import Sight
from search.text.fold import fold
from search.text.parsed import Parsed

OFFERED = 10
MOST_OF_A_KIND = 5
MOST_ACTIONS = 6
ACTIONS_AT_FIRST = 6


@dataclass(frozen=True)
class Offered:
    """What stands in the palette: actions, then groups in the order of their best, then tags.

    `is_partial`: nothing has all of the words; the groups have some.
    `is_named`: the first action is called what was typed, so that Enter may take it.
    """

    text: str
    groups: tuple[Group, ...] = ()
    actions: tuple[Action, ...] = ()
    tags: tuple[TagFound, ...] = ()
    state: State = State.READY
    is_error: bool = False
    is_partial: bool = False
    is_named: bool = False

    @property
    def count(self) -> int:
        return len(self.actions) + sum(len(group.rows) for group in self.groups) + len(self.tags)


def offer(text: str, *, viewer: Person) -> Offered:
    """Answer what was typed so far; before anything is typed, what one would likely do next."""
    parsed = understood(text)
    if parsed.is_empty:
        first = [action for action in actions_for(viewer) if action.is_first]
        return Offered(text, actions=tuple(first[:ACTIONS_AT_FIRST]))
    sight = sight_for(viewer)  # first: the actions ask for the same rights
    meant = meant_by(parsed)
    actions = [] if parsed.is_error else actions_for(viewer, wanted_by(meant))
    chosen = tuple(matching(actions, meant)[:MOST_ACTIONS])
    is_named = bool(chosen) and rank(chosen[0], meant) == NAMED
    less = None if chosen else with_some_words(parsed)
    answer, rows = _shown(parsed, less, sight, viewer)
    groups = _groups(rows[:OFFERED])
    is_partial = answer.value.is_partial and bool(groups)
    tags = () if sight.more_waits else answer.value.tags
    return Offered(text, groups, chosen, tags, state_of(answer), parsed.is_error, is_partial, is_named)


@dataclass(frozen=True)
class _Answers:
    hits: tuple[Hit, ...] = ()
    tags: tuple[TagFound, ...] = ()
    is_partial: bool = False


def _shown(parsed: Parsed, less: Parsed | None, sight: Sight, viewer: Person) -> tuple[Answer[_Answers], list[Row]]:
    """What an engine finds, as the viewer sees it; asked for again without what turned out to be gone."""
    for turn in range(TURNS):
        answer = _asked(parsed, less, sight)
        hits = answer.value.hits if turn else answer.value.hits[:OFFERED]  # reading what is not offered costs most
        asked = less if less and answer.value.is_partial else parsed
        rows = rows_of(hits, parsed=asked, viewer=viewer, language=language(), sight=sight)
        shown = {row.hit.key for row in rows}
        if not (gone := [hit.key for hit in hits if hit.key not in shown]):
            break
        sight = sight.hiding(gone)
    return answer, rows


def _asked(parsed: Parsed, less: Parsed | None, sight: Sight) -> Answer[_Answers]:
    return ask(lambda engine: _answers(engine, parsed, less, sight), nothing=_Answers(), engines=sight.engines)


def _answers(engine: Engine, parsed: Parsed, less: Parsed | None, sight: Sight) -> _Answers:
    """What has the words; else, told apart, what has some of them."""
    hits, tags = _hits(engine, parsed, sight), tags_named(engine, parsed, sight)
    if less and not hits:
        return _Answers(tuple(_hits(engine, less, sight)), tags, is_partial=True)
    return _Answers(tuple(hits), tags)


def _hits(engine: Engine, parsed: Parsed, sight: Sight) -> list[Hit]:
    """What begins like it, then what contains it. A hit knows more than a suggestion of the same thing."""
    asked = Query(parsed, sight, language=language(), limit=OFFERED, snippets=False, counted=Counted.NOT)
    suggested = [] if parsed.is_error else engine.suggest(parsed, sight=sight, limit=OFFERED)
    searched = {hit.key: hit for hit in engine.query(asked).hits}
    first = [searched.get(each.key) or _as_hit(each, parsed) for each in suggested]
    return [*first, *(hit for key, hit in searched.items() if key not in {each.key for each in suggested})]


def _as_hit(suggestion: Suggestion, parsed: Parsed) -> Hit:
    """What matched is its title, where the typed letters stand in it; else it was another spelling of it."""
    title = fold(suggestion.title)
    is_title = any(clause.text in title for clause in parsed.clauses)
    return Hit(
        suggestion.key, suggestion.kind, suggestion.score, suggestion.matched, why=("title" if is_title else "reading",)
    )


def _groups(rows: Sequence[Row]) -> tuple[Group, ...]:
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.hit.kind, []).append(row)
    known = registry.kinds()
    return tuple(Group(known[kind], len(found), tuple(found[:MOST_OF_A_KIND])) for kind, found in by_kind.items())
