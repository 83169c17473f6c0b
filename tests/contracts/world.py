"""One of everything, and a person for every role: what the crawl walks through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Task, Workflow

from core.domain.accounts import issue_link
from core.domain.api_tokens import make_token
from core.domain.calendar import invite, put_event
from core.domain.calendar_feed import feed_of
from core.enums import Delivery, LinkPurpose, Role
from core.models import (
    ArticlePage,
    Audience,
    Company,
    Department,
    Grade,
    Notice,
    Occupation,
    PageAudience,
    PeopleFile,
    Person,
    PortalDocument,
    PortalImage,
    Position,
    Region,
)
from search.domain.saved import save_search
from search.domain.synonyms import add_synonym
from tests.contracts.roles import ROLES
from tests.core.media import make_document, make_image, png
from tests.people import (
    audience_of,
    everyone,
    home,
    make_collection,
    make_department,
    make_person,
    make_section,
    place,
)


@dataclass
class Part:
    """What belongs to one department: its pages, live and draft, its files."""

    department: Department
    section: Page
    live: ArticlePage
    draft: ArticlePage
    collection: Collection
    image: PortalImage
    document: PortalDocument
    material: Any
    report: Any
    answer: Any
    mistake: Any
    picture: Any
    unsent: Any
    course: Any
    run: Any


@dataclass
class World:
    """`own` is the part whose audience and editors the crawl's people are; `foreign` is another department's."""

    people: dict[str, Person]
    clients: dict[str, Client]
    own: Part
    foreign: Part
    root: Page
    home: Page
    general: ArticlePage
    colleague: Person
    workflow: Workflow
    task: Task
    samples: dict[str, Any] = field(default_factory=dict)

    def part(self, *, own: bool) -> Part:
        return self.own if own else self.foreign


def build_world() -> World:
    """Build it; called once, inside a transaction that is rolled back."""
    home()
    network, sales = make_department("network"), make_department("sales")
    for model in (Grade, Position, Occupation):
        model.objects.get_or_create(code="member", defaults={"name_ja": "一般", "name_en": "Member"})
    people = _people(network)
    colleague = make_person(manager=people["manager"])
    own, foreign = _part(network, colleague), _part(sales, colleague)
    general = home().add_child(instance=ArticlePage(title="General", slug="general"))
    general.save_revision(user=people["editor"]).publish()
    workflow, task = Workflow.objects.get(), GroupApprovalTask.objects.get()
    world = World(
        people=people, clients={}, own=own, foreign=foreign, root=Page.objects.get(depth=1), home=home(),
        general=general, colleague=colleague, workflow=workflow, task=task,
    )  # fmt: skip
    world.samples = _samples(world)
    for role in ROLES:
        world.clients[role] = _client(people.get(role))
    return world


def _people(department: Department) -> dict[str, Person]:
    people = {
        "left": make_person(left_on=timezone.localdate()),
        "employee": make_person(),
        "lecturer": make_person(role=Role.LECTURER),
        "manager": make_person(),
        "hr": make_person(role=Role.HR),
        "programme_owner": make_person(role=Role.PROGRAMME_OWNER),
        "department_editor": make_person(role=Role.DEPARTMENT_EDITOR, department=department),
        "editor": make_person(role=Role.EDITOR),
        "administrator": make_person(role=Role.ADMINISTRATOR),
    }
    for person in people.values():
        place(person, department)
    return people


def _client(person: Person | None) -> Client:
    """Who left is signed in still: leaving must end that by itself."""
    client = Client(enforce_csrf_checks=True)
    client.get("/ja/sign-in/")
    if person is not None:
        client.force_login(person, backend="core.backends.EmployedBackend")
    client.raise_request_exception = False
    return client


def _part(department: Department, colleague: Person) -> Part:
    from learning.models import Course, MistakeReport, StuckAnswer, StuckPicture, StuckReport, UnsentPicture
    from tests.learning.building import category, curriculum, material
    from tests.learning.courses import course_page
    from tests.learning.courses import run as course_run

    section = make_section(department)
    audience = audience_of(department)
    PageAudience.objects.create(translation_key=section.translation_key, audience=audience)
    live, draft = ArticlePage(title="Live", slug="live"), ArticlePage(title="Draft", slug="draft", live=False)
    for page in (live, draft):
        section.add_child(instance=page)
        page.save_revision()
    live.save_revision().publish()
    collection = make_collection(department.code, audience=audience, department=department)
    course = curriculum()
    course.move(section, "last-child")
    page = material(parent=category(type(course).objects.get(pk=course.pk)))
    _matrix(department)
    _rule(department, colleague)
    key, step = page.translation_key, page.steps[0]["id"]
    report = StuckReport.objects.create(person=colleague, translation_key=key, step_id=step, language="ja", seen="x")
    answer = StuckAnswer.objects.create(report=report, author=colleague, body="y")
    mistake = MistakeReport.objects.create(page=page, person=colleague, message="z")
    picture = StuckPicture.objects.create(report=report, file=ContentFile(png(), name="seen.png"), width=4, height=3)
    seen = ContentFile(png(), name="seen.png")
    unsent = UnsentPicture.objects.create(person=colleague, token=report.token, file=seen, width=4, height=3)
    held = course_page(section, title="Course of ours")
    run = course_run(Course.objects.get(translation_key=held.translation_key))
    return Part(
        department, section, live, draft, collection, make_image(collection), make_document(collection),
        page, report, answer, mistake, picture, unsent, held, run,
    )  # fmt: skip


def _rule(department: Department, colleague: Person) -> None:
    """A rule of the department, which asks something of the colleague, and from which they were exempt."""
    from learning.models import Exemption, Requirement
    from tests.learning.courses import bare_course, bare_curriculum
    from tests.learning.rules import audience, rule

    made = rule(audience(department), bare_curriculum(bare_course(), department=department))
    Requirement.objects.create(rule=made, person=colleague, since_on=made.starts_on, due_on=made.starts_on)
    Exemption.objects.create(rule=made, person=colleague, reason="On leave", until=made.starts_on)


def _matrix(department: Department) -> None:
    from learning.models import Matrix

    code = f"matrix-{department.code}"
    matrix = Matrix.objects.create(code=code, name_ja="表", name_en="Matrix", department=department)
    matrix.rows.create().positions.set(Position.objects.all())
    matrix.columns.create().occupations.set(Occupation.objects.all())


def _event_of(person: Person) -> Any:
    """Something in one person's calendar."""
    begin = timezone.now() + dt.timedelta(days=1)
    ends_at = begin + dt.timedelta(hours=1)
    event = put_event(key="crawl:1", title_ja="Live", starts_at=begin, ends_at=ends_at, zone="Asia/Tokyo")
    invite(event.key, [person], by_mail=False)
    return event


def _samples(world: World) -> dict[str, Any]:
    """Things that belong to no department."""
    link = issue_link(world.colleague, purpose=LinkPurpose.RESET, actor=None)
    return {
        "link": link,
        "people_file": PeopleFile.objects.create(name="people.csv", file="people-files/none", status="checked"),
        "grant": world.people["lecturer"].role_grants.get(),
        "audience": Audience.objects.first(),
        "everyone": everyone(),
        "company": Company.objects.first(),
        "region": Region.objects.first(),
        "grade": Grade.objects.first(),
        "position": Position.objects.first(),
        "occupation": Occupation.objects.first(),
        "notice": Notice.objects.create(person=world.colleague, kind="crawl", key="1", delivery=Delivery.IN_APP),
        "locale": Locale.objects.first(),
        "api_token": make_token(world.colleague, name="Live", scope="read", last_day=timezone.localdate())[0],
        "event": _event_of(world.colleague),
        "calendar": feed_of(world.colleague),
        "saved": save_search(world.colleague, name="Live", text="Live", language="ja"),
        "synonym": add_synonym(words=["k8s", "kubernetes"]),
        "yesterday": timezone.now() - dt.timedelta(days=1),
    }
