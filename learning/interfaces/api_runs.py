"""What the API says of course runs and enrolments: the schemas that its document describes."""

from __future__ import annotations

import datetime as dt
import uuid

from django.urls import reverse
from ninja import Field, Schema

from core.interfaces.api_answers import ColleagueOut, colleague_out, portal_url
from learning.domain.queries.run_boxes import RunBox
from learning.enums import EnrolmentStatus, RunState, SpokenLanguage
from learning.models import CourseRun, Enrolment


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


def run_brief_out(run: CourseRun, course_title: str = "") -> RunBriefOut:
    """`course_title` where the run's own course was not read with it."""
    title = " · ".join(filter(None, (course_title, run.name))) if course_title else run.title
    return RunBriefOut(
        id=run.key, title=title, url=portal_url(reverse("course_run", args=[run.key])), status=run.status,
        zone=run.zone, place=run.place, language=run.spoken, starts_at=run.starts_at, ends_at=run.ends_at,
        seats=run.seats.capacity, taken=run.seats.taken,
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
