"""What the notices of courses say, in both languages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from core.domain.queries.notices import words_of
from core.models import Notice
from core.notices import notice_kind
from learning.domain import telling
from learning.models import CourseRun
from tests.learning.building import person
from tests.learning.courses import bare_course, run

pytestmark = pytest.mark.django_db


def facts_of(where: CourseRun) -> dict[str, object]:
    """All that any of them is given."""
    both = {"ja": "佐藤 花子", "en": "Hanako Sato"}
    more = {"by": both, "name": both, "author": both, "wish": "W", "reason": "R", "subject": "S", "body": "B <b>"}
    return {**telling._facts(where), **more, "has_seat": True, "reminder": 1, "completed": 3, "unmarked": 2}


@pytest.fixture
def where() -> CourseRun:
    made = run(bare_course(title_ja="暗号入門", title_en="Cryptography"), place="9F")
    made.starts_at = dt.datetime(2026, 6, 1, 1, 0, tzinfo=dt.UTC)
    return made


@pytest.mark.parametrize("name", telling.KINDS)
def test_each_kind_names_the_course_and_reads_in_both_languages(name: str, where: CourseRun):
    kind = notice_kind(f"learning.{name}")
    assert kind is not None
    notice = Notice(person=person(), kind=kind.key, key="k", context=facts_of(where))
    said = {}
    for language, title in {"ja": "暗号入門", "en": "Cryptography"}.items():
        with translation.override(language), timezone.override("Asia/Tokyo"):
            words = words_of(notice)
            assert title in words.title
            assert words.title != str(kind.label)  # that is what a broken template leaves
            said[language] = (words.title, words.body)
    assert said["ja"] != said["en"]


def test_a_seat_that_became_free_says_when_and_where(where: CourseRun):
    notice = Notice(person=person(), kind="learning.promoted", key="k", context=facts_of(where))
    with translation.override("ja"), timezone.override("Asia/Tokyo"):
        words = words_of(notice)
    assert words.title == "「暗号入門」の席が空き、受講が確定しました"
    assert words.body.split("\n") == [
        "2026年6月1日10:00に始まります。", "場所: 9F", "参加できない場合は、次の人のために早めに取り消してください。",
    ]  # fmt: skip
