"""Who is overdue, and who is next: a manager's direct and indirect reports, or everyone for who oversees training.

The order of all people is computed once and kept until anyone's place, manager or requirement changes; a page reads the
rows of thirty people. So ten thousand people cost what a hundred do.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from core.api import Assignment, Department, Person
from core.domain.queries.listed_people import called
from core.domain.queries.people import main_places
from core.kept.noting import remembered
from core.models.person import PersonQuerySet
from learning.domain.queries.reasons import departments_of, of_another
from learning.domain.queries.requirements import SOON, AskedRow
from learning.enums import RequirementState as State
from learning.models import Requirement, TrainingRule
from learning.rules import oversees_training

PEOPLE_A_PAGE = 30
SHOWN = 2
Numbers = tuple[int, dt.date | None, int, int]  # overdue, next due, met, all


@dataclass(frozen=True)
class Wish:
    """Which people: all of them, or those of whom something is overdue or due soon; of a rule, a department, a name."""

    everyone: bool = False
    state: str = ""
    rule: int | None = None
    department: str = ""
    name: str = ""


@dataclass(frozen=True)
class TeamRow:
    """A person: what is open of them, the oldest first, and how far they are."""

    person: Person
    place: Assignment | None
    asked: list[AskedRow]
    overdue: int
    next_due: dt.date | None
    met: int
    total: int

    @property
    def percent(self) -> int | None:
        return 100 * self.met // self.total if self.total else None

    @property
    def shown(self) -> list[AskedRow]:
        return self.asked[:SHOWN]

    @property
    def more(self) -> list[AskedRow]:
        return self.asked[SHOWN:]


@dataclass(frozen=True)
class Order:
    """The people in order, each with their numbers, and what they come to."""

    people: tuple[int, ...] = ()
    numbers: dict[int, Numbers] = field(default_factory=dict)

    @property
    def overdue(self) -> int:
        return sum(1 for each in self.numbers.values() if each[0])

    @property
    def soon(self) -> int:
        limit = timezone.localdate() + SOON
        return sum(1 for each in self.numbers.values() if not each[0] and each[1] is not None and each[1] <= limit)

    @property
    def percent(self) -> int | None:
        met = sum(each[2] for each in self.numbers.values())
        every = sum(each[3] for each in self.numbers.values())
        return 100 * met // every if every else None


def team(wish: Wish, *, viewer: Person) -> Order:
    """The people that the viewer may look at, those who are overdue first."""
    today = timezone.localdate()
    scope = "everyone" if wish.everyone and oversees_training(viewer) else str(viewer.pk)
    name = f"learning.team.1:{scope}:{today}:{wish.rule}:{wish.department}:{wish.state}:{wish.name}"
    return remembered(name, lambda: _order(wish, scope, viewer, today))


def team_page(order: Order, wish: Wish, *, number: int | str) -> Page[int]:
    """A page of the rows; five queries."""
    page = Paginator(order.people, PEOPLE_A_PAGE).get_page(number)
    page.object_list = rows_of(list(page.object_list), order, wish)  # type: ignore[assignment]
    return page


def rows_of(people: list[int], order: Order, wish: Wish) -> list[TeamRow]:
    known = Person.objects.get_queryset().select_related("photo").in_bulk(people)
    places = main_places(known.values())
    asked = _asked(people, wish)
    return [
        TeamRow(known[pk], places.get(pk), asked.get(pk, []), *order.numbers.get(pk, (0, None, 0, 0)))
        for pk in people
        if pk in known
    ]


def rules_to_choose(wish: Wish, *, viewer: Person) -> list[TrainingRule]:
    """The rules in force by which the table can be narrowed: a manager's are those that ask something of their people,
    for others may be named after what is nobody else's business."""
    rules = TrainingRule.objects.filter(Q(is_active=True) | Q(pk=wish.rule)).order_by("pk")
    if wish.everyone and oversees_training(viewer):
        return list(rules)
    name = f"learning.team.rules.1:{viewer.pk}:{timezone.localdate()}"
    return list(rules.filter(pk__in=remembered(name, lambda: _rules_asking(viewer))))


