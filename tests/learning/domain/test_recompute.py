"""What rules ask of people, and that it follows from the facts however often and late it is computed."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from core.domain.assignments import assign
from core.domain.leaving import leave, stay
from core.models import Assignment, Person
from learning.domain.recompute import recompute_due, recompute_people, recompute_rule
from learning.enums import DueKind
from learning.models import CurriculumItem, Equivalent, Exemption, Requirement, TrainingRule
from tests.learning.courses import bare_course, bare_curriculum
from tests.learning.rules import asked, audience, completed, rule
from tests.people import make_department, make_person, make_region, place

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = D(2026, 6, 1)
DUE = D(2026, 5, 1)
lives = itertools.count(1)
"""A life that is lived again, to find out why it failed, finds the codes of the first one taken."""


def move(person: Person, to: object, on: dt.date) -> None:
    here = person.assignments.select_related("position", "occupation").last()
    assert here is not None
    facts = {"company": here.company, "position": here.position, "occupation": here.occupation}
    assign(person, starts_on=on, department=to, actor=None, **facts)


def test_a_rule_asks_those_it_reaches_and_says_since_when_and_why() -> None:
    network, sales = make_department("network"), make_department("sales")
    old, new, other = make_person(), make_person(joined_on="2026-05-11"), make_person()
    place(old, network)
    place(new, network, starts_on="2026-05-11")
    place(other, sales)
    it = rule(audience(network))
    recompute_rule(it, today=TODAY)
    rows = {row.person_id: (row.since_on, row.due_on, row.because) for row in Requirement.objects.all()}
    because = {"kind": "assigned", "department": network.pk}
    assert rows == {
        old.pk: (D(2026, 4, 1), DUE, {**because, "on": "2020-04-01"}),
        new.pk: (D(2026, 5, 11), D(2026, 6, 10), {**because, "on": "2026-05-11"}),
    }


def test_a_move_within_the_audience_shifts_nothing_and_one_out_of_it_drops_what_is_open() -> None:
    network, sales = make_department("network"), make_department("sales")
    below = make_department("network-osaka", network)
    person = make_person()
    place(person, network)
    it = rule(audience(network))
    recompute_rule(it, today=TODAY)
    move(person, below, D(2026, 5, 20))
    recompute_people([person.pk], today=TODAY)
    assert asked(it, person) == [(0, "open", DUE)]
    move(person, sales, D(2026, 6, 10))
    recompute_people([person.pk], today=D(2026, 6, 9))
    assert asked(it, person) == [(0, "open", DUE)]  # it begins tomorrow
    recompute_people([person.pk], today=D(2026, 6, 10))
    assert asked(it, person) == [(0, "dropped", DUE)]
    move(person, network, D(2026, 9, 1))
    recompute_people([person.pk], today=D(2026, 10, 15))
    assert asked(it, person) == [(0, "open", D(2026, 10, 1))]  # late, and yet due as it would have been in time


def test_what_was_met_stays_for_whoever_moves_away_leaves_or_has_more_items_put_before_them() -> None:
    network, sales = make_department("network"), make_department("sales")
    course = bare_course()
    curriculum = bare_curriculum(course)
    moved, left, stayed = make_person(), make_person(), make_person()
    for person in (moved, left, stayed):
        place(person, network)
        completed(person, course, D(2026, 4, 20))
    it = rule(audience(network), curriculum)
    recompute_rule(it, today=TODAY)
    move(moved, sales, D(2026, 5, 20))
    leave(left, on=D(2026, 5, 20), actor=None)
    CurriculumItem.objects.create(curriculum=curriculum, order=9, course=bare_course())
    recompute_rule(it, today=TODAY)
    assert [asked(it, each) for each in (moved, left, stayed)] == [[(0, "met", DUE)]] * 3


def test_leaving_drops_and_staying_asks_again() -> None:
    person = make_person()
    it = rule()
    recompute_rule(it, today=TODAY)
    leave(person, on=D(2026, 5, 30), actor=None)
    recompute_rule(it, today=TODAY)
    assert asked(it, person) == [(0, "dropped", DUE)]
    stay(person, actor=None)
    recompute_rule(it, today=TODAY)
    assert asked(it, person) == [(0, "open", DUE)]


def test_equivalents_count_one_way_and_earlier_completions_within_their_months() -> None:
    course, old_course = bare_course(), bare_course()
    Equivalent.objects.create(course=course, counts=old_course)
    early, late, never = make_person(), make_person(), make_person()
    completed(early, old_course, D(2020, 5, 1))
    completed(late, old_course, D(2025, 5, 1))
    it, other = rule(what=bare_curriculum(course), credit_months=24), rule(what=bare_curriculum(old_course))
    completed(never, course, D(2026, 4, 2))
    for each in (it, other):
        recompute_rule(each, today=TODAY)
    assert [asked(it, each)[0][1] for each in (early, late, never)] == ["open", "met", "met"]
    assert asked(other, never)[0][1] == "open"  # the new one does not count for the old one


def test_a_repeat_opens_the_next_round_in_time_and_asks_all_of_it_again() -> None:
    course, person = bare_course(), make_person()
    it = rule(what=bare_curriculum(course), repeat_months=12)
    completed(person, course, D(2026, 4, 20))
    recompute_rule(it, today=TODAY)
    assert asked(it, person) == [(0, "met", DUE)]
    recompute_rule(it, today=D(2027, 1, 20))
    assert asked(it, person) == [(0, "met", DUE), (1, "open", D(2027, 4, 20))]
    completed(person, course, D(2027, 3, 1))
    recompute_rule(it, today=D(2027, 3, 1))
    assert asked(it, person)[1:] == [(1, "met", D(2027, 4, 20))]
    recompute_rule(it, today=D(2028, 2, 1))
    assert asked(it, person)[2:] == [(2, "open", D(2028, 3, 1))]


def test_what_was_met_stays_where_it_was_met_when_an_earlier_day_is_brought_in_late() -> None:
    course, other, person = bare_course(), bare_course(), make_person()
    it = rule(what=bare_curriculum(course, other), repeat_months=12)
    completed(person, course, D(2025, 12, 20))
    completed(person, other, D(2026, 5, 5))
    recompute_rule(it, today=TODAY)
    completed(person, other, D(2026, 3, 28))
    recompute_rule(it, today=D(2027, 1, 20))
    assert asked(it, person) == [(0, "met", DUE)]  # the next round is due in May, and not in March


def test_an_exemption_holds_until_its_last_day_and_leaves_time_after_it() -> None:
    person, it = make_person(), rule()
    Exemption.objects.create(rule=it, person=person, reason="On leave", until=D(2026, 6, 30))
    recompute_rule(it, today=TODAY)
    assert asked(it, person) == [(0, "exempt", DUE)]
    recompute_rule(it, today=D(2026, 7, 1))
    assert asked(it, person) == [(0, "open", D(2026, 7, 30))]


def test_years_of_service_pass_without_anybody_writing_anything() -> None:
    person = make_person(joined_on="2023-06-10")
    it = rule(audience(years_from=3))
    recompute_rule(it, today=TODAY)
    assert asked(it, person) == []
    recompute_rule(it, today=D(2026, 6, 15))
    row = Requirement.objects.get()
    assert (row.due_on, row.because) == (D(2026, 7, 10), {"kind": "years", "years": 3, "on": "2026-06-10"})


def test_who_joined_between_two_days_is_asked_and_who_turns_out_to_have_joined_later_is_not() -> None:
    graduate, other = make_person(joined_on="2026-04-01"), make_person(joined_on="2026-04-02")
    it = rule(audience(joined_from=D(2026, 4, 1), joined_to=D(2026, 4, 1)))
    recompute_rule(it, today=TODAY)
    assert (asked(it, graduate), asked(it, other)) == ([(0, "open", DUE)], [])
    assert Requirement.objects.get().because == {"kind": "joined", "on": "2026-04-01"}
    type(graduate).objects.filter(pk=graduate.pk).update(joined_on="2026-04-02")
    recompute_people([graduate.pk], today=TODAY)
    assert asked(it, graduate) == [(0, "dropped", DUE)]


def test_each_rule_is_computed_once_a_day() -> None:
    it, noon = rule(), dt.datetime(2026, 6, 1, 3, tzinfo=dt.UTC)
    assert (recompute_due(noon), it.requirements.count()) == (1, 0)
    it.refresh_from_db()
    assert it.computed_at is not None
    assert recompute_due(it.computed_at) == 0


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=strategies.integers(0, 10**6))
def test_step_by_step_or_at_once_the_same_is_asked(seed: int) -> None:
    """Random lives: places that begin before and after today, regions, leaving, completions, exemptions."""
    Requirement.objects.all().delete()
    Exemption.objects.all().delete()
    TrainingRule.objects.all().delete()
    _live(random.Random(seed))  # noqa: S311 - chance is what is wanted


def _live(dice: random.Random) -> None:
    number = next(lives)
    network, sales = make_department(f"network-{number}"), make_department(f"sales-{number}")
    osaka = make_region("osaka")
    course, other = bare_course(), bare_course()
    rules = [
        rule(audience(network), bare_curriculum(course, other)),
        rule(audience(network), bare_curriculum(course), due_kind=DueKind.JOINED, repeat_months=12),
        rule(audience(regions=(osaka,)), bare_curriculum(other), due_kind=DueKind.FIXED, due_on=D(2026, 6, 30)),
        rule(audience(years_from=2), bare_curriculum(course), due_kind=DueKind.CALENDAR, due_month=3, due_day=31),
    ]
    people = [make_person(joined_on=D(2024, 4, 1) + dt.timedelta(days=dice.randrange(700))) for _ in range(4)]
    for person in people:
        place(person, dice.choice((network, sales)), starts_on=person.joined_on)
    day = D(2026, 4, 1)
    for _ in range(12):
        day += dt.timedelta(days=dice.randrange(50))
        if dice.randrange(4):
            _happen(dice, dice.choice(people), day, (network, sales), (course, other), osaka, rules)
        else:
            _edit(dice, dice.choice(rules), (network, sales))
        recompute_people([person.pk for person in people], today=day)
    step_by_step = _what_is_asked(people)
    Requirement.objects.all().delete()
    dice.shuffle(rules)  # in whatever order
    for it in rules:
        recompute_rule(TrainingRule.objects.get(pk=it.pk), today=day)
    assert _what_is_asked(people) == step_by_step


def _edit(dice, it, departments) -> None:  # type: ignore[no-untyped-def]
    """What HR changes of a rule that has reached people: its days, its repeat, whom it is for, whether it holds."""
    it.refresh_from_db()
    what = dice.randrange(5)
    if what == 0 and it.due_days:
        it.due_days = dice.choice((10, 30, 90))
    elif what == 0 and it.due_month:
        it.due_month, it.due_day = dice.choice(((3, 31), (6, 30), (2, 29)))
    elif what == 1 and it.due_kind != DueKind.FIXED:
        it.repeat_months = dice.choice((None, 12, 24))
    elif what == 2:
        it.is_active = not it.is_active
    elif what == 3 and it.audience.departments.exists():
        it.audience.departments.set([dice.choice(departments)])
    elif what == 4:
        it.credit_months = dice.choice((None, 6, 24))
    it.save()


def _happen(dice, person, day, departments, courses, osaka, rules) -> None:  # type: ignore[no-untyped-def]
    person.refresh_from_db()
    what = dice.randrange(7)
    last = person.assignments.order_by("starts_on").last()
    if what == 0 and not person.left_on and last.starts_on < day:
        move(person, dice.choice(departments), day + dt.timedelta(days=dice.randrange(1, 40)))
    elif what == 1:
        Person.objects.filter(pk=person.pk).update(region=dice.choice((osaka, make_region())), facts_since=day)
    elif what == 2 and not person.completions.filter(completed_on=day).exists():
        completed(person, dice.choice(courses), day)
    elif what == 3 and not person.left_on and not Assignment.objects.filter(person=person, starts_on__gte=day).exists():
        leave(person, on=day, actor=None)
    elif what == 4 and person.left_on:
        stay(person, actor=None)
    elif what == 6:
        # Brought in late, from before the rule perhaps. What was met on a later day meanwhile would stay where it was
        # met, while all at once it would be met by this.
        earlier = day - dt.timedelta(days=dice.randrange(1, 500))
        has_met = person.requirements.filter(state="met").exists()
        if not has_met and not person.completions.filter(completed_on=earlier).exists():
            completed(person, dice.choice(courses), earlier)
    elif what == 5:
        until = day + dt.timedelta(days=dice.randrange(60))
        Exemption.objects.update_or_create(rule=dice.choice(rules), person=person, defaults={"until": until})


def _what_is_asked(people: list[Person]) -> set[tuple[object, ...]]:
    """What is open or exempt now. What was met stays where it was met, and is no longer asked either way."""
    rows = Requirement.objects.filter(person__in=people, state__in=["open", "exempt"])
    return {(row.rule_id, row.person_id, row.state, row.since_on, row.due_on, str(row.because)) for row in rows}
