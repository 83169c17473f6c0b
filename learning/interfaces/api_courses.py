"""What the API is asked for and says of courses: the schemas that its document describes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from core.interfaces.api_answers import NamedOut, named_out, portal_url
from learning.domain.queries.course_rows import CourseRow
from learning.enums import CourseLevel, EnrolmentStatus, SpokenLanguage
from learning.interfaces.api_runs import RunBriefOut, RunOut, run_brief_out

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


class CourseWithRunsOut(CourseOut):
    """A course with its runs that are open, the next first."""

    runs: list[RunOut]


def course_out(row: CourseRow) -> CourseOut:
    course = row.course
    return CourseOut(
        id=course.translation_key, title=row.page.title, url=portal_url(row.url), goal=row.page.goal,
        level=course.level, language=course.spoken, minutes=course.minutes, needs_approval=course.needs_approval,
        department=named_out(course.department) if course.department else None,
        is_completed=row.is_completed, my_status=row.standing or None,
        next_run=run_brief_out(row.run, row.page.title) if row.run else None,
    )  # fmt: skip
