"""What concerns a person: overdue, next, what else is required, what they may like and why, what they have done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.cards import Card
from core.models.person import Person
from learning.domain.queries.course_rows import CourseRow, course_rows
from learning.domain.queries.credit import Credit
from learning.domain.queries.curricula import CurriculumRow, curricula_with_keys
from learning.domain.queries.materials import materials_by_key
from learning.domain.queries.may_like import Liked, may_like
from learning.domain.queries.requirements import AskedRow, requirements_of
from learning.domain.rules_due import Terms, counts_from
from learning.enums import RequirementState as State
from learning.models import CurriculumItem

DONE_SHOWN = 6


@dataclass(frozen=True)
class Todo:
    """An item that is missing: where it is, and the course with its next run where it is one."""

    title: str
    url: str
    course: CourseRow | None = None


@dataclass(frozen=True)
class Concern:
    """A requirement with its curriculum, how far the person is, and what comes next."""

    asked: AskedRow
    curriculum: CurriculumRow | None
    credit: Credit | None
    todo: list[Todo]

    @property
    def title(self) -> str:
        return self.curriculum.title if self.curriculum else self.asked.requirement.rule.curriculum.title


@dataclass(frozen=True)
class ForMe:
    """The page. `met` and `total` are of all rounds that were ever asked and are not dropped."""

    overdue: list[Concern]
    soon: list[Concern]
    later: list[Concern]
    exempt: list[AskedRow]
    done: list[AskedRow]
    liked: list[Liked]
    met: int
    total: int

    @property
    def is_quiet(self) -> bool:
        return not (self.overdue or self.soon or self.later)


def for_me(person: Person) -> ForMe:
    """Everything of the page; the number of queries does not grow with what is asked."""
    rows = requirements_of(person, viewer=person)
    open_ones = [row for row in rows if row.requirement.state == State.OPEN]
    met = [row for row in rows if row.requirement.state == State.MET]
    keys = {row.requirement.rule.curriculum.translation_key for row in rows}
    curricula = curricula_with_keys(person, keys) if keys else {}
    concerns = _concerns(person, open_ones, curricula)
    return ForMe(
        overdue=[each for each in concerns if each.asked.is_overdue],
        soon=[each for each in concerns if each.asked.is_soon],
        later=[each for each in concerns if not each.asked.is_overdue and not each.asked.is_soon],
        exempt=[row for row in rows if row.requirement.state == State.EXEMPT],
        done=sorted(met, key=lambda row: str(row.requirement.met_on), reverse=True)[:DONE_SHOWN],
        liked=may_like(person, curricula, asked={row.requirement.rule.curriculum_id for row in rows}),
        met=len(met),
        total=len(met) + len(open_ones),
    )


def for_me_card(person: Person) -> Card | None:
    """On home: what is overdue and what is next; nothing where nothing is asked."""
    rows = [row for row in requirements_of(person, viewer=person) if row.requirement.state == State.OPEN]
    near = [row for row in rows if row.is_overdue or row.is_soon][:3]
    if not near:
        return None
    context = {"rows": near, "overdue": sum(row.is_overdue for row in rows), "more": len(rows) - len(near)}
    return Card("for_me", "learning/cards/for_me.html", context)


def _concerns(person: Person, rows: Iterable[AskedRow], curricula: dict[int, CurriculumRow]) -> list[Concern]:
    found = []
    for row in rows:
        curriculum = curricula.get(row.requirement.rule.curriculum_id)
        found.append((row, curriculum, _credit(row, curriculum)))
    missing = {item.pk for _row, _c, credit in found if credit for item in credit.asked if item.pk not in credit.on}
    todos = _todos(person, missing)
    return [
        Concern(row, curriculum, credit, [todos[i.pk] for i in credit.asked if i.pk in todos and i.pk not in credit.on])
        if credit
        else Concern(row, curriculum, None, [])
        for row, curriculum, credit in found
    ]


def _credit(row: AskedRow, curriculum: CurriculumRow | None) -> Credit | None:
    """What counts for this round."""
    if curriculum is None:
        return None
    because, rule = row.requirement.because, row.requirement.rule
    if because.get("kind") == "again":
        return curriculum.credit.since(dt.date.fromisoformat(because["on"]) + dt.timedelta(days=1))
    terms = Terms(rule.starts_on, rule.due_kind, repeat_months=rule.repeat_months, credit_months=rule.credit_months)
    return curriculum.credit.since(counts_from(terms, row.requirement.since_on))


def _todos(person: Person, items: Collection[int]) -> dict[int, Todo]:
    """Where the missing items are: courses with their next run, materials by their page."""
    rows = list(CurriculumItem.objects.filter(pk__in=items).order_by("order"))
    courses = {each.course.pk: each for each in course_rows([r.course_id for r in rows if r.course_id], viewer=person)}
    heads = materials_by_key([row.material_key for row in rows if row.material_key], viewer=person)
    found: dict[int, Todo] = {}
    for row in rows:
        if row.course_id in courses:
            course = courses[row.course_id]
            found[row.pk] = Todo(course.page.title, course.url, course)
        elif row.material_key in heads:
            page = heads[row.material_key]
            found[row.pk] = Todo(page.title, page.get_url() or "")
    return found