def _rules_asking(viewer: Person) -> set[int]:
    reports = reports_of(viewer)
    rows = Requirement.objects.exclude(state=State.DROPPED).order_by().values_list("rule_id", "person_id").distinct()
    return {rule for rule, person in rows.iterator(chunk_size=5_000) if person in reports}


def reports_of(viewer: Person) -> set[int]:
    """Everyone who reports to the viewer, directly or through others; a loop that slipped in ends where it began."""
    below: dict[int, list[int]] = defaultdict(list)
    for pk, above in Person.objects.get_queryset().filter(manager__isnull=False).values_list("pk", "manager_id"):
        below[above].append(pk)
    found: set[int] = set()
    waiting = [viewer.pk]
    while waiting:
        fresh = [pk for pk in below.get(waiting.pop(), ()) if pk not in found and pk != viewer.pk]
        found.update(fresh)
        waiting += fresh
    return found


def _order(wish: Wish, scope: str, viewer: Person, today: dt.date) -> Order:
    people = _people(wish, today)
    pairs = people.order_by("family_kana", "given_kana", "pk").values_list("pk", flat=True)
    allowed = None if scope == "everyone" else reports_of(viewer)
    names = [pk for pk in pairs if allowed is None or pk in allowed]
    numbers = _numbers(wish, today)
    kept = [pk for pk in names if _is_wanted(wish, numbers.get(pk), today)]
    far = dt.date.max
    kept.sort(key=lambda pk: (-bool(numbers[pk][0]), numbers[pk][1] or far) if pk in numbers else (0, far))
    return Order(tuple(kept), {pk: numbers[pk] for pk in kept if pk in numbers})


def _people(wish: Wish, today: dt.date) -> PersonQuerySet:
    people = Person.objects.employed(today)
    if wish.department:
        found = Department.objects.filter(code=wish.department).first()
        below = Department.objects.filter(path__startswith=found.path) if found else Department.objects.none()
        people = people.filter(pk__in=Assignment.objects.on(today).filter(department__in=below).values("person_id"))
    for word in unicodedata.normalize("NFKC", wish.name).split()[:3]:
        people = people.filter(Q(employee_number__istartswith=word) | called(word))
    return people


def _numbers(wish: Wish, today: dt.date) -> dict[int, Numbers]:
    rows = Requirement.objects.filter(state__in=[State.OPEN, State.MET]).order_by()
    if wish.rule is not None:
        rows = rows.filter(rule=wish.rule)
    found: dict[int, list[tuple[str, dt.date]]] = defaultdict(list)
    for person, state, due_on in rows.values_list("person_id", "state", "due_on").iterator(chunk_size=5_000):
        found[person].append((state, due_on))
    return {person: _counted(each, today) for person, each in found.items()}


def _counted(rows: list[tuple[str, dt.date]], today: dt.date) -> Numbers:
    due = [day for state, day in rows if state == State.OPEN]
    return sum(day < today for day in due), min(due, default=None), len(rows) - len(due), len(rows)


def _is_wanted(wish: Wish, numbers: Numbers | None, today: dt.date) -> bool:
    if wish.state == "overdue":
        return numbers is not None and numbers[0] > 0
    if wish.state == "soon":
        return numbers is not None and numbers[1] is not None and numbers[1] <= today + SOON
    return wish.rule is None or numbers is not None


def _asked(people: Iterable[int], wish: Wish) -> dict[int, list[AskedRow]]:
    rows = Requirement.objects.filter(person__in=people, state=State.OPEN).select_related("rule").order_by("due_on")
    if wish.rule is not None:
        rows = rows.filter(rule=wish.rule)
    wanted = list(rows)
    departments, today = departments_of(row.because for row in wanted), timezone.localdate()
    found: dict[int, list[AskedRow]] = defaultdict(list)
    for row in wanted:
        found[row.person_id].append(AskedRow(row, of_another(row.because, departments), today))
    return found
