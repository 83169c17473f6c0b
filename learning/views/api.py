"""What the API answers about learning. `portal.views.api` composes it with the other apps' routers."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Body, Query, Router

from core.api import Person, RefusedError
from core.interfaces.problems import Problem, problem
from core.views.ways_in import WRITING, WRONG
from learning.domain import enrolling
from learning.domain.queries.api_lists import own_enrolments
from learning.domain.queries.course_catalogue import A_PAGE, Asked, find_courses
from learning.domain.queries.course_rows import course_rows
from learning.domain.queries.curricula import curricula_for, curricula_with_keys
from learning.domain.queries.curriculum_items import item_rows
from learning.domain.queries.requirements import requirements_of
from learning.domain.queries.run_boxes import boxes_of, run_at, runs_of
from learning.enums import EnrolmentStatus
from learning.interfaces import api_courses, api_curricula, api_runs
from learning.models import Course, CourseRun

router = Router()
ENROLMENTS_A_PAGE = 50
ABSENT = {404: Problem, **WRONG}
SAID = Body(api_runs.EnrolIn())
STATUSES = Query([], max_length=len(EnrolmentStatus), description="Only these.")
PAGE = Query(1, ge=1, le=api_courses.LAST_PAGE, description="From 1 on.")


@router.get("/courses", response={200: api_courses.CoursesOut, **WRONG}, operation_id="courses", tags=["courses"])
def courses(request: HttpRequest, asked: Query[api_courses.CoursesIn]) -> Any:
    """The courses that you may see, twenty-four a page."""
    found = find_courses(_asked(asked), viewer=request.auth)
    rows = [api_courses.course_out(row) for row in course_rows(found.pks, viewer=request.auth)]
    return api_courses.CoursesOut(total=found.total, page=asked.page, pages=-(-found.total // A_PAGE), courses=rows)


@router.get(
    "/courses/{course_id}",
    response={200: api_courses.CourseWithRunsOut, **ABSENT},
    operation_id="course",
    tags=["courses"],
)
def course(request: HttpRequest, course_id: uuid.UUID) -> Any:
    """One course with its runs to come."""
    found = Course.objects.filter(translation_key=course_id, is_live=True).first()
    rows = course_rows([found.pk], viewer=request.auth) if found else []
    if not rows:
        raise Http404
    runs = [api_runs.run_out(box) for box in boxes_of(list(runs_of(rows[0].course)), viewer=request.auth)]
    return api_courses.CourseWithRunsOut(**api_courses.course_out(rows[0]).dict(), runs=runs)


@router.get("/runs/{run_id}", response={200: api_runs.RunOut, **ABSENT}, operation_id="run", tags=["courses"])
def run(request: HttpRequest, run_id: uuid.UUID) -> Any:
    """One run: when and where, and where you stand in it."""
    return _run_out(_run_or_404(run_id, request.auth), request.auth)


@router.post(
    "/runs/{run_id}/enrol", response={200: api_runs.RunOut, **WRITING}, operation_id="enrol", tags=["enrolments"]
)
def enrol(request: HttpRequest, run_id: uuid.UUID, said: api_runs.EnrolIn = SAID) -> Any:
    """Ask for a seat: `my_status` says whether you have one, wait in the line, or your manager is asked."""
    found = _run_or_404(run_id, request.auth)
    try:
        enrolling.enrol(found, request.auth, actor=request.auth, wish=said.wish.replace("\x00", ""))
    except RefusedError as refused:
        return _refused(refused)
    return _run_out(_run_or_404(run_id, request.auth), request.auth)


@router.post(
    "/runs/{run_id}/withdraw", response={200: api_runs.RunOut, **WRITING}, operation_id="withdraw", tags=["enrolments"]
)
def withdraw(request: HttpRequest, run_id: uuid.UUID) -> Any:
    """Give up your seat, your place in the line or your request. Whoever is first in the line moves up."""
    found = _run_or_404(run_id, request.auth)
    enrolment = found.enrolments.filter(person=request.auth).select_related("run", "person").first()
    if enrolment is None:
        raise Http404
    try:
        enrolling.withdraw(enrolment, actor=request.auth)
    except RefusedError as refused:
        return _refused(refused)
    return _run_out(_run_or_404(run_id, request.auth), request.auth)


@router.get(
    "/my/enrolments",
    response={200: api_runs.EnrolmentsOut, **WRONG},
    operation_id="my_enrolments",
    tags=["enrolments"],
)
def my_enrolments(
    request: HttpRequest,
    status: list[EnrolmentStatus] = STATUSES,
    page: int = PAGE,
) -> Any:
    """Your enrolments, past ones too, fifty a page."""
    found = own_enrolments(request.auth)
    if status:
        found = found.filter(status__in=status)
    total, first = found.count(), (page - 1) * ENROLMENTS_A_PAGE
    rows = [
        api_runs.enrolment_out(each, each.ahead + 1 if each.status == EnrolmentStatus.WAITING else None)  # type: ignore[attr-defined]
        for each in found[first : first + ENROLMENTS_A_PAGE]
    ]
    return api_runs.EnrolmentsOut(total=total, page=page, pages=-(-total // ENROLMENTS_A_PAGE), enrolments=rows)


@router.get("/my/rules", response={200: api_curricula.RulesOut, **WRONG}, operation_id="my_rules", tags=["curricula"])
def my_rules(request: HttpRequest) -> Any:
    """What rules ask of you, by when, and why."""
    return api_curricula.RulesOut(
        rules=[api_curricula.rule_out(each) for each in requirements_of(request.auth, viewer=request.auth)]
    )


@router.get(
    "/curricula", response={200: api_curricula.CurriculaOut, **WRONG}, operation_id="curricula", tags=["curricula"]
)
def curricula(request: HttpRequest) -> Any:
    """The curricula that you may see, in the order of the portal."""
    rows = curricula_for(request.auth).values()
    return api_curricula.CurriculaOut(curricula=[api_curricula.curriculum_out(row) for row in rows])


@router.get(
    "/curricula/{curriculum_id}",
    response={200: api_curricula.CurriculumWithItemsOut, **ABSENT},
    operation_id="curriculum",
    tags=["curricula"],
)
def curriculum(request: HttpRequest, curriculum_id: uuid.UUID) -> Any:
    """One curriculum with its courses and materials, as far as you may see them."""
    row = next(iter(curricula_with_keys(request.auth, [curriculum_id]).values()), None)
    if row is None:
        raise Http404
    items = [api_curricula.item_out(each) for each in item_rows(row.curriculum, row.credit, viewer=request.auth)]
    return api_curricula.CurriculumWithItemsOut(**api_curricula.curriculum_out(row).dict(), items=items)


def _asked(said: api_courses.CoursesIn) -> Asked:
    filters = {name: tuple(dict.fromkeys(getattr(said, name))) for name in ("topic", "level", "language", "minutes")}
    filters["department"] = (said.department,) if said.department else ()
    return Asked(
        words=said.q.replace("\x00", ""), filters={name: values for name, values in filters.items() if values},
        free=said.free, since=said.since, until=said.until, order=said.order, page=said.page,
    )  # fmt: skip


def _run_or_404(run_id: uuid.UUID, viewer: Person) -> CourseRun:
    found = run_at(run_id, viewer=viewer)
    if found is None:
        raise Http404
    return found


def _run_out(found: CourseRun, viewer: Person) -> api_runs.RunOut:
    (box,) = boxes_of([found], viewer=viewer)
    return api_runs.run_out(box)


def _refused(refused: RefusedError) -> HttpResponse:
    """Why it is not possible now; `code` says it for programs."""
    return problem(409, " ".join(refused.messages), code=str(refused.code or ""))
