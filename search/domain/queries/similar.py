"""What is like something that a viewer sees: a material like this one, questions of others who saw the same.

Nothing where no engine answers: a page that offers these is whole without them.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.models.person import Person
from search import registry
from search.domain.queries.answering import ask
from search.domain.queries.finding import language, understood
from search.domain.queries.found import State, state_of
from search.domain.queries.presenting import Row, rows_of, shown_to
from search.domain.queries.sight import sight_for
from search.domain.queries.waiting import is_late
from search.query import Counted, Hit, Query, Results
from search.text.parsed import Parsed

MOST = 20


def may_compare(key: str, *, viewer: Person) -> bool:
    """Whether this is a document that the viewer sees: else what is like it would tell of it."""
    kind = key.partition(":")[0]
    return key in shown_to([(key, kind)], viewer=viewer, language=language())


def similar_to(key: str, *, viewer: Person, kinds: Sequence[str] = (), limit: int = 5) -> tuple[list[Row], State]:
    """Documents with the same distinctive words and tags that the viewer may see, the most alike first."""
    known = tuple(kind for kind in kinds if kind in registry.kinds())
    if (kinds and not known) or not may_compare(key, viewer=viewer):
        return [], State.READY
    sight, most = sight_for(viewer), min(limit, MOST)
    if is_late(key, sight):  # compared by what it says no more, it would tell of that
        return [], State.READY
    # A few more than are shown: some may turn out to be gone.
    answer = ask(
        lambda engine: engine.similar(key, sight=sight, kinds=known, limit=most + 5),
        nothing=list[Hit](),
        engines=sight.engines,
    )
    rows = rows_of(answer.value, parsed=Parsed(), viewer=viewer, language=language(), sight=sight)
    return rows[:most], state_of(answer)


def saw_the_same(text: str, *, kinds: Sequence[str], viewer: Person, limit: int = 5) -> list[Row]:
    """What others asked who saw what is described here: an error message by its telling lines, else by its words."""
    known = tuple(kind for kind in kinds if kind in registry.kinds())
    parsed = understood(text)
    if not known or parsed.is_empty:
        return []
    most = min(limit, MOST) + 5
    sight = sight_for(viewer)
    query = Query(parsed, sight=sight, language=language(), kinds=known, limit=most, counted=Counted.NOT)
    found = ask(lambda engine: engine.query(query), nothing=Results(), engines=sight.engines).value.hits
    return rows_of(found, parsed=parsed, viewer=viewer, language=language(), sight=query.sight)[:limit]
