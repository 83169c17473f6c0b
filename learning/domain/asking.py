"""Who is asked about a stuck reader.

Authors and the owner of the material always. Of those who got past the step, at most GOT_PAST people: those asked
least in the last month first, among them whoever got past last; nobody more than A_DAY times a day. Nobody is asked
who may not see the material or has left, nobody twice about one question, and never the one who is stuck.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from core.domain.queries.pages import may_see_page
from core.models.person import Person
from learning.domain.stuck_notices import tell_asked
from learning.enums import AskedBecause, StepState
from learning.models import Asked, MaterialPage, StepMark, StuckReport

GOT_PAST = 5
A_DAY = 2
CANDIDATES = 60
MONTH = dt.timedelta(days=30)
DAY = dt.timedelta(days=1)


def ask_about(report: StuckReport, *, page: MaterialPage) -> list[Asked]:
    """Ask whoever may know the way past; returns those newly asked, each of whom is told."""
    with transaction.atomic():
        authors = _those_who_see(writers_of(page), page, report)
        past = _those_who_see(_who_got_past(report), page, report, most=GOT_PAST, besides=authors)
        rows = [Asked(report=report, person=person, because=AskedBecause.AUTHOR) for person in authors]
        rows += [Asked(report=report, person=person, because=AskedBecause.GOT_PAST) for person in past]
        known = set(report.asked.values_list("person_id", flat=True))
        fresh = [row for row in rows if row.person_id not in known]
        Asked.objects.bulk_create(fresh, ignore_conflicts=True)
        asked = {because: [row.person for row in fresh if row.because == because] for because in AskedBecause}
        tell_asked(report, page=page, asked=asked)
    return fresh


def set_aside(report: StuckReport, *, person: Person) -> None:
    """The person cannot help with this one; it leaves their list."""
    Asked.objects.filter(report=report, person=person, set_aside_at__isnull=True).update(set_aside_at=timezone.now())


def writers_of(page: MaterialPage) -> list[Person]:
    """The authors of a page and its owner, each once, those employed today."""
    people = Person.objects.employed().filter(Q(materials=page) | Q(pk=page.owner_id))
    return list(people.distinct().order_by("pk"))


def _who_got_past(report: StuckReport) -> list[Person]:
    now = timezone.now()
    done = StepMark.objects.filter(
        translation_key=report.translation_key, step_id=report.step_id, state=StepState.DONE, person__isnull=False
    ).exclude(person=report.person_id)
    latest = list(done.order_by("-done_at").values_list("person_id", flat=True)[:CANDIDATES])
    people = (
        Person.objects.employed()
        .filter(pk__in=latest)
        .annotate(
            in_a_month=Count("asked_about", filter=Q(asked_about__at__gt=now - MONTH)),
            in_a_day=Count("asked_about", filter=Q(asked_about__at__gt=now - DAY)),
        )
        .filter(in_a_day__lt=A_DAY)
    )
    order = {person_id: place for place, person_id in enumerate(latest)}
    asked = dict(people.values_list("pk", "in_a_month"))
    return sorted(people, key=lambda person: (asked[person.pk], order[person.pk]))


def _those_who_see(
    people: list[Person],
    page: MaterialPage,
    report: StuckReport,
    *,
    most: int | None = None,
    besides: list[Person] | None = None,
) -> list[Person]:
    left_out = {report.person_id, *(person.pk for person in besides or [])}
    found: list[Person] = []
    for person in people:
        if most is not None and len(found) == most:
            break
        if person.pk not in left_out and may_see_page(person, page):
            found.append(person)
    return found
