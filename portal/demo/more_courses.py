"""More courses for a larger company: one for every ten people, named from what they are about and how they go about it.

They are the same each time. The company of three hundred has those of courses.yml alone.
"""

from __future__ import annotations

import itertools
import random
import uuid
from collections.abc import Iterator

from django.db import transaction
from wagtail.models import Page

from core.api import Language, Person
from learning.api import (
    Course,
    CoursePage,
    CoursesPage,
    PastRun,
    RunFacts,
    SittingFacts,
    make_run,
    open_run,
    publish_course,
    record_past_runs,
)
from portal.demo.courses import course_rows, key_of
from portal.demo.run_facts import moment

ABOUT = [
    ("Linux", "Linux"),
    ("コンテナ", "Containers"),
    ("監視", "Monitoring"),
    ("DNS", "DNS"),
    ("メール配送", "Mail delivery"),
    ("暗号", "Cryptography"),
    ("認証", "Authentication"),
    ("IPv6", "IPv6"),
    ("仮想化", "Virtualisation"),
    ("ストレージ", "Storage"),
    ("負荷分散", "Load balancing"),
    ("ログ", "Logs"),
    ("データ分析", "Data analysis"),
    ("機械学習", "Machine learning"),
    ("フロントエンド", "Front ends"),
    ("アクセシビリティ", "Accessibility"),
    ("API", "APIs"),
    ("PostgreSQL", "PostgreSQL"),
    ("Rust", "Rust"),
    ("Go", "Go"),
    ("契約", "Contracts"),
    ("会計", "Accounting"),
    ("調達", "Procurement"),
    ("企画書", "Proposals"),
    ("図解", "Drawing ideas"),
    ("インタビュー", "Interviews"),
    ("プロジェクト管理", "Managing projects"),
    ("品質", "Quality"),
    ("災害対策", "Disaster recovery"),
    ("文章", "Writing"),
]
GOING = [
    ("入門", "from nothing", "introductory", 90),
    ("演習", "hands on", "basic", 180),
    ("実践", "in practice", "intermediate", 240),
    ("設計", "by design", "advanced", 360),
    ("読書会", "read together", "basic", 60),
    ("失敗から学ぶ", "when it fails", "intermediate", 120),
    ("相談会", "your questions", "introductory", 60),
    ("総復習", "once again", "basic", 120),
]
A_RUN_FOR = 5  # every so many courses one that is coming
MOST = 10_000


def load_more_courses(count: int) -> None:
    """Make so many courses in all; those that are there stay as they are."""
    wanted = list(itertools.islice(_names(), max(0, min(count, MOST) - len(course_rows()))))
    known = set(Course.objects.values_list("translation_key", flat=True))
    places = {code: CoursesPage.objects.get(locale__language_code=code) for code in Language.values}
    fresh = [row for row in wanted if key_of(row[0]) not in known]
    for row in fresh:
        _add(row, places)
    if fresh:
        _hold([Course.objects.get(translation_key=key_of(row[0])) for row in fresh])


def _names() -> Iterator[tuple[str, dict[str, str], str, int]]:
    """Code, title by language, level, minutes."""
    for part in itertools.count(1):
        for (about_ja, about_en), (how_ja, how_en, level, minutes) in itertools.product(ABOUT, GOING):
            more = ("", "") if part == 1 else (f"（第{part}部）", f", part {part}")
            title = {"ja": f"{about_ja} {how_ja}{more[0]}", "en": f"{about_en}: {how_en}{more[1]}"}
            yield f"more-{part}-{about_en}-{how_en}".lower(), title, level, minutes


@transaction.atomic
def _add(row: tuple[str, dict[str, str], str, int], places: dict[str, CoursesPage]) -> None:
    code, titles, level, minutes = row
    key = key_of(code)
    goals = {
        "ja": f"{titles['ja']}。自分の仕事に近い例で手を動かし、翌日から使えるようになります。",
        "en": f"{titles['en']}. Work through examples near to your own, and use it the next day.",
    }
    for language, place in places.items():
        page = CoursePage(
            title=titles[language], slug=f"{uuid.uuid5(key, language).hex[:12]}", goal=goals[language], level=level,
            minutes=minutes, locale=place.locale, translation_key=key,
        )  # fmt: skip
        Page.objects.get(pk=place.pk).add_child(instance=page)
    publish_course(key)


def _hold(courses: list[Course]) -> None:
    """Each was held once, and some will be."""
    rng = random.Random(20260403)  # noqa: S311 - the same each time
    crowd = list(Person.objects.employed().filter(employee_number__startswith="D").order_by("employee_number"))
    organiser = Person.objects.get(employee_number="M0008")
    past = []
    for number, course in enumerate(courses):
        starts, ends = moment(-30 - number % 700, 10, course.minutes)
        came = [each for each in rng.sample(crowd, min(len(crowd), 12)) if each.joined_on <= starts.date()]
        past.append(PastRun(course, [(starts, ends)], 12, organiser, [rng.choice(crowd)], came))
    record_past_runs(past)
    for number, course in enumerate(courses[::A_RUN_FOR]):
        facts = RunFacts(sittings=(SittingFacts(*moment(7 + number % 90, 13, course.minutes)),), seats=12)
        open_run(make_run(course, facts=facts, actor=organiser), actor=organiser)
