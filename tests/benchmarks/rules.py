"""A rule over 10,000 people: preview, save, recompute after 100 moved, against one SQL statement that does the same.

The statement knows what our code must find out (that nobody has completed anything, is exempt or was met before), so it
is a baseline that nothing general can reach; the aim is three times.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.benchmarks.harness import Row, Setting, median

AIM = 3.0


def measure(setting: Setting) -> Iterable[Row]:
    setting = Setting(setting.folder / "rules", setting.smoke)
    setting.migrate()
    count = 300 if setting.smoke else 10_000
    printed = setting.python("-m", "tests.benchmarks.rules", str(count))
    for name, (ours, theirs) in json.loads(printed.splitlines()[-1]).items():
        met = ours <= AIM * theirs
        yield Row(f"{name}, {count} people", ours, "ms", "3 times", met, theirs)


SAVE = """
INSERT INTO learning_requirement (rule_id, person_id, round, since_on, due_on, state, met_on, because, reminded_at,
                                  told, told_on)
SELECT {rule}, p.id, 0, MAX(a.since, p.joined_on, '{starts}'), date(MAX(a.since, p.joined_on, '{starts}'), '+30 days'),
       'open', NULL, json_object('kind', 'assigned', 'department', a.department_id, 'on', a.since), NULL, 0, NULL
FROM core_person p JOIN (
  SELECT person_id, department_id, MIN(starts_on) AS since FROM core_assignment
  WHERE starts_on <= '{today}' AND (ends_on IS NULL OR ends_on >= '{today}')
    AND department_id IN (SELECT id FROM core_department WHERE path LIKE '{path}%')
  GROUP BY person_id
) a ON a.person_id = p.id
WHERE p.is_active AND p.joined_on <= '{today}' AND (p.left_on IS NULL OR p.left_on > '{today}')
  AND NOT EXISTS (SELECT 1 FROM learning_completion c WHERE c.person_id = p.id AND c.course_id = {course})
  AND NOT EXISTS (SELECT 1 FROM learning_exemption e WHERE e.person_id = p.id AND e.rule_id = {rule})
  {some}
ON CONFLICT (rule_id, person_id, round) DO UPDATE SET since_on = excluded.since_on, due_on = excluded.due_on,
  state = excluded.state, because = excluded.because
"""
DROP = """
UPDATE learning_requirement SET state = 'dropped' WHERE rule_id = {rule} AND state = 'open' {some_rows}
  AND person_id NOT IN (
  SELECT person_id FROM core_assignment
  WHERE starts_on <= '{today}' AND (ends_on IS NULL OR ends_on >= '{today}')
    AND department_id IN (SELECT id FROM core_department WHERE path LIKE '{path}%'))
"""
# What the screen says: who is new with the due day, who no longer, work by month, clashes, the first page of names.
PREVIEW = """
WITH placed AS MATERIALIZED (
  SELECT person_id, MIN(starts_on) AS since FROM core_assignment
  WHERE starts_on <= '{today}' AND (ends_on IS NULL OR ends_on >= '{today}')
    AND department_id IN (SELECT id FROM core_department WHERE path LIKE '{path}%')
  GROUP BY person_id
), added AS MATERIALIZED (
  SELECT p.id, date(MAX(a.since, p.joined_on, '{starts}'), '+30 days') AS due
  FROM core_person p JOIN placed a ON a.person_id = p.id
  LEFT JOIN learning_requirement r ON r.person_id = p.id AND r.rule_id = {rule} AND r.round = 0
  WHERE p.is_active AND p.joined_on <= '{today}' AND (p.left_on IS NULL OR p.left_on > '{today}') AND r.id IS NULL
    AND NOT EXISTS (SELECT 1 FROM learning_completion c WHERE c.person_id = p.id AND c.course_id = {course})
    AND NOT EXISTS (SELECT 1 FROM learning_exemption e WHERE e.person_id = p.id AND e.rule_id = {rule})
)
SELECT 'added', id, due, NULL FROM added
UNION ALL SELECT 'dropped', person_id, NULL, NULL FROM learning_requirement
  WHERE rule_id = {rule} AND state IN ('open', 'exempt') AND person_id NOT IN (SELECT person_id FROM placed)
