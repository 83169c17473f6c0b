"""What the API says of curricula and of rules who must take them: the schemas that its document describes."""

from __future__ import annotations

import datetime as dt
import uuid

from ninja import Field, Schema

from core.interfaces.api_answers import NamedOut, named_out, portal_url
from learning.domain.queries.curricula import CurriculumRow
from learning.domain.queries.curriculum_items import ItemRow
from learning.domain.queries.requirements import AskedRow
from learning.enums import RequirementState


class ItemOut(Schema):
    """A course or a material of a curriculum."""

    title: str
    url: str
    is_course: bool
    is_required: bool
    minutes: int
    completed_on: dt.date | None


class CurriculumOut(Schema):
    """A curriculum and how far you are in it."""

    id: uuid.UUID
    title: str
    url: str
    minutes: int
    department: NamedOut | None
    completed_on: dt.date | None
    due_on: dt.date | None = Field(description="By when it is asked of you; null where it is not.")
    is_overdue: bool


class CurriculaOut(Schema):
    """All that you may see."""

    curricula: list[CurriculumOut]


class CurriculumWithItemsOut(CurriculumOut):
    """A curriculum with its items in order."""

    items: list[ItemOut]


class RuleOut(Schema):
    """What a rule asks of you, in one round of it, and why, in your language."""

    name: str
    curriculum_id: uuid.UUID
    curriculum: str
    state: RequirementState
    since_on: dt.date
    due_on: dt.date
    met_on: dt.date | None
    is_overdue: bool
    reason: str


class RulesOut(Schema):
    """All that is asked of you, the first due first."""

    rules: list[RuleOut]


def curriculum_out(row: CurriculumRow) -> CurriculumOut:
    return CurriculumOut(
        id=row.curriculum.translation_key, title=row.title, url=portal_url(row.url), minutes=row.curriculum.minutes,
        department=named_out(row.curriculum.department) if row.curriculum.department else None,
        completed_on=row.credit.completed_on, due_on=row.asked.due_on if row.asked else None,
        is_overdue=bool(row.asked and row.asked.is_overdue),
    )  # fmt: skip


def item_out(row: ItemRow) -> ItemOut:
    return ItemOut(
        title=row.title, url=portal_url(row.url), is_course=row.is_course, is_required=row.is_required,
        minutes=row.minutes, completed_on=row.done_on,
    )  # fmt: skip


def rule_out(row: AskedRow) -> RuleOut:
    requirement, rule = row.requirement, row.requirement.rule
    return RuleOut(
        name=rule.name, curriculum_id=rule.curriculum.translation_key, curriculum=rule.curriculum.title,
        state=requirement.state, since_on=requirement.since_on, due_on=requirement.due_on, met_on=requirement.met_on,
        is_overdue=row.is_overdue, reason=row.reason,
    )  # fmt: skip
