"""What the API answers about people. `portal.views.api` composes it with the other apps' routers."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from core.domain.queries.listed_people import listed_people, listed_person, with_places
from core.interfaces.api_answers import PeopleOut, PersonWithFactsOut, person_out, person_with_facts_out
from core.interfaces.problems import Problem
from core.views.ways_in import WRONG

router = Router(tags=["people"])
A_PAGE = 50
LAST_PAGE = 10_000


@router.get("/people", response={200: PeopleOut, **WRONG}, operation_id="people")
def people(
    request: HttpRequest,
    q: str = Query("", max_length=100, description="Words of a name, in any script; all of them must fit."),
    department: str = Query("", max_length=40, description="The code of a department, with all below it."),
    region: str = Query("", max_length=40, description="The code of a region."),
    page: int = Query(1, ge=1, le=LAST_PAGE, description="Fifty people a page."),
) -> Any:
    """The colleagues that you may see, by the reading of their names."""
    said = {"name": q, "department": department, "region": region}
    found = listed_people(viewer=request.auth, **{name: text.replace("\x00", "") for name, text in said.items()})
    total = found.count()
    rows = with_places(found[(page - 1) * A_PAGE : page * A_PAGE])
    return PeopleOut(total=total, page=page, pages=-(-total // A_PAGE), people=[person_out(row) for row in rows])


@router.get("/people/me", response={200: PersonWithFactsOut, **WRONG}, operation_id="me")
def me(request: HttpRequest) -> Any:
    """You, with all that you may see of yourself."""
    return person_with_facts_out(with_places([request.auth])[0], viewer=request.auth)


@router.get("/people/{person_id}", response={200: PersonWithFactsOut, 404: Problem, **WRONG}, operation_id="person")
def person(request: HttpRequest, person_id: uuid.UUID) -> Any:
    """One colleague. Who left, and who never was, are both absent."""
    found = listed_person(person_id, viewer=request.auth)
    if found is None:
        raise Http404
    return person_with_facts_out(found, viewer=request.auth)
