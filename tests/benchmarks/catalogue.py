"""The catalogue of courses, at 100 and at 10,000 courses: same queries, p50 at most 1.5 times.

`catalogue` is asked again while nothing changes, `catalogue, filtered` likewise by level and free seats; `after a seat
was taken` is asked anew each time, as right after somebody enrolled.
"""

import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Iterable
from typing import Any

from tests.benchmarks.company import company
from tests.benchmarks.growing import grow_pages
from tests.benchmarks.harness import Row, Setting
from tests.benchmarks.lists import SIZES, _measured

ASKED = {"catalogue": "/ja/courses/", "catalogue, filtered": "/ja/courses/?level=basic&free=1"}


def measure(setting: Setting) -> Iterable[Row]:
    company(setting)
    sizes = (40, 80) if setting.smoke else SIZES  # both beyond one page
    printed = setting.python("-m", "tests.benchmarks.catalogue", *map(str, sizes), KEPT_PAGES_MEGABYTES="0")
    for name, (small, large) in json.loads(printed.splitlines()[-1]).items():
        more = {"rows": list(sizes), "queries": [small["queries"], large["queries"]]}
        same = small["queries"] == large["queries"]
        if name not in ASKED:
            yield Row(name, large["p50_ms"], "ms", "for the record", True, small["p50_ms"], more)
            continue
        aim = f"{large['queries']} queries at both" if same else f"{small['queries']}, then {large['queries']} queries"
        met = same and large["p50_ms"] <= 1.5 * small["p50_ms"]
        yield Row(name, large["p50_ms"], "ms", f"{aim}, 1.5 times", met, small["p50_ms"], more)


def _grow(rows: int) -> None:
    """Courses with a page, facts, two tags and a run each, up to so many."""
    from django.utils import timezone
    from taggit.models import Tag

    from core.models import HomePage, PageTag, Seats
    from learning.enums import CourseLevel, RunState
    from learning.models import Course, CoursePage, CourseRun, CoursesPage, Sitting

    home = HomePage.objects.get(locale__language_code="ja")
    place = CoursesPage.objects.child_of(home).first()
    if place is None:
        place = home.add_child(instance=CoursesPage(title="コース", slug="bench-courses", locale=home.locale))
    place = CoursesPage.objects.get(pk=place.pk)
    have = Course.objects.count()
    tags = [Tag.objects.get_or_create(name=f"topic {n}", slug=f"topic-{n}")[0] for n in range(12)]
    numbers = range(have, rows)
    levels = {n: CourseLevel.values[n % 4] for n in numbers}
    pages = grow_pages(
        place,
        (CoursePage(title=f"ベンチ {n}", slug=f"bench-{n}", goal="試験のコース。", level=levels[n]) for n in numbers),
    )
    PageTag.objects.bulk_create(
        PageTag(content_object_id=page.pk, tag=tags[(n + k) % 12])
        for n, page in zip(numbers, pages, strict=True)
        for k in (0, 5)
    )
    courses = Course.objects.bulk_create(
        Course(translation_key=page.translation_key, title_ja=page.title, level=page.level) for page in pages
    )
    seats = Seats.objects.bulk_create(Seats(capacity=20, taken=n % 21) for n in numbers)
    day, hours = timezone.now(), dt.timedelta(hours=2)
    starts = [day + dt.timedelta(days=1 + n % 90) for n in numbers]
    runs = CourseRun.objects.bulk_create(
        CourseRun(course=course, seats=each, status=RunState.OPEN, starts_at=at, ends_at=at + hours)
        for course, each, at in zip(courses, seats, starts, strict=True)
    )
    Sitting.objects.bulk_create(
        Sitting(run=run, starts_at=run.starts_at, ends_at=run.starts_at + hours) for run in runs if run.starts_at
    )


def _after_a_change(url: str, rounds: int = 7) -> dict[str, float]:
    """What it takes right after a seat went: only what hangs on seats is asked anew."""
    from django.conf import settings
    from django.db.models import F
    from django.test import Client

    from core.models import Person, Seats

    client = Client()
    client.force_login(Person.objects.order_by("pk")[0], backend=settings.AUTHENTICATION_BACKENDS[-1])
    client.get(url)
    took = []
    for _ in range(rounds):
        Seats.objects.filter(pk=Seats.objects.order_by("pk")[0].pk).update(last_in_line=F("last_in_line") + 1)
        begun = time.perf_counter()
        client.get(url)
        took.append((time.perf_counter() - begun) * 1000)
    return {"queries": 0, "p50_ms": round(statistics.median(took), 2)}


def _main(sizes: list[int]) -> dict[str, list[dict[str, float]]]:
    import django

    django.setup()
    from django.db import transaction

    found: dict[str, list[Any]] = {name: [] for name in (*ASKED, "after a seat was taken")}
    for size in sizes:
        with transaction.atomic():
            _grow(size)
        for name, url in ASKED.items():
            found[name].append(_measured(url))
        found["after a seat was taken"].append(_after_a_change(ASKED["catalogue"]))
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_main([int(size) for size in sys.argv[1:]])) + "\n")
