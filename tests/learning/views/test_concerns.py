"""For me, my team, everyone: what is asked of whom, seen by whom, with the reason beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core.enums import Role
from core.models import AuditEntry, Notice, Person
from learning.domain.exemptions import end_exemption, exempt
from learning.domain.queries.reasons import departments_of, to_oneself
from learning.domain.recompute import recompute_rule
from learning.domain.reminding import stage_of, tell_of_requirements
from learning.enums import RequirementState as State
from learning.models import Completion, Exemption, Requirement, TrainingRule
from tests.learning.courses import bare_course, bare_curriculum
from tests.learning.rules import audience, completed, rule
from tests.people import make_department, make_person, place

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def due_in(days: int, who: object = None, **facts: object) -> TrainingRule:
    """A rule whose day is so many days from now, in force for a year."""
    start = TODAY() - dt.timedelta(days=365)
    day = TODAY() + dt.timedelta(days=days)
    made = rule(who, starts_on=start, due_kind="fixed", due_on=day, **facts)  # type: ignore[arg-type]
    recompute_rule(made)
    return made


def test_for_me_has_what_is_overdue_what_is_next_and_what_is_done_each_with_its_reason() -> None:
    network = make_department("network")
    me = make_person(language="en")
    place(me, network)
    late, soon, later = due_in(-3, audience(network)), due_in(10), due_in(90)
    course = bare_course()
    done = rule(what=bare_curriculum(course), starts_on=TODAY() - dt.timedelta(days=365))
    completed(me, course, TODAY() - dt.timedelta(days=5))
    recompute_rule(done)
    mine = as_(me).get("/en/for-me/").context["mine"]
    rules = [[each.asked.requirement.rule_id for each in part] for part in (mine.overdue, mine.soon, mine.later)]
    assert rules == [[late.pk], [soon.pk], [later.pk]]
    assert [row.requirement.rule_id for row in mine.done] == [done.pk]
    assert (mine.met, mine.total) == (1, 4)
    assert mine.overdue[0].asked.reason == "because you joined Network on April 1, 2020"


def test_the_reason_is_worded_in_the_readers_language() -> None:
    network = make_department("network")
    because = {"kind": "assigned", "department": network.pk, "on": "2026-04-01"}
    with translation.override("ja"):
        words = to_oneself(because, departments_of([because]))
    assert words == "2026年4月1日にnetwork部に配属されたため"


def test_a_manager_sees_direct_and_indirect_reports_the_overdue_first_and_nobody_else() -> None:
    boss = make_person(language="en")
    leader = make_person(manager=boss)
    report = make_person(manager=leader)
    other = make_person()
    due_in(20, audience(years_from=1))
    late = due_in(-2, audience(years_from=1))
    Requirement.objects.filter(rule=late).exclude(person=report).update(state=State.MET, met_on=TODAY())
    page = as_(boss).get("/en/team/").context["page"]
    assert [row.person.pk for row in page] == [report.pk, leader.pk]
    assert [(row.overdue, row.percent) for row in page] == [(1, 0), (0, 50)]
    overdue = as_(boss).get("/en/team/?state=overdue").context["page"]
    assert [row.person.pk for row in overdue] == [report.pk]
    assert as_(report).get("/en/team/").status_code == 404
    row = Requirement.objects.get(rule=late, person=report)
    for address in (f"/en/training/asked/{row.pk}/remind/", f"/en/training/asked/{row.pk}/exempt/"):
        assert [as_(each).get(address).status_code for each in (boss, leader, other, report)] == [200, 200, 404, 404]


def test_a_reminder_goes_once_a_day_and_is_written_down() -> None:
    boss = make_person(language="en")
    report = make_person(manager=boss)
    row = Requirement.objects.get(rule=due_in(5), person=report)
    client, address = as_(boss), f"/en/training/asked/{row.pk}/remind/"
    assert "A kind reminder from" in client.get(address).content.decode()
    for _ in range(2):
        client.post(address)
    assert Notice.objects.filter(person=report, kind="learning.training_reminded").count() == 1
    assert AuditEntry.objects.filter(action="training.reminded", subject=report).count() == 1


def test_one_click_in_the_table_reminds_and_leads_back_to_the_same_line_of_it() -> None:
    boss = make_person(language="en")
    report = make_person(manager=boss, family_name="佐藤", family_kana="さとう")
    row = Requirement.objects.get(rule=due_in(5), person=report)
    client = as_(boss)
    table = client.get("/en/team/?q=サトウ&state=soon").content.decode()
    address = f"/en/training/asked/{row.pk}/remind/?q=%E3%82%B5%E3%83%88%E3%82%A6&amp;state=soon"
    assert f'method="post" action="{address}"' in table
    for _ in range(2):  # a double click
        answer = client.post(address.replace("&amp;", "&"))
        assert answer["Location"] == f"/en/team/?q=%E3%82%B5%E3%83%88%E3%82%A6&state=soon#person-{report.pk}"
    shown = client.get("/en/team/").content.decode()
    assert ("Reminded today" in shown, f'action="{address}"' in shown) == (True, False)
    assert Notice.objects.filter(person=report, kind="learning.training_reminded").count() == 1


def test_everything_that_is_open_can_be_seen_and_rules_of_other_people_are_not_named() -> None:
    boss = make_person(language="en")
    network = make_department("network")
    report, other = make_person(manager=boss), make_person()
    place(report, network)
    place(other, make_department("secret"))
    for number in range(3):
        due_in(5 + number, audience(network), name_en=f"Asked {number}")
    due_in(5, audience(other.assignments.get().department), name_en="A secret project")
    client = as_(boss)
    answer = client.get("/en/team/")
    assert [each.requirement.rule.name_en for row in answer.context["page"] for each in row.more] == ["Asked 2"]
    assert "Asked 2</b>" in answer.content.decode()
    assert "A secret project" not in answer.content.decode()


@pytest.mark.parametrize(("until", "said"), [("9999-12-31", "more than 10 years away"), ("2020-01-01", "is past")])
def test_an_exemption_until_a_day_that_cannot_be_meant_is_refused_at_its_field(until: str, said: str) -> None:
    boss = make_person(language="en")
    report = make_person(manager=boss)
    row = Requirement.objects.get(rule=due_in(5), person=report)
    answer = as_(boss).post(f"/en/training/asked/{row.pk}/exempt/", {"reason": "On leave", "until": until})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until"])
    assert said in answer.context["form"].errors["until"][0]


def test_an_exemption_that_has_ended_does_not_end_again_and_give_the_days_anew() -> None:
    person, it = make_person(), due_in(5)
    ended = TODAY() - dt.timedelta(days=100)
    row = Exemption.objects.create(rule=it, person=person, reason="On leave", until=ended)
    end_exemption(row, actor=None)
    row.refresh_from_db()
    assert row.until == ended


def test_a_manager_exempts_a_report_and_the_form_says_what_is_amiss() -> None:
    boss = make_person(language="en")
    report = make_person(manager=boss)
    row = Requirement.objects.get(rule=due_in(5), person=report)
    client, address = as_(boss), f"/en/training/asked/{row.pk}/exempt/"
    refused = client.post(address, {"reason": "On leave", "until": "2020-01-01"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["until"])
    assert b"On leave" in refused.content
    assert client.post(address, {"reason": "On leave"}).status_code == 302
    assert Requirement.objects.get(pk=row.pk).state == State.EXEMPT


def test_a_manager_ends_an_exemption_that_they_granted_and_no_other() -> None:
    boss, other = make_person(language="en"), make_person(language="en")
    make_person(manager=other)
    report, it = make_person(manager=boss), due_in(5)
    row = exempt(report, rule=it, reason="On leave", until=None, actor=boss)
    of_another = exempt(report, rule=due_in(6), reason="Abroad", until=None, actor=other)
    client = as_(boss)
    assert client.get("/en/team/").context["exempted"] == [row]
    assert as_(other).get("/en/team/").context["exempted"] == []  # nobody of theirs
    refused = [as_(other).post(f"/en/training/exemptions/{row.pk}/end/")]
    refused.append(client.post(f"/en/training/exemptions/{of_another.pk}/end/"))
    refused.append(as_(report).post(f"/en/training/exemptions/{row.pk}/end/"))
    assert [answer.status_code for answer in refused] == [404] * 3
    ended = client.post(f"/en/training/exemptions/{row.pk}/end/", {"from": "team"})
    assert (ended.status_code, ended.headers["Location"]) == (302, "/en/team/")
    assert Requirement.objects.get(rule=it, person=report).state == State.OPEN
    assert client.get("/en/team/").context["exempted"] == []


def test_hr_records_what_was_completed_elsewhere_and_takes_it_back(
    django_capture_on_commit_callbacks: Any,
) -> None:
    hr, owner = make_person(role=Role.HR, language="en"), make_person(role=Role.PROGRAMME_OWNER)
    person, course = make_person(), bare_course()
    row = Requirement.objects.get(rule=due_in(5, what=bare_curriculum(course)), person=person)
    client, address = as_(hr), f"/en/training/asked/{row.pk}/completed/"
    assert address in client.get("/en/training/people/").content.decode()
    typed = {"course": course.pk, "note": "A certificate of 2019"}
    for on, said in (("2999-01-01", "lies ahead"), ("1990-01-01", "before the person joined"), ("", "required")):
        refused = client.post(address, {**typed, "on": on})
        assert (refused.status_code, said in refused.context["form"].errors["on"][0]) == (422, True)
        assert "A certificate of 2019" in refused.content.decode()
    assert client.post(address, {**typed, "course": bare_course().pk, "on": "2024-05-01"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {**typed, "on": "2024-05-01"}).status_code == 302
    assert Requirement.objects.get(pk=row.pk).state == State.MET
    made = Completion.objects.get(person=person)
    assert (made.note, made.recorded_by, made.course) == ("A certificate of 2019", hr, course)
    assert client.post(address, {"take_back": made.pk}).status_code == 302
    assert not Completion.objects.filter(person=person).exists()
    assert [as_(each).get(address).status_code for each in (owner, person)] == [404, 404]


def test_hr_sees_everyone_by_rule_and_department_and_takes_it_out_defused() -> None:
    hr = make_person(role=Role.HR, language="en")
    network = make_department("network")
    person = make_person(family_name="=cmd|' /C calc'!A0", family_romaji="=cmd|' /C calc'!A0", given_romaji="x")
    Person.objects.filter(pk=person.pk).update(given_romaji="")
    place(person, network)
    it = due_in(-1, audience(network))
    due_in(5)
    client = as_(hr)
    page = client.get(f"/en/training/people/?rule={it.pk}&department=network").context["page"]
    assert [row.person.pk for row in page] == [person.pk]
    lines = b"".join(client.get(f"/en/training/people.csv?rule={it.pk}")).decode().splitlines()
    assert len(lines) == 2
    assert "=cmd" not in lines[1].replace("'=cmd", "").replace(" =cmd", "")
    assert client.get("/en/training/people/?rule=x&page=99&department=nope&state=!").status_code == 200


def test_the_department_of_a_line_is_that_of_the_main_place_in_the_table_and_in_the_file() -> None:
    boss = make_person(language="en")
    person = make_person(manager=boss)
    place(person, make_department("concurrent"), kind="concurrent", starts_on="2020-04-01")
    place(person, make_department("main"), starts_on="2024-04-01")
    due_in(5)
    client = as_(boss)
    assert [row.place.department.code for row in client.get("/en/team/").context["page"]] == ["main"]
    lines = b"".join(client.get("/en/team/training.csv")).decode("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines] == ["Department", "Main"]


def test_the_table_asks_as_much_of_one_person_as_of_three() -> None:
    boss, counts = make_person(language="en"), []
    client = as_(boss)
    it = due_in(5)
    for more in (1, 2):
        for _ in range(more):
            make_person(manager=boss)
        recompute_rule(it)
        client.get("/en/team/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/team/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_people_are_told_of_what_is_new_near_and_overdue_once_each() -> None:
    person = make_person()
    row = Requirement.objects.get(rule=due_in(20), person=person)
    assert [tell_of_requirements() > 0 for _ in range(2)] == [True, False]
    assert Notice.objects.filter(person=person).values_list("kind", flat=True).get() == "learning.training_due"
    row.refresh_from_db()
    days = {-20: None, -13: None, -6: 3, -1: 4, 1: 5}
    found = {each: stage_of(row, row.due_on + dt.timedelta(days=each)) for each in days}
    assert found == {-20: None, -13: None, -6: 3, -1: 4, 1: 5}
    row.told, row.told_on = 5, row.due_on + dt.timedelta(days=1)
    assert [stage_of(row, row.due_on + dt.timedelta(days=each)) for each in (2, 8)] == [None, 5]


def test_home_names_what_is_overdue() -> None:
    me = make_person(language="en")
    due_in(-3)
    from learning.domain.queries.for_me import for_me_card

    card = for_me_card(me)
    assert card is not None
    assert card.context["overdue"] == 1
