"""A manager's team table at 100 and at 10,000 reports: same queries, p50 at most 1.5 times."""

import json
import sys
from collections.abc import Iterable

from tests.benchmarks.company import company
from tests.benchmarks.harness import Row, Setting

SIZES = (100, 10_000)


def measure(setting: Setting) -> Iterable[Row]:
    company(setting)
    sizes = (20, 60) if setting.smoke else SIZES
    printed = setting.python("-m", "tests.benchmarks.team", *map(str, sizes))
    small, large = json.loads(printed.splitlines()[-1])
    same = small["queries"] == large["queries"]
    met = same and large["p50_ms"] <= 1.5 * small["p50_ms"]
    aim = f"{large['queries']} queries at both" if same else f"{small['queries']}, then {large['queries']} queries"
    more = {"rows": list(sizes), "queries": [small["queries"], large["queries"]]}
    yield Row("team table", large["p50_ms"], "ms", f"{aim}, 1.5 times", met, small["p50_ms"], more)


def _main(sizes: list[int]) -> list[dict[str, float]]:
    import django

    django.setup()
    from core.api import Department, Reach
    from core.models import Assignment, Person
    from learning.domain.recompute import recompute_rule
    from learning.domain.training_rules import save_rule
    from learning.models import TrainingRule
    from tests.benchmarks.lists import _grow_department, _measured
    from tests.learning.courses import bare_course, bare_curriculum

    department = Department.objects.filter(numchild=0).order_by("pk")[0]
    _grow_department(department, Assignment.objects.filter(department=department).count() + 1)
    boss = Person.objects.filter(employee_number__startswith="B").order_by("pk")[0]
    rule = TrainingRule(
        name_ja="規則", name_en="Rule", curriculum=bare_curriculum(bare_course()), due_kind="assigned", due_days=30
    )
    save_rule(rule, reach=Reach(departments=(department.pk,)), actor=None)
    found = []
    for size in sizes:
        _grow_department(department, size)
        Person.objects.filter(employee_number__startswith="B").exclude(pk=boss.pk).update(manager=boss)
        recompute_rule(rule)
        found.append(_measured("/ja/team/"))
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_main([int(size) for size in sys.argv[1:]])) + "\n")
