"""Learning over the API: what one may see and do there is what one may see and do on the pages."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.conf import settings as portal
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate as today

from core.domain.api_tokens import make_token
from core.models import PageAudience, Person
from learning.models import Course, Enrolment, Requirement
from tests.learning.building import curriculum, person
from tests.learning.courses import bare_course, bare_curriculum, course_page, enrolled, run
from tests.learning.rules import rule
from tests.people import audience_of, make_department

pytestmark = pytest.mark.django_db


class Program:
    """Somebody's own program: it has a token, and no cookie."""

    def __init__(self, who: Person, scope: str = "write") -> None:
        _token, text = make_token(who, name="tests", scope=scope, last_day=today())
        self.client, self.headers = Client(), {"Authorization": f"Bearer {text}"}

    def get(self, path: str, **asked: object) -> Any:
        return self.client.get(f"/api/v1/{path}", asked, headers=self.headers)

    def post(self, path: str, said: object = None) -> Any:
        body = b"" if said is None else said
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json", headers=self.headers)


@pytest.fixture
def me() -> Person:
    return person(language="en")


@pytest.fixture
def mine(me: Person) -> Program:
    return Program(me)


def fact(page: Any) -> Course:
    return Course.objects.get(translation_key=page.translation_key)


def hidden(page: Any) -> None:
    """From everybody but a department in which nobody is."""
    PageAudience.objects.create(
        translation_key=page.translation_key, audience=audience_of(make_department(f"closed-{page.pk}"))
    )


def test_courses_are_those_of_the_catalogue_with_its_filters(mine: Program) -> None:
    page = course_page(title="Routing", level="advanced")
    page.tags.add("Networks")
    page.save_revision().publish()
    routing = fact(page)
    course_page(title="Cooking")
    hidden(course_page(title="Secret routing"))
    coming = run(routing, seats=3)
    told = mine.get("courses", q="rout").json()
    assert (told["total"], told["page"], told["pages"]) == (1, 1, 1)
    (course,) = told["courses"]
    assert (course["title"], course["level"], course["my_status"]) == ("Routing", "advanced", None)
    assert (course["next_run"]["id"], course["next_run"]["seats"]) == (str(coming.key), 3)
    assert mine.get("courses", free="true").json()["total"] == 1
    assert mine.get("courses", level="basic").json()["total"] == 0
    Course.objects.filter(pk=routing.pk).update(minutes=90)
    assert [mine.get("courses", q="rout", minutes=span).json()["total"] for span in ("60", "120")] == [0, 1]
    assert mine.get("courses", minutes="90").status_code == 422
    assert [mine.get("courses", topic=name).json()["total"] for name in ("Networks", "Bread")] == [1, 0]
    assert mine.get("courses", since=str(today() + dt.timedelta(days=60))).json()["total"] == 0


def test_a_course_tells_its_runs_and_one_that_is_not_for_me_is_absent(mine: Program) -> None:
    page, secret = course_page(title="Routing"), course_page(title="Secret")
    coming = run(fact(page), place="3F", link="https://meet.example/x")
    hidden(secret)
    told = mine.get(f"courses/{page.translation_key}").json()
    (shown,) = told["runs"]
    assert (shown["id"], shown["can_enrol"], shown["why_not"]) == (str(coming.key), True, "")
    assert (shown["sittings"][0]["place"], shown["sittings"][0]["link"]) == ("3F", "")
    absent = [mine.get(f"courses/{key}") for key in (secret.translation_key, uuid.uuid4())]
    absent += [mine.get(f"runs/{key}") for key in (run(fact(secret)).key, uuid.uuid4())]
    assert [answer.status_code for answer in absent] == [404] * 4
    assert len({answer.content for answer in absent}) == 1


def test_one_enrols_waits_withdraws_and_sees_it(me: Person, mine: Program) -> None:
    of, other = run(fact(course_page()), seats=1), person()
    told = mine.post(f"runs/{of.key}/enrol", {"wish": "to know it"})
    assert (told.status_code, told.json()["my_status"], told.json()["can_withdraw"]) == (200, "enrolled", True)
    assert Enrolment.objects.get(person=me).wish == "to know it"
    waits = Program(other).post(f"runs/{of.key}/enrol").json()
    assert (waits["my_status"], waits["my_place"]) == ("waiting", 1)
    (row,) = mine.get("my/enrolments").json()["enrolments"]
    assert (row["run"]["id"], row["status"], row["place"]) == (str(of.key), "enrolled", None)
    assert mine.post(f"runs/{of.key}/withdraw").json()["my_status"] == "withdrawn"
    assert [each["place"] for each in Program(other).get("my/enrolments").json()["enrolments"]] == [None]
    assert mine.get("my/enrolments", status="enrolled").json()["total"] == 0


def test_what_is_not_possible_now_is_said_in_my_language_with_a_code(mine: Program) -> None:
    of = run(fact(course_page()))
    said = {}
    for language, program in (("en", mine), ("ja", Program(person(language="ja")))):
        program.post(f"runs/{of.key}/enrol")
        answer = program.post(f"runs/{of.key}/enrol")
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
        said[language] = (answer.json()["code"], answer.json()["detail"])
    assert said["en"] == ("already", "Already enrolled.")
    assert said["ja"][0] == "already"
    assert any("\u3041" <= letter <= "\u9fff" for letter in said["ja"][1])
    over = run(fact(course_page()), in_days=-3)
    assert mine.post(f"runs/{over.key}/enrol").json()["code"] == "over"
    assert mine.post(f"runs/{over.key}/withdraw").status_code == 404


