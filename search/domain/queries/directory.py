"""The directory of people: who is where, by name, department with all below it, position, occupation and region."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf, Substr
from django.utils import timezone

from core.kept.noting import remembered
from core.models.assignment import Assignment
from core.models.organisation import Department, Named, Occupation, Position, Region
from core.models.person import Person
from core.rules import Viewer, is_employee
from search.domain.queries.finding import language
from search.domain.queries.found import State
from search.domain.queries.names import Called, people_called

VOCABULARIES: dict[str, type[Named]] = {"position": Position, "occupation": Occupation, "region": Region}
FILTERS = ("department", *VOCABULARIES)


@dataclass(frozen=True)
class Wanted:
    """What is asked of the directory: a name, and one code of each filter; "" where it does not matter."""

    text: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    page: int = 1

    def without(self, name: str) -> Wanted:
        return replace(self, filters={key: value for key, value in self.filters.items() if key != name})


@dataclass(frozen=True)
class Counted:
    """People under each code of each filter, counted with all the other filters."""

    departments: dict[str, int] = field(default_factory=dict)
    """By tree path, each with all below it: the children of the chosen one, or the topmost."""
    others: dict[str, dict[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Directory:
    """Everybody who is wanted, in order, by key; the page looks up those whom it shows."""

    numbers: tuple[int, ...] = ()
    counted: Counted = field(default_factory=Counted)
    chosen: dict[str, Named] = field(default_factory=dict)
    state: State = State.READY
    is_more: bool = False


def directory(wanted: Wanted, *, viewer: Viewer) -> Directory:
    """Who is wanted. Without a name it is remembered until somebody moves, joins, leaves or is called otherwise."""
    if not isinstance(viewer, Person) or not is_employee(viewer):
        return Directory()
    chosen = _chosen(wanted)
    if len(chosen) < len(wanted.filters):  # nobody is in what there is not
        return Directory(chosen=chosen)
    if not wanted.text:
        numbers, counted = _everybody(wanted, chosen)
        return Directory(numbers, counted, chosen)
    called = people_called(wanted.text, viewer=viewer)
    people = Person.objects.employed().filter(public_id__in=called.ids)
    numbers = _in_order(_narrowed(people, chosen), called)
    return Directory(numbers, _counted(people, chosen), chosen, called.state, called.is_more)


def _everybody(wanted: Wanted, chosen: dict[str, Named]) -> tuple[tuple[int, ...], Counted]:
    said = ",".join(f"{name}={wanted.filters.get(name, '')}" for name in FILTERS)
    today, spoken = timezone.localdate(), language()

    def build() -> tuple[tuple[int, ...], Counted]:
        people = Person.objects.employed()
        return tuple(_alphabetical(_narrowed(people, chosen), spoken).values_list("pk", flat=True)), _counted(
            people, chosen
        )

    return remembered(f"search.directory.1:{spoken}:{said}:{today}", build)


def _alphabetical(people: QuerySet[Person], spoken: str) -> QuerySet[Person]:
    """By reading where names are read so, and those without one after them; by letters in English."""
    latin = [Lower(Coalesce(NullIf(f"{part}_romaji", Value("")), f"{part}_name")) for part in ("family", "given")]
    if spoken.startswith("ja"):
        last = Case(When(family_kana="", then=1), default=0)
        return people.order_by(last, "family_kana", "given_kana", *latin, "pk")
    return people.order_by(*latin, "pk")


def _chosen(wanted: Wanted) -> dict[str, Named]:
    """The rows behind the codes of an address."""
    kinds: dict[str, type[Named]] = {"department": Department, **VOCABULARIES}
    found = ((name, kinds[name]._default_manager.filter(code=code).first()) for name, code in wanted.filters.items())
    return {name: row for name, row in found if row is not None}


def _in_order(people: QuerySet[Person], called: Called) -> tuple[int, ...]:
    """As the name matches, the best first."""
    numbers = {str(key): number for number, key in people.values_list("pk", "public_id")}
    return tuple(numbers[key] for key in called.ids if key in numbers)


def _narrowed(people: QuerySet[Person], chosen: dict[str, Named]) -> QuerySet[Person]:
    """One place of a person has all that is asked of places: the manager of sales is no manager elsewhere."""
    if "region" in chosen:
        people = people.filter(region=chosen["region"].pk)
    places = _places(chosen)
    if places is not None:
        people = people.filter(Exists(Assignment.objects.on().filter(places, person=OuterRef("pk"))))
    return people


def _places(chosen: dict[str, Named]) -> Q | None:
    wanted = Q()
    if "department" in chosen:
        wanted &= Q(department__path__startswith=chosen["department"].path)  # type: ignore[attr-defined]
    for name in ("position", "occupation"):
        if name in chosen:
            wanted &= Q(**{name: chosen[name].pk})
    return wanted or None


def _counted(people: QuerySet[Person], chosen: dict[str, Named]) -> Counted:
    """Four statements, whatever the number of people."""
    department = chosen.get("department")
    others = {name: _by(people, _less(chosen, name), name) for name in ("position", "occupation")}
    regions = _narrowed(people, _less(chosen, "region")).order_by().values_list("region").annotate(Count("pk"))
    others["region"] = dict(regions)
    return Counted(_below(people, _less(chosen, "department"), department), others)


def _less(chosen: dict[str, Named], name: str) -> dict[str, Named]:
    return {key: row for key, row in chosen.items() if key != name}


def _by(people: QuerySet[Person], chosen: dict[str, Named], name: str) -> dict[Any, int]:
    return dict(_placed(people, chosen).values_list(name).annotate(Count("person", distinct=True)))


def _below(people: QuerySet[Person], chosen: dict[str, Named], department: Named | None) -> dict[str, int]:
    above = str(department.path) if department is not None else ""  # type: ignore[attr-defined]
    length = len(above) + Department.steplen
    places = _placed(people, chosen).filter(department__path__startswith=above)
    cut = places.annotate(branch=Substr("department__path", Value(1), Value(length)))
    counts = dict(cut.values_list("branch").annotate(Count("person", distinct=True)))
    return {path: count for path, count in counts.items() if len(path) == length}


def _placed(people: QuerySet[Person], chosen: dict[str, Named]) -> QuerySet[Assignment]:
    """Today's places of these people that have all that is chosen of places."""
    if "region" in chosen:
        people = people.filter(region=chosen["region"].pk)
    places = Assignment.objects.on().filter(person__in=people.order_by().values("pk")).order_by()
    wanted = _places(chosen)
    return places.filter(wanted) if wanted is not None else places
