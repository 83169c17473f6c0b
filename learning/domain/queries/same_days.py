"""What else people have on the days of a run: named before they are added to it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from core.models.person import Person
from learning.domain.queries.course_rows import course_pages
from learning.enums import EnrolmentStatus, RunState
from learning.models import CourseRun, Enrolment, Sitting

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Elsewhere:
    """A sitting of another run. `title` is "" where its course is not for whoever looks; `overlaps`: at that time."""

    sitting: Sitting
    title: str
    overlaps: bool


def elsewhere_of(run: CourseRun, people: Collection[int], *, viewer: Person) -> dict[int, list[Elsewhere]]:
    """By person, what they have a seat in on the days of the run, as its own clocks count days; in order of time.

    A handful of queries however many people there are.
    """
    own = list(run.sittings.all())
    if not own:
        return {}
    days = {timezone.localdate(moment, run.zone_info) for each in own for moment in (each.starts_at, each.ends_at)}
    seats = Enrolment.objects.filter(person__in=people, status=EnrolmentStatus.ENROLLED, run__status=RunState.OPEN)
    rows = seats.exclude(run=run).filter(
        run__starts_at__lte=max(each.ends_at for each in own) + DAY,
        run__ends_at__gte=min(each.starts_at for each in own) - DAY,
    )
    whose: dict[int, list[int]] = defaultdict(list)
    for person, other in rows.order_by().values_list("person_id", "run_id"):
        whose[other].append(person)
    sittings = Sitting.objects.filter(run__in=whose).select_related("run__course").order_by("starts_at", "pk")
    near = [each for each in sittings if timezone.localdate(each.starts_at, run.zone_info) in days]
    pages = course_pages({each.run.course.translation_key for each in near}, viewer=viewer) if near else {}
    found: dict[int, list[Elsewhere]] = defaultdict(list)
    for each in near:
        title = each.run.title if each.run.course.translation_key in pages else ""
        overlaps = any(each.starts_at < mine.ends_at and mine.starts_at < each.ends_at for mine in own)
        for person in whose[each.run_id]:
            found[person].append(Elsewhere(each, title, overlaps))
    return dict(found)