def test_a_token_that_may_only_read_changes_nothing(me: Person) -> None:
    of = run(fact(course_page()))
    answer = Program(me, "read").post(f"runs/{of.key}/enrol")
    assert (answer.status_code, answer.json()["detail"]) == (403, "This token may only read.")
    assert Enrolment.objects.count() == 0


def test_a_browser_sends_the_form_token_too(me: Person) -> None:
    of = run(fact(course_page()))
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(me)
    assert browser.post(f"/api/v1/runs/{of.key}/enrol").status_code == 403
    browser.get("/en/settings/")
    token = browser.cookies[portal.CSRF_COOKIE_NAME].value
    said = {"content_type": "application/json", "headers": {"X-CSRFToken": token}}
    assert browser.post(f"/api/v1/runs/{of.key}/enrol", b"", **said).status_code == 200


NOT_UNDERSTOOD = [
    (b"{", 400, ""),
    (b"[]", 400, ""),
    (b"null", 400, ""),
    (b'{"wish": 5}', 422, "wish"),
    (b'{"wish": "\\ud800"}', 422, "wish"),
]
LISTS = [("courses", 10), ("my/enrolments", 3), ("curricula", 9), ("my/rules", 2)]


@pytest.mark.parametrize(("body", "status", "field"), NOT_UNDERSTOOD)
def test_what_is_not_understood_changes_nothing(body: bytes, status: int, field: str, mine: Program) -> None:
    of = run(fact(course_page()))
    answer = mine.client.post(
        f"/api/v1/runs/{of.key}/enrol", body, content_type="application/json", headers=mine.headers
    )
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert [each["field"] for each in answer.json().get("errors", [])] == ([field] if field else [])
    assert Enrolment.objects.count() == 0


def test_a_form_and_too_much_are_refused_as_everything_is(me: Person, mine: Program, settings: Any) -> None:
    of, browser = run(fact(course_page())), Client()
    browser.force_login(me)
    form = browser.post(f"/api/v1/runs/{of.key}/enrol", {"wish": "x"})
    assert (form.status_code, form["Content-Type"]) == (400, "application/problem+json")
    assert browser.post("/api/v1/nothing", {"wish": "x"}).status_code == 404
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    address, big = f"/api/v1/runs/{of.key}/enrol", b"x" * 11
    for client, headers in ((browser, {}), (mine.client, mine.headers)):
        answer = client.post(address, big, content_type="application/json", headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_curricula_are_those_that_i_may_see_with_what_i_have_done(me: Person, mine: Program) -> None:
    page, secret = curriculum(), curriculum()
    for each in (page, secret):
        each.save_revision().publish()
    hidden(secret)
    told = mine.get("curricula").json()["curricula"]
    assert [each["title"] for each in told] == [page.title]
    one = mine.get(f"curricula/{page.translation_key}").json()
    assert (one["title"], one["items"], one["completed_on"]) == (page.title, [], None)
    absent = [mine.get(f"curricula/{key}") for key in (secret.translation_key, uuid.uuid4())]
    assert [answer.status_code for answer in absent] == [404, 404]


def test_rules_are_those_that_reach_me(me: Person, mine: Program) -> None:
    of = rule(what=bare_curriculum(bare_course(), title_en="Security"))
    joined = {"kind": "joined", "on": today().isoformat()}
    Requirement.objects.create(
        rule=of, person=me, since_on=today(), due_on=today() - dt.timedelta(days=1), because=joined
    )
    Requirement.objects.create(rule=of, person=person(), since_on=today(), due_on=today())
    Requirement.objects.create(rule=of, person=me, round=1, since_on=today(), due_on=today(), state="dropped")
    (told,) = mine.get("my/rules").json()["rules"]
    assert (told["curriculum"], told["state"], told["is_overdue"]) == ("Security", "open", True)
    assert told["reason"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("courses", 10), ("my/enrolments", 3), ("curricula", 9), ("my/rules", 2)]
)
def test_a_list_asks_the_same_for_one_and_for_three(
    path: str, queries: int, count: int, me: Person, mine: Program, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        of = run(fact(course_page()))
        enrolled(me, of)
        curriculum().save_revision().publish()
        Requirement.objects.create(rule=rule(), person=me, since_on=today(), due_on=today())
    mine.get(path)
    with django_assert_num_queries(queries):
        assert mine.get(path).status_code == 200


def test_a_program_is_told_by_a_code_why_it_cannot_withdraw(me: Person, mine: Program) -> None:
    course_page_ = course_page(title="Routing")
    coming, late = run(fact(course_page_)), run(fact(course_page_), withdraw_until=timezone.now())
    for each in (coming, late):
        enrolled(me, each)
    assert mine.post(f"runs/{coming.key}/withdraw").json()["my_status"] == "withdrawn"
    again, over = (mine.post(f"runs/{each.key}/withdraw") for each in (coming, late))
    assert [(each.status_code, each.json()["code"]) for each in (again, over)] == [
        (409, "already"), (409, "before_the_deadline"),
    ]  # fmt: skip


def test_another_method_is_a_problem_in_words_too(mine: Program) -> None:
    coming = run(fact(course_page(title="Routing")))
    answer = mine.client.delete(f"/api/v1/runs/{coming.key}/enrol", headers=mine.headers | {"Accept-Language": "en"})
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, "application/problem+json", "POST")
    assert answer.json()["detail"] == "This address takes POST alone."
