"""What the API says of courses, runs, enrolments, curricula and rules: the schemas that its document describes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Literal

from django.conf import settings
from django.urls import reverse
from ninja import Field, Schema
from pydantic import StringConstraints

from core.interfaces.api_answers import ColleagueOut, NamedOut, colleague_out, named_out
from learning.domain.queries.course_rows import CourseRow
from learning.domain.queries.curricula import CurriculumRow
from learning.domain.queries.curriculum_items import ItemRow
from learning.domain.queries.requirements import AskedRow
from learning.domain.queries.run_boxes import RunBox
from learning.enums import CourseLevel, EnrolmentStatus, RequirementState, RunState, SpokenLanguage
from learning.models import CourseRun, Enrolment

LAST_PAGE = 10_000


class CoursesIn(Schema):
    """What the catalogue is asked."""

    q: str = Field("", max_length=200, description="Words of the title or goal; all of them must be there.")
    topic: list[Annotated[str, StringConstraints(max_length=100)]] = Field(
        [], max_length=20, description="About one of these topics, by the names that the catalogue has."
    )
    level: list[CourseLevel] = Field([], max_length=4, description="Only these levels.")
    language: list[Literal["ja", "en"]] = Field([], max_length=2, description="Held in one of these.")
    minutes: list[Literal["30", "60", "120", "240", "more"]] = Field(
        [], max_length=5, description="It takes up to so many minutes, and more than the span before; or more than all."
    )
    department: str = Field("", max_length=40, description="The code of the department that offers it.")
    free: bool = Field(False, description="Only courses with a run to come that has a seat.")
    since: dt.date | None = Field(None, description="A run begins on this day or later, in your zone.")
    until: dt.date | None = Field(None, description="A run begins on this day or before, in your zone.")
    order: Literal["soon", "new", "title"] = Field("soon", description="By the next run, the newest, or the title.")
    page: int = Field(1, ge=1, le=LAST_PAGE, description="From 1 on.")


class RunBriefOut(Schema):
    """A run: when it is held, and how many come. `seats` is null where there is no limit."""

    id: uuid.UUID
    title: str
    url: str
    status: RunState
    zone: str = Field(description="The zone that it is held in; moments carry their own offset.")
    place: str
    language: SpokenLanguage
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    seats: int | None
    taken: int


class CourseOut(Schema):
    """A course, in the language of whoever asks where it has one."""

    id: uuid.UUID
    title: str
    url: str
    goal: str
    level: CourseLevel
    language: SpokenLanguage
    minutes: int
    department: NamedOut | None
    needs_approval: bool
    is_completed: bool
    my_status: EnrolmentStatus | None = Field(description="Where you stand in a run to come; null where nowhere.")
    next_run: RunBriefOut | None


class CoursesOut(Schema):
    """A page of the catalogue."""

    total: int
    page: int
    pages: int = Field(description="0 where there is none.")
    courses: list[CourseOut]


class SittingOut(Schema):
    """One sitting. Only those who come get its address."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    link: str


class RunOut(RunBriefOut):
    """A run, where you stand in it and what you can do."""

    course_id: uuid.UUID
    sittings: list[SittingOut]
    lecturers: list[ColleagueOut]
    waiting: int = Field(description="How many stand in line.")
    my_status: EnrolmentStatus | None = Field(description="The status of your enrolment; null where you never asked.")
    my_place: int | None = Field(description="In the line; 1 is next.")
    can_enrol: bool
    why_not: str = Field(description="Why you cannot enrol now, in your language.")
    would_wait: bool
    needs_approval: bool
    can_withdraw: bool
    withdraw_until: dt.datetime | None
    clashes: list[str] = Field(description="What else you have at the same time.")


class CourseWithRunsOut(CourseOut):
    """A course with its runs that are open, the next first."""

    runs: list[RunOut]


class EnrolmentOut(Schema):
    """You and a run."""

    run: RunBriefOut
    course_id: uuid.UUID
    status: EnrolmentStatus
    place: int | None = Field(description="In the line; 1 is next.")
    asked_at: dt.datetime
    seated_at: dt.datetime | None
    ended_at: dt.datetime | None