UNION ALL SELECT 'month', COUNT(*), substr(due, 1, 7), COUNT(*) * 60 FROM added GROUP BY substr(due, 1, 7)
UNION ALL SELECT 'rule', a.id, a.due, o.rule_id FROM added a JOIN learning_requirement o ON o.person_id = a.id
  AND o.state = 'open' AND o.rule_id <> {rule} AND o.due_on BETWEEN date(a.due, '-13 days') AND a.due
UNION ALL SELECT 'run', a.id, a.due, n.run_id FROM added a JOIN learning_enrolment n ON n.person_id = a.id
  AND n.status = 'enrolled' JOIN learning_sitting s ON s.run_id = n.run_id
  AND date(s.starts_at, '+9 hours') BETWEEN date(a.due, '-13 days') AND a.due
UNION ALL SELECT 'employed', COUNT(*), NULL, NULL FROM core_person p
  WHERE p.is_active AND p.joined_on <= '{today}' AND (p.left_on IS NULL OR p.left_on > '{today}')
UNION ALL SELECT * FROM (SELECT 'name', p.id, p.family_name, p.given_name FROM core_person p JOIN added a ON a.id = p.id
  ORDER BY p.id LIMIT 30)
"""


def _timed(work: Callable[[], object], prepare: Callable[[], object] = lambda: None, rounds: int = 5) -> float:
    took = []
    for _ in range(rounds):
        prepare()
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return median(took)


def _main(count: int) -> dict[str, list[float]]:
    import django

    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from core.api import Reach
    from core.models import Assignment, Department
    from learning.domain.queries.preview import names_of, preview
    from learning.domain.queries.reach import plan_of
    from learning.domain.queries.rule_list import clashes_of
    from learning.domain.recompute import recompute_people
    from learning.domain.training_rules import save_rule
    from learning.models import Requirement, TrainingRule
    from tests.benchmarks.lists import _grow_department
    from tests.learning.courses import bare_course, bare_curriculum
    from tests.people import make_department, make_person, place

    network, sales = make_department("network"), make_department("sales")
    place(make_person(), sales)
    _grow_department(network, count)
    course = bare_course()
    reach = Reach(departments=(network.pk,))
    words = {"name_ja": "規則", "name_en": "Rule"}
    rule = TrainingRule(
        **words, curriculum=bare_curriculum(course), starts_on=dt.date(2026, 4, 1), due_kind="assigned", due_days=30
    )
    save_rule(rule, reach=reach, actor=None)
    facts = {
        "rule": rule.pk, "starts": "2026-04-01", "today": timezone.localdate().isoformat(), "course": course.pk,
        "path": network.path, "some": "", "some_rows": "",
    }  # fmt: skip

    def sql(*statements: str, **more: Any) -> Callable[[], None]:
        def work() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement.format(**{**facts, **more}))
                    if statement == PREVIEW:
                        cursor.fetchall()

        return work

    def shown() -> None:
        what = preview(plan_of(rule))
        names_of(what.added, page=1), names_of(what.dropped, page=1), clashes_of(what)
        assert len(what.added) == count

    def none() -> None:
        Requirement.objects.all().delete()

    found = {}
    none()
    found["preview"] = [_timed(shown), _timed(sql(PREVIEW))]
    found["save"] = [_timed(lambda: save_rule(rule, reach=reach, actor=None), none), _timed(sql(SAVE, DROP), none)]
    moved = list(Assignment.objects.filter(department=network).values_list("person_id", flat=True)[:100])
    flips = {"at": network.pk}

    def move() -> None:
        flips["at"] = sales.pk if flips["at"] == network.pk else network.pk
        Assignment.objects.filter(person__in=moved).update(department=flips["at"])

    assert Department.objects.count() == 2
    people = ", ".join(map(str, moved))
    some = {"some": f"AND p.id IN ({people})", "some_rows": f"AND person_id IN ({people})"}
    ours = _timed(lambda: recompute_people(moved), move, 6)
    found["recompute after 100 moved"] = [ours, _timed(sql(SAVE, DROP, **some), move, 6)]
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_main(int(sys.argv[1]))) + "\n")
