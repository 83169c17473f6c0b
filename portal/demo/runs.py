"""Three years of course runs: held ones with who came, and coming ones in every state that a run can be in."""

from __future__ import annotations

import random

from core.api import Person
from learning.api import CourseRun, record_past_runs
from portal.demo.coming_runs import COMING, come, hold_today
from portal.demo.past_runs import past_runs
from portal.demo.run_facts import at


def load_runs() -> None:
    """Make the runs where there are none yet; twice changes nothing."""
    if CourseRun.objects.exists():
        return
    rng = random.Random(20260402)  # noqa: S311 - the same runs each time
    crowd = list(Person.objects.employed().filter(employee_number__startswith="D").order_by("employee_number"))
    record_past_runs(list(past_runs(rng, crowd)))
    hold_today(crowd)
    for slug, days, hour, special in COMING:
        come(slug, at(days, hour), special, rng, crowd)
