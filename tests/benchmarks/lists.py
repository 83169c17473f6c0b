"""A department's page, a list of materials and the matrix at 100 and at 10,000 people, materials and courses: the same
queries, p50 at most 1.5 times.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.benchmarks.company import company
from tests.benchmarks.growing import grow_pages
from tests.benchmarks.harness import Row, Setting, median

SIZES = (100, 10_000)


def measure(setting: Setting) -> Iterable[Row]:
    company(setting)
    sizes = (40, 80) if setting.smoke else SIZES  # both beyond one page
    # None kept: a list that is answered from memory would tell nothing of its size.
    printed = setting.python("-m", "tests.benchmarks.lists", *map(str, sizes), KEPT_PAGES_MEGABYTES="0")
    found = json.loads(printed.splitlines()[-1])
    for name, (small, large) in found.items():
        same = small["queries"] == large["queries"]
        met = same and large["p50_ms"] <= 1.5 * small["p50_ms"]
        aim = f"{large['queries']} queries at both" if same else f"{small['queries']}, then {large['queries']} queries"
        more = {"rows": list(sizes), "queries": [small["queries"], large["queries"]]}
        yield Row(name, large["p50_ms"], "ms", f"{aim}, 1.5 times", met, small["p50_ms"], more)


def _measured(url: str, rounds: int = 15) -> dict[str, float]:
    """Queries and median milliseconds of a page, for someone signed in, with warm caches."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from core.models.person import Person

    client = Client()
    reader = Person.objects.filter(role_grants__isnull=True, is_active=True, employee_number__startswith="B").first()
    client.force_login(reader or Person.objects.order_by("pk")[0], backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.get(url).status_code == 200, url
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    count = len(queries)  # now: later requests empty the log
    took = []
    for _ in range(rounds):
        begun = time.perf_counter()
        client.get(url)
        took.append((time.perf_counter() - begun) * 1000)
    return {"queries": count, "p50_ms": median(took)}


def _grow_department(department: Any, rows: int) -> None:
    """People of the department, up to so many."""
    import datetime as dt

    from core.enums import HireType
    from core.models.assignment import Assignment
    from core.models.organisation import Occupation, Position
    from core.models.person import Person, Region

    region, position, occupation = (model.objects.order_by("pk")[0] for model in (Region, Position, Occupation))
    have = Assignment.objects.filter(department=department).count()
    day = dt.date(2020, 4, 1)
    people = Person.objects.bulk_create(
        Person(
            employee_number=f"B{have + n:06}",
            email=f"b{have + n}@bench.example",
            family_name="試験",
            given_name=f"{have + n}",
            joined_on=day,
            region=region,
            hire_type=HireType.MID_CAREER,
        )
        for n in range(max(rows - have, 0))
    )
    Assignment.objects.bulk_create(
        Assignment(
            person=person,
            department=department,
            company=department.company,
            position=position,
            occupation=occupation,
            starts_on=day,
        )
        for person in people
    )


def _grow_category(category: Any, rows: int) -> None:
    """Materials of the category, up to so many."""
    from learning.models.pages import MaterialPage

    have = category.get_children().count()
    grow_pages(
        category, (MaterialPage(title=f"Material {n}", slug=f"material-{n}", minutes=30) for n in range(have, rows))
    )


def _grow_courses(rows: int) -> None:
    """Courses, and a curriculum for every four of them (beyond one page at a hundred), up to so many."""
    import uuid

    from learning.models import Course, Curriculum, CurriculumItem, CurriculumPage

    have = Course.objects.count()
    courses = Course.objects.bulk_create(
        Course(translation_key=uuid.uuid4(), title_ja=f"コース{n}", minutes=60) for n in range(have, rows)
    )
    home = CurriculumPage.objects.order_by("pk")[0].get_parent()
    firsts = range(0, len(courses), 4)
    pages = grow_pages(home, (CurriculumPage(title=f"C{have + n}", slug=f"c-{have + n}") for n in firsts))
    rows_of = Curriculum.objects.bulk_create(
        Curriculum(translation_key=page.translation_key, title_ja=page.title, minutes=240) for page in pages
    )
    CurriculumItem.objects.bulk_create(
        CurriculumItem(curriculum=row, course=course, order=order)
        for row, first in zip(rows_of, firsts, strict=True)
        for order, course in enumerate(courses[first : first + 4])
    )


def _main(sizes: list[int]) -> dict[str, list[dict[str, float]]]:
    import django

    django.setup()
    from django.urls import reverse
    from django.utils import translation

    from core.models.organisation import Department
    from learning.models.pages import CategoryPage, CurriculumPage

    department = Department.objects.filter(numchild=0).order_by("pk")[0]
    curriculum = CurriculumPage.objects.order_by("pk").first()
    category = CategoryPage(title="Bench", slug="bench", locale=curriculum.locale) if curriculum else None
    if curriculum and category:
        curriculum.add_child(instance=category)
    with translation.override("ja"):
        pages: dict[str, tuple[str, Callable[[int], None]]] = {
            "department": (reverse("department", args=[department.code]), lambda n: _grow_department(department, n))
        }
        pages["matrix"] = ("/ja/curricula/", _grow_courses)
    if category:
        pages["list of materials"] = (category.url, lambda n: _grow_category(category, n))
    found: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    for size in sizes:
        for name, (url, grow) in pages.items():
            grow(size)
            found[name].append(_measured(url))
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_main([int(size) for size in sys.argv[1:]])) + "\n")
