"""Departments: the tree, and a department's own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Locale

from core.department_parts import parts_of
from core.domain.queries.departments import department_tree, people_below
from core.domain.queries.pages import visible_pages
from core.domain.queries.people import numbers_of, places_in
from core.models.organisation import Department
from core.models.pages import DepartmentSectionPage
from core.models.person import Person

PEOPLE_A_PAGE = 60


@login_required
def departments(request: HttpRequest) -> HttpResponse:
    """The tree of departments with how many people each has."""
    return render(request, "core/departments.html", {"departments": department_tree()})


@login_required
def department(request: HttpRequest, code: str) -> HttpResponse:
    """A department: where it stands in the tree, what apps hold of it, its people, its pages."""
    found = Department.objects.select_related("company").filter(code=code).first()
    if found is None:
        raise Http404
    paginator = Paginator(numbers_of(found, viewer=request.user), PEOPLE_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    people = list(Person.objects.get_queryset().filter(pk__in=page.object_list).select_related("photo"))
    places = places_in(found, people)
    sections = DepartmentSectionPage.objects.filter(department=found, locale=Locale.get_active())
    below = people_below(found)
    children = [(child, below.get(child.path, 0)) for child in found.get_children()]
    context = {
        "department": found,
        "ancestors": found.get_ancestors(),
        "children": children,
        "with_children": below[found.path],
        "parts": parts_of(found, viewer=request.user) if isinstance(request.user, Person) else [],
        "page": page,
        "people": [(person, places.get(person.pk)) for person in people],
        "sections": visible_pages(sections, viewer=request.user),
    }
    return render(request, "core/department.html", context)