class EnrolmentsOut(Schema):
    """A page of yours, the latest run first."""

    total: int
    page: int
    pages: int = Field(description="0 where there is none.")
    enrolments: list[EnrolmentOut]


class EnrolIn(Schema):
    """What a manager who approves it reads."""

    wish: str = Field("", max_length=1000, description="Why you would like to come.")


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


def course_out(row: CourseRow) -> CourseOut:
    course = row.course
    return CourseOut(
        id=course.translation_key, title=row.page.title, url=_whole(row.url), goal=row.page.goal, level=course.level,
        language=course.spoken, minutes=course.minutes, needs_approval=course.needs_approval,
        department=named_out(course.department) if course.department else None,
        is_completed=row.is_completed, my_status=row.standing or None,
        next_run=run_brief_out(row.run, row.page.title) if row.run else None,
    )  # fmt: skip


def run_brief_out(run: CourseRun, course_title: str = "") -> RunBriefOut:
    """`course_title` where the run's own course was not read with it."""
    title = " · ".join(filter(None, (course_title, run.name))) if course_title else run.title
    return RunBriefOut(
        id=run.key, title=title, url=_whole(reverse("course_run", args=[run.key])), status=run.status, zone=run.zone,
        place=run.place, language=run.spoken, starts_at=run.starts_at, ends_at=run.ends_at, seats=run.seats.capacity,
        taken=run.seats.taken,
    )  # fmt: skip


def run_out(box: RunBox) -> RunOut:
    standing = box.standing
    offer = box.withdrawal
    return RunOut(
        **run_brief_out(box.run).dict(),
        course_id=box.run.course.translation_key,
        sittings=[
            SittingOut(starts_at=each.sitting.starts_at, ends_at=each.sitting.ends_at, place=each.place, link=each.link)
            for each in box.places
        ],
        lecturers=[colleague_out(each) for each in box.run.lecturers.all() if each.is_employed()],
        waiting=box.waiting,
        my_status=box.status or None,
        my_place=standing.place,
        can_enrol=standing.can_enrol,
        why_not=standing.against.words if standing.against else "",
        would_wait=standing.would_wait,
        needs_approval=standing.needs_approval,
        can_withdraw=offer is not None and not offer.refusal,
        withdraw_until=standing.deadline,
        clashes=[event.title for event in box.clashes],
    )


def enrolment_out(enrolment: Enrolment, place: int | None) -> EnrolmentOut:
    return EnrolmentOut(
        run=run_brief_out(enrolment.run), course_id=enrolment.run.course.translation_key, status=enrolment.status,
        place=place, asked_at=enrolment.asked_at, seated_at=enrolment.seated_at, ended_at=enrolment.ended_at,
    )  # fmt: skip


def curriculum_out(row: CurriculumRow) -> CurriculumOut:
    return CurriculumOut(
        id=row.curriculum.translation_key, title=row.title, url=_whole(row.url), minutes=row.curriculum.minutes,
        department=named_out(row.curriculum.department) if row.curriculum.department else None,
        completed_on=row.credit.completed_on, due_on=row.asked.due_on if row.asked else None,
        is_overdue=bool(row.asked and row.asked.is_overdue),
    )  # fmt: skip


def item_out(row: ItemRow) -> ItemOut:
    return ItemOut(
        title=row.title, url=_whole(row.url), is_course=row.is_course, is_required=row.is_required,
        minutes=row.minutes, completed_on=row.done_on,
    )  # fmt: skip


def rule_out(row: AskedRow) -> RuleOut:
    requirement, rule = row.requirement, row.requirement.rule
    return RuleOut(
        name=rule.name, curriculum_id=rule.curriculum.translation_key, curriculum=rule.curriculum.title,
        state=requirement.state, since_on=requirement.since_on, due_on=requirement.due_on, met_on=requirement.met_on,
        is_overdue=row.is_overdue, reason=row.reason,
    )  # fmt: skip


def _whole(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
