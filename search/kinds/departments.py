"""Departments: the tree is open to every employee."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.models.organisation import Company, Department
from core.models.person import Person
from core.rules import is_employee
from search.documents import EMPLOYEES, SearchDocument, Words
from search.kinds.addresses import without_language
from search.registry import Dependency, Kind, Shown, Source

PREFIX = "department"
KIND = Kind(name="department", label=_("Departments"), one=_("Department"), order=60, icon="building")


def name_of(department: Department) -> str:
    return f"{PREFIX}:{department.code}"


def queryset() -> QuerySet[Department]:
    found: QuerySet[Department] = Department.objects.all()
    return found


def _departments(names: Sequence[str]) -> QuerySet[Department]:
    codes = [name.partition(":")[2] for name in names]
    found: QuerySet[Department] = Department.objects.filter(code__in=codes).select_related("company")
    return found


def read(names: Sequence[str]) -> Iterator[tuple[str, list[SearchDocument]]]:
    """One query for any number."""
    found = {name_of(department): department for department in _departments(names)}
    for name in names:
        department = found.get(name)
        yield name, [_document(department)] if department is not None else []


def _document(department: Department) -> SearchDocument:
    company = department.company
    return SearchDocument(
        key=name_of(department),
        source=name_of(department),
        kind=KIND.name,
        title=Words(ja=department.name_ja, en=department.name_en),
        body=Words(ja=company.name_ja, en=company.name_en),
        readings=(department.code,),
        facets={"department": (department.code,)},
        audience=(EMPLOYEES,),
        url=without_language(reverse("department", args=[department.code])),
    )


def present(keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]:
    """Every department, with its company: one query."""
    if not is_employee(viewer):
        return {}
    with translation.override(language):
        return {
            name_of(each): Shown(each.name, reverse("department", args=[each.code]), line=each.company.name)
            for each in _departments(keys)
        }


def _of_company(company: Company) -> list[str]:
    return [f"{PREFIX}:{code}" for code in Department.objects.filter(company=company).values_list("code", flat=True)]


SOURCE = Source(
    prefix=PREFIX,
    kinds=(KIND,),
    queryset=queryset,
    name=name_of,
    read=read,
    present=present,
    depends_on=(Dependency(Department, lambda row: [name_of(row)]), Dependency(Company, _of_company)),
)
