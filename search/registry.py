"""What can be found: an app says it in its own `search_index.py`, and adding a kind is that one file.

    KIND = Kind(name="club", label=_("Clubs"), one=_("Club"), order=70, icon="people", facets=("department",))
    SOURCE = Source(prefix="club", kinds=(KIND,), …)

It is found there by itself (`discover`); the search app imports no other app by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.utils.module_loading import module_has_submodule

from core.models.person import Person
from core.rules import Viewer
from search.documents import SearchDocument


@dataclass(frozen=True)
class Shown:
    """One hit as a viewer sees it, reread from the database: also the proof that they may.

    `line` is one line under the title (a place, a department, minutes); `people` names for a row of avatars.
    """

    title: str
    url: str
    line: str = ""
    picture: str = ""
    badge: str = ""
    part_of: str = ""


@dataclass(frozen=True)
class Facet:
    """A filter with counts. `labels(codes, language)` names its values as people read them.

    `told(codes, viewer)` are those whose names the viewer may read, of values that were asked for and not found: an
    address may name any. Without it, everybody may read all. `scale`: its values have an order of their own, in which
    they are shown; others stand by their counts.
    """

    name: str
    label: Any
    labels: Callable[[Sequence[str], str], Mapping[str, str]]
    order: int = 100
    told: Callable[[Sequence[str], Viewer], Collection[str]] | None = None
    scale: tuple[str, ...] = ()

    def labels_for(self, codes: Sequence[str], language: str, *, viewer: Viewer) -> Mapping[str, str]:
        """The names that this viewer may read."""
        return self.labels(tuple(self.told(codes, viewer)) if self.told else codes, language)


@dataclass(frozen=True)
class Kind:
    """One kind of document. `label` is the heading of its group (lazy, plural), `one` names a single one.

    `name` is what the keys of its documents begin with (`club:…`). `is_like_its_own`: what is similar to one is looked
    for among its own kind alone.
    """

    name: str
    label: Any
    one: Any
    order: int
    icon: str = ""
    facets: tuple[str, ...] = ()
    boost: float = 1.0
    is_like_its_own: bool = False


class Present(Protocol):
    """Which of these documents the viewer may see now, and how: a key that is missing is not shown, for any reason."""

    def __call__(self, keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]: ...


class Seen(Protocol):
    """Of these names of sources, those whose first document `present` would show this viewer now."""

    def __call__(self, names: Sequence[str], *, viewer: Person) -> Collection[str]: ...


class Owners(Protocol):
    """Key → the name of the source that the document belongs to."""

    def __call__(self, keys: Sequence[str]) -> Mapping[str, str]: ...


class Unfold(Protocol):
    """What more is shown at once of the best hits of an error message: key → HTML, for those that have it."""

    def __call__(self, keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Dependency:
    """A model whose rows change what sources look like. `sources(row)` names the sources to read again.

    Covers saving, deleting, publishing; `m2m` names many-to-many fields of the model whose changes count too.
    Writes that send no signal (`update`, `bulk_create`) call `core.outbox.mark` themselves, in the same transaction.
    """

    model: type[Model]
    sources: Callable[[Any], Iterable[str]]
    m2m: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where documents come from: `prefix` is the part of a source's name before the colon.

    A source has one document whose key is the source's own name, if it has any at all: that one being visible is what
    says whether the others may be counted while a change waits (`search.domain.queries.sight`).

    queryset   the rows that may have documents; rebuilding walks it by primary key, `check` compares with it
    name       row → the source's name ("material:<translation_key>"); several rows may share one (translations)
    read       names → (name, its documents now) for each name, in any order, one batch in few queries; a name whose
               things are gone, hidden or left the queryset comes with no documents
    present    see `Present`; asked with keys of this source's kinds
    seen       see `Seen`: the same answer with no more read than it takes, for hundreds of names in every search while
               changes wait; without it `present` is asked
    unfold     see `Unfold`; asked with keys that `present` has just shown to this viewer
    owners     see `Owners`; a source whose documents all have its own name needs none
    """

    prefix: str
    kinds: tuple[Kind, ...]
    queryset: Callable[[], QuerySet[Any]]
    name: Callable[[Any], str]
    read: Callable[[Sequence[str]], Iterable[tuple[str, Sequence[SearchDocument]]]]
    present: Present
    depends_on: tuple[Dependency, ...]
    unfold: Unfold | None = None
    owners: Owners | None = None
    seen: Seen | None = None


_sources: dict[str, Source] = {}
_facets: dict[str, Facet] = {}


def discover(apps: Iterable[str]) -> None:
    """Whatever these apps have in `search_index`: a module, or a package of modules. Of each, `FACETS` and `SOURCE` are
    registered, and `ready()` is called (a tick that marks what becomes true by date)."""
    for module in (module for app in apps for module in _index_modules(app)):
        for facet in getattr(module, "FACETS", ()):
            register_facet(facet)
        if source := getattr(module, "SOURCE", None):
            register(source)
        if ready := getattr(module, "ready", None):
            ready()


def _index_modules(app: str) -> Iterator[ModuleType]:
    if not module_has_submodule(import_module(app), "search_index"):
        return
    index = import_module(f"{app}.search_index")
    yield index
    for part in iter_modules(getattr(index, "__path__", ())):
        yield import_module(f"{index.__name__}.{part.name}")


def register(source: Source) -> None:
    """Make a source findable; its dependencies are listened to once all apps are loaded."""
    taken = {kind.name for other in _sources.values() if other.prefix != source.prefix for kind in other.kinds}
    if _sources.get(source.prefix, source) is not source:
        raise ImproperlyConfigured(f"Two sources of search are called “{source.prefix}”.")
    for kind in source.kinds:
        if kind.name in taken:
            raise ImproperlyConfigured(f"Two kinds of search are called “{kind.name}”.")
    _sources[source.prefix] = source


def check_facets() -> None:
    """Asked once all are registered: a facet that nobody has would silently be no filter."""
    for kind in kinds().values():
        for name in kind.facets:
            if name not in _facets:
                raise ImproperlyConfigured(f"The kind “{kind.name}” names the facet “{name}”, which is not registered.")


def register_facet(facet: Facet) -> None:
    """A facet that several kinds may share (`department`, `language`, `tag`)."""
    _facets[facet.name] = facet


def sources() -> list[Source]:
    return list(_sources.values())


def source_named(name: str) -> Source | None:
    """The source that a name such as `material:…` belongs to."""
    return _sources.get(name.partition(":")[0])


def kinds() -> dict[str, Kind]:
    """All kinds by name, in the order of their groups on the page."""
    found = (kind for source in _sources.values() for kind in source.kinds)
    return {kind.name: kind for kind in sorted(found, key=lambda kind: kind.order)}


def source_of_kind(kind: str) -> Source | None:
    return next((source for source in _sources.values() if any(each.name == kind for each in source.kinds)), None)


def facets() -> dict[str, Facet]:
    return {facet.name: facet for facet in sorted(_facets.values(), key=lambda facet: facet.order)}


def names_of(source: Source, *, chunk: int = 500) -> Iterator[list[str]]:
    """Every source name of a queryset, in batches, in the order of the primary key."""
    last, queryset = None, source.queryset().order_by("pk")
    while True:
        rows = list((queryset.filter(pk__gt=last) if last is not None else queryset)[:chunk])
        if not rows:
            return
        last = rows[-1].pk
        yield list(dict.fromkeys(source.name(row) for row in rows))
