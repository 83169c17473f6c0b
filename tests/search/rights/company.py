"""The demo company with parts of it shut, a person for every role, and what the database itself shows each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from core.domain.page_audience import set_page_audience
from core.domain.queries.pages import visible_pages
from core.enums import Role
from core.models import ArticlePage, Audience, Department, DepartmentSectionPage, Person
from learning.enums import RunState
from learning.models import CategoryPage, CourseRun, MaterialPage, StuckReport
from portal.demo.load import load_demo
from search.documents import SearchDocument
from tests.contracts.roles import ROLES
from tests.people import audience_of, make_person, place
from tests.search.relevance.corpus import registered

ROLE_OF = {
    "lecturer": Role.LECTURER, "hr": Role.HR, "programme_owner": Role.PROGRAMME_OWNER, "editor": Role.EDITOR,
    "department_editor": Role.DEPARTMENT_EDITOR, "administrator": Role.ADMINISTRATOR,
}  # fmt: skip
PAGES = frozenset({"page", "curriculum", "material", "step", "course"})


@dataclass
class Company:
    """`universe` are the documents of everything that is published, by key."""

    viewers: dict[str, Any]
    universe: dict[str, SearchDocument]

    def viewer(self, role: str) -> Any:
        """Read anew, as a request does: what a person may see is remembered on the object."""
        viewer = self.viewers[role]
        return Person.objects.get(pk=viewer.pk) if isinstance(viewer, Person) else viewer

    def client(self, role: str) -> Client:
        client = Client()
        if isinstance(self.viewers[role], Person):
            client.force_login(self.viewers[role], backend="core.backends.EmployedBackend")
        return client

    def seen_by(self, role: str) -> set[str]:
        """Keys of what the database shows now, asked without anything of search."""
        viewer = self.viewer(role)
        if not isinstance(viewer, Person) or not viewer.is_employed():
            return set()
        pages = set(visible_pages(Page.objects.all(), viewer=viewer).values_list("translation_key", flat=True))
        shown = {str(key) for key in pages}
        employed = {str(key) for key in Person.objects.employed().values_list("public_id", flat=True)}
        questions = StuckReport.objects.filter(hidden_at=None, answers__hidden_at=None, translation_key__in=pages)
        asked = {str(pk) for pk in questions.values_list("pk", flat=True)}
        runs = CourseRun.objects.filter(status=RunState.OPEN, course__translation_key__in=pages)
        held = {str(key) for key in runs.values_list("key", flat=True)}
        known = {**dict.fromkeys(PAGES, shown), "person": employed, "question": asked, "run": held}
        return {key for key in self.universe if _is_among(key, known)}


def _is_among(key: str, known: dict[str, set[str]]) -> bool:
    kind, number = key.split(":")[:2]
    return kind not in known or number in known[kind]


def build_company() -> Company:
    """Called inside a transaction that is rolled back."""
    load_demo(tell=lambda text: None)
    network = Department.objects.get(code="network-operations")
    viewers: dict[str, Any] = {role: _viewer(role, network) for role in ROLES}
    editor = viewers["administrator"]
    finance, cloud = Department.objects.get(code="finance"), Department.objects.get(code="cloud-development")
    shut(material("Looking after passwords"), finance, editor)
    shut(CategoryPage.objects.get(title="Operations"), cloud, editor)
    shut(ArticlePage.objects.get(title="Handing over a shift"), finance, editor)
    for page in MaterialPage.objects.filter(translation_key=material("Time zones").translation_key):
        page.unpublish()
    make_person(family_name="退職", given_name="済", left_on=timezone.localdate())
    make_person(family_name="入社", given_name="前", joined_on=timezone.localdate() + dt.timedelta(days=1))
    return Company(viewers, {document.key: document for document in registered()})


def shut(page: Page, department: Department, actor: Person) -> None:
    """From now on only this department may see the page, in both languages."""
    known = Audience.objects.filter(name=f"only {department.code}").first()
    set_page_audience(page, audience=known or audience_of(department), actor=actor)


def material(title: str) -> MaterialPage:
    return MaterialPage.objects.get(title__startswith=title)


def section(department: str, language: str = "ja") -> DepartmentSectionPage:
    return DepartmentSectionPage.objects.get(department__code=department, locale__language_code=language)


def titles(documents: Iterable[SearchDocument]) -> list[str]:
    return [text for document in documents for _, text in document.title.each()]


def _viewer(role: str, department: Department) -> Any:
    if role == "anonymous":
        return AnonymousUser()
    facts = {"left_on": timezone.localdate()} if role == "left" else {}
    viewer = make_person(role=ROLE_OF.get(role), department=department, family_name=f"役{role}", **facts)
    place(viewer, department)
    return viewer
