"""Rules in the portal: who makes them, what is shown before one is saved, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.enums import HireType, Role
from core.models import AuditEntry, PageAudience, Person
from learning.domain.exemptions import exempt
from learning.domain.queries.rule_list import who_is_meant
from learning.domain.recompute import recompute_rule
from learning.enums import RequirementState as State
from learning.models import Curriculum, CurriculumItem, Equivalent, Requirement, TrainingRule
from tests.learning.building import curriculum as curriculum_page
from tests.learning.courses import bare_course, bare_curriculum
from tests.learning.rules import audience, completed, rule
from tests.people import audience_of, make_department, make_person, place

pytestmark = pytest.mark.django_db


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def typed(**more: Any) -> dict[str, Any]:
    """A form that is right: thirty days after the assignment, for everyone unless it is said."""
    today = timezone.localdate()
    facts = {
        "name_ja": "規則", "name_en": "A rule", "due_kind": "assigned", "due_days": "30",
        "starts_on": today.isoformat(), **more,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value is not None}


@pytest.fixture
def hr() -> Person:
    return make_person(role=Role.HR, language="en")


def test_nothing_is_saved_before_it_was_seen_what_it_would_do(hr: Person) -> None:
    network = make_department("network")
    people = [make_person() for _ in range(2)]
    for person in people:
        place(person, network)
    course = bare_course(minutes=360)
    form = typed(curriculum=bare_curriculum(course).pk, departments=[network.pk])
    client, address = as_(hr), "/en/training/rules/new/"
    shown = client.post(address, {**form, "preview": "1"})
    found = shown.context["preview"]
    assert (shown.status_code, found.reached, len(found.added)) == (200, 2, 2)
    assert {person.pk for person in shown.context["added"]} == {person.pk for person in people}
    assert [(month.people, month.each) for month in found.by_month] == [(2, 360)]
    assert (TrainingRule.objects.count(), Requirement.objects.count()) == (0, 0)
    saved = client.post(address, {**form, "save": "1"})
    made = TrainingRule.objects.get()
    assert saved["Location"] == reverse("training_rule", args=[made.pk]).replace("/ja/", "/en/")
    assert Requirement.objects.filter(rule=made, state=State.OPEN).count() == 2
    assert AuditEntry.objects.filter(action="training_rule.made", actor=hr).count() == 1


def test_a_change_tells_whom_it_adds_takes_out_and_clashes_with(hr: Person) -> None:
    network, sales = make_department("network"), make_department("sales")
    going, coming = make_person(), make_person()
    place(going, network)
    place(coming, sales)
    it = rule(audience(network), starts_on=timezone.localdate())
    other = rule(audience(sales), starts_on=timezone.localdate() + dt.timedelta(days=0), name_en="Other")
    for each in (it, other):
        recompute_rule(each)
    form = typed(curriculum=it.curriculum_id, departments=[sales.pk], preview="1")
    shown = as_(hr).post(f"/en/training/rules/{it.pk}/edit/", form)
    found = shown.context["preview"]
    assert (found.added, found.dropped, found.clashing) == ([coming.pk], [going.pk], [coming.pk])
    assert shown.context["clashes"] == [("Other", 1)]


def test_it_is_said_who_could_not_open_the_curriculum_and_who_would_be_overdue_at_once(hr: Person) -> None:
    network, sales = make_department("network"), make_department("sales")
    for department in (network, sales, sales):
        place(make_person(joined_on=timezone.localdate() - dt.timedelta(days=60)), department)
    page = curriculum_page()
    page.save_revision().publish()
    what = Curriculum.objects.get(translation_key=page.translation_key)
    CurriculumItem.objects.create(curriculum=what, course=bare_course())
    PageAudience.objects.create(translation_key=page.translation_key, audience=audience_of(network))
    facts = {"curriculum": what.pk, "departments": [network.pk, sales.pk], "due_kind": "joined"}
    start = (timezone.localdate() - dt.timedelta(days=90)).isoformat()
    shown = as_(hr).post("/en/training/rules/new/", typed(**facts, starts_on=start, preview="1"))
    assert [each[:45] for each in shown.context["notes"]] == [
        "3 people would be overdue at once: their due ",
        "2 of those newly asked may not see the curric",
    ]
    shown = as_(hr).post("/en/training/rules/new/", typed(**facts, preview="1") | {"departments": [network.pk]})
    assert shown.context["notes"] == []


def test_whoever_has_done_it_is_counted_and_not_asked_again(hr: Person) -> None:
    network, course = make_department("network"), bare_course()
    done = make_person()
    place(done, network)
    completed(done, course, timezone.localdate())
    it = rule(audience(network), bare_curriculum(course), starts_on=timezone.localdate())
    recompute_rule(it)
    form = typed(curriculum=it.curriculum_id, departments=[network.pk], preview="1")
    for address in (f"/en/training/rules/{it.pk}/edit/", "/en/training/rules/new/"):
        found = as_(hr).post(address, form).context["preview"]
        assert (found.reached, found.done, found.added) == (1, 1, [])


def test_a_rule_for_the_graduates_of_one_day_shows_them_is_saved_and_says_so(hr: Person) -> None:
    graduate = make_person(joined_on="2026-04-01", hire_type=HireType.NEW_GRADUATE)
    make_person(joined_on="2026-04-01", hire_type=HireType.MID_CAREER)
    make_person(joined_on="2026-04-02", hire_type=HireType.NEW_GRADUATE)
    form = typed(
        curriculum=bare_curriculum(bare_course()).pk, hire_types=["new_graduate"], joined_from="2026-04-01",
        joined_to="2026-04-01",
    )  # fmt: skip
    client = as_(hr)
    assert client.post("/en/training/rules/new/", {**form, "preview": "1"}).context["preview"].added == [graduate.pk]
    assert client.post("/en/training/rules/new/", {**form, "save": "1"}).status_code == 302
    saved = TrainingRule.objects.get()
    assert [row.person for row in saved.requirements.all()] == [graduate]
    said = client.get(f"/en/training/rules/{saved.pk}/edit/").content.decode()
    assert said.count('value="2026-04-01"') == 2
    assert who_is_meant(saved.audience) == "New graduate · joined on April 1, 2026"


def test_everybody_and_nobody_must_be_confirmed_and_what_was_typed_is_kept(hr: Person) -> None:
    empty = make_department("empty")
    curriculum = bare_curriculum(bare_course()).pk
    client, address = as_(hr), "/en/training/rules/new/"
    for who, words in (({"everyone": "on"}, "everybody"), ({"departments": [empty.pk]}, "nobody today")):
        make_person()
        asked = client.post(address, {**typed(curriculum=curriculum, **who), "save": "1"})
        assert asked.status_code == 422
        assert words in asked.content.decode()
        assert 'value="A rule"' in asked.content.decode()
        assert TrainingRule.objects.count() == 0
    saved = client.post(address, {**typed(curriculum=curriculum, everyone="on"), "confirm": "on", "save": "1"})
    assert saved.status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "everyone"),  # it names nobody
        ({"everyone": "on", "years_from": "3"}, "everyone"),
        ({"everyone": "on", "years_from": "3", "years_to": "1"}, "years_to"),
        ({"everyone": "on", "joined_from": "2026-04-01"}, "everyone"),
        ({"joined_from": "2026-04-02", "joined_to": "2026-04-01"}, "joined_to"),
        ({"everyone": "on", "ends_on": "2020-01-01"}, "ends_on"),
        ({"everyone": "on", "due_kind": "fixed"}, "due_on"),
        ({"everyone": "on", "due_kind": "fixed", "due_on": "2020-01-01", "starts_on": "2019-01-01"}, "due_on"),
        ({"everyone": "on", "due_kind": "fixed", "due_on": "31 Feb"}, "due_on"),
        ({"everyone": "on", "due_kind": "calendar", "due_month": "2", "due_day": "31"}, "due_day"),
        ({"everyone": "on", "due_kind": "calendar", "due_month": "3"}, "due_day"),
        (
            {
                "everyone": "on",
                "due_kind": "calendar",
                "due_month": "3",
                "due_day": "31",
                "repeat_months": "7",
            },
            "repeat_months",
        ),
        ({"everyone": "on", "due_days": "60", "repeat_months": "1"}, "repeat_months"),
        ({"everyone": "on", "due_days": "-1"}, "due_days"),
        ({"everyone": "on", "due_days": None}, "due_days"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(hr: Person, wrong: dict[str, Any], field: str) -> None:
    form = typed(**{"curriculum": bare_curriculum(bare_course()).pk, **wrong, "save": "1"})
    answer = as_(hr).post("/en/training/rules/new/", form)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert TrainingRule.objects.count() == 0


def test_a_circle_of_equivalents_within_a_curriculum_and_a_longer_work_than_time_are_refused(hr: Person) -> None:
    one, other, long = bare_course(), bare_course(), bare_course(minutes=60 * 100)
    for pair in ((one, other), (other, one)):
        Equivalent.objects.create(course=pair[0], counts=pair[1])
    client = as_(hr)
    for curriculum, field, more in (
        (bare_curriculum(one, other), "curriculum", {}),
        (bare_curriculum(), "curriculum", {}),
        (bare_curriculum(long), "due_days", {"due_days": "5"}),
    ):
        form = typed(curriculum=curriculum.pk, everyone="on", save="1", **more)
        answer = client.post("/en/training/rules/new/", form)
        assert list(answer.context["form"].errors) == [field]


def test_a_departments_editor_makes_rules_for_their_own_curricula_and_people_alone() -> None:
    network, sales = make_department("network"), make_department("sales")
    editor = make_person(role=Role.DEPARTMENT_EDITOR, department=network, language="en")
    place(make_person(), network)
    own, foreign = bare_curriculum(bare_course(), department=network), bare_curriculum(bare_course())
    client, address = as_(editor), "/en/training/rules/new/"
    for wrong in (
        {"curriculum": own.pk, "departments": [sales.pk]},
        {"curriculum": own.pk, "everyone": "on"},
        {"curriculum": foreign.pk, "departments": [network.pk]},
    ):
        assert client.post(address, {**typed(**wrong), "confirm": "on", "save": "1"}).status_code == 422
    assert client.post(address, {**typed(curriculum=own.pk, departments=[network.pk]), "save": "1"}).status_code == 302
    others = rule(audience(sales), own)
    assert client.get(f"/en/training/rules/{others.pk}/").status_code == 404
    assert len(client.get("/en/training/rules/").context["rows"]) == 1


def test_a_rule_that_is_ended_asks_nobody_and_its_curriculum_stays(hr: Person) -> None:
    make_person()
    it = rule(starts_on=timezone.localdate())
    recompute_rule(it)
    client = as_(hr)
    form = typed(curriculum=bare_curriculum(bare_course()).pk, everyone="on", confirm="on", save="1")
    refused = client.post(f"/en/training/rules/{it.pk}/edit/", form)
    assert list(refused.context["form"].errors) == ["curriculum"]
    client.post(f"/en/training/rules/{it.pk}/switch/")
    assert set(it.requirements.values_list("state", flat=True)) == {State.DROPPED}
    client.post(f"/en/training/rules/{it.pk}/switch/", {"on": "true"})
    assert set(it.requirements.values_list("state", flat=True)) == {State.OPEN}


def test_an_exemption_is_shown_with_who_said_so_and_can_be_ended(hr: Person) -> None:
    person, it = make_person(), rule(starts_on=timezone.localdate())
    recompute_rule(it)
    row = exempt(person, rule=it, reason="On leave", until=None, actor=hr)
    client = as_(hr)
    assert "On leave" in client.get(f"/en/training/rules/{it.pk}/").content.decode()
    client.post(f"/en/training/exemptions/{row.pk}/end/")
    assert Requirement.objects.get(person=person).state == State.OPEN
    assert list(AuditEntry.objects.filter(subject=person).order_by("pk").values_list("action", flat=True)) == [
        "exemption.granted",
        "exemption.ended",
    ]


def test_the_list_asks_as_much_for_one_rule_as_for_three(hr: Person, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = as_(hr), []
    for more in (1, 2):
        for _ in range(more):
            rule(audience(make_department(f"d{TrainingRule.objects.count()}")))
        client.get("/en/training/rules/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/training/rules/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("wrong", [{"starts_on": "9999-12-31"}, {"starts_on": "0001-01-01"}, {"ends_on": "9999-12-31"}])
def test_a_day_from_which_nothing_can_be_reckoned_is_refused_at_its_field(hr: Person, wrong: dict[str, str]) -> None:
    form = typed(curriculum=bare_curriculum(bare_course()).pk, everyone="on", **wrong)
    answer = as_(hr).post("/en/training/rules/new/", {**form, "preview": "1"})
    assert (answer.status_code, answer.context["form"].errors) == (
        422, {name: ["This lies more than 50 years away."] for name in wrong},
    )  # fmt: skip


def test_a_department_whose_key_no_table_holds_is_not_there(hr: Person) -> None:
    form = typed(curriculum=bare_curriculum(bare_course()).pk, departments=["99999999999999999999"])
    answer = as_(hr).post("/en/training/rules/new/", {**form, "preview": "1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["departments"])


def test_two_clicks_on_save_make_one_rule(hr: Person) -> None:
    make_person()
    form = typed(curriculum=bare_curriculum(bare_course()).pk, everyone="on", save="1", confirm="on")
    first, second = (as_(hr).post("/en/training/rules/new/", form) for _ in range(2))
    said = ["A rule of this name asks for this curriculum already."]
    assert (first.status_code, second.status_code, TrainingRule.objects.count()) == (302, 422, 1)
    assert second.context["form"].errors == {"name_ja": said}


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((0, 0), "0 years of service"),
        ((1, 3), "1 to 3 years of service"),
        ((4, None), "4 years of service or more"),
        ((None, 1), "0 to 1 years of service"),
    ],
)
def test_years_of_service_are_said_as_one_would(years: tuple[int | None, int | None], said: str) -> None:
    with override("en"):
        assert who_is_meant(audience(years_from=years[0], years_to=years[1])) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-04-01", None, "入社日が2026年4月1日以降"),
        (None, "2026-04-01", "入社日が2026年4月1日以前"),
        ("2026-04-01", "2026-04-30", "入社日が2026年4月1日から2026年4月30日まで"),
    ],
)
def test_days_of_joining_are_said_as_one_would(first: str | None, last: str | None, said: str) -> None:
    made = audience(joined_from=first, joined_to=last)
    made.refresh_from_db()
    with override("ja"):
        assert who_is_meant(made) == said
