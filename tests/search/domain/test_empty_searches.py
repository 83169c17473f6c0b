"""Searches without a hit: what is counted, what is never kept, what editors see of it, and for how long."""

import datetime as dt

import pytest
from django.utils.timezone import localdate as today
from pytest_django import DjangoAssertNumQueries

from core.domain.keeping import forget_what_is_past
from core.enums import Role
from search.domain.empty_searches import A_DAY, count_empty
from search.domain.queries.empty_searches import SHOWN_FROM, Line, Report, empty_searches
from search.models import EmptySearch
from tests.people import make_person

pytestmark = pytest.mark.django_db


def asked(text: str, people: int = 1, language: str = "ja") -> None:
    for _ in range(people):
        count_empty(text, viewer=make_person(), language=language)


def kept() -> list[tuple[str, str, int]]:
    return list(EmptySearch.objects.order_by("text", "language").values_list("text", "language", "people"))


def report(**facts: object) -> Report:
    span = {"first": today() - dt.timedelta(days=30), "last": today(), **facts}
    return empty_searches(viewer=make_person(role=Role.EDITOR), **span)  # type: ignore[arg-type]


def test_the_same_words_in_any_writing_are_one_row_a_language_and_day() -> None:
    for text in ("ゼロトラスト", "ｾﾞﾛﾄﾗｽﾄ", "ぜろとらすと"):
        asked(text)
    asked("ゼロトラスト", language="en")
    assert kept() == [("ぜろとらすと", "en", 1), ("ぜろとらすと", "ja", 3)]


def test_a_person_counts_once_a_day_however_often_they_ask() -> None:
    person = make_person()
    assert [count_empty("zero trust", viewer=person, language="en") for _ in range(3)] == [True, False, False]
    assert kept() == [("zero trust", "en", 1)]


def test_nothing_in_the_table_says_who_asked() -> None:
    assert {field.name for field in EmptySearch._meta.get_fields()} == {"id", "text", "language", "day", "people"}


@pytest.mark.parametrize(
    "text",
    [
        "hanako.sato@example.com",
        "https://example.com/secret",
        "password=hunter2hunter2",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghijABCDEFGHIJ",
        "a1b2c3d4e5f6a7b8",
        "社員番号 12345",
        "090-1234-5678",
        "０９０−１２３４−５６７８",
        "password hunter2",
        "パスワード ひみつ1",
        "パスワードは ひみつ1",
        "pass: abc",
        "Xk9$mQ2!vL",
        "千代田区 1-2-3",
        "x" * 61,
        "Traceback (most recent call last):\n  File x\nValueError: no such host\n",
        "one line\nand another",
        "!!!",
        "",
        " ",
        "\x00\ud800",
    ],
)
def test_what_may_tell_of_someone_or_something_is_not_kept(text: str) -> None:
    asked(text)
    assert kept() == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "鈴木",
            "鈴木一郎 評価",
            "すずき",
            "スズキ",
            "suzuki ichiro",
            "SUZUKI",
            "鈴木一郎",
            "鈴木さん",
            "鈴木さん 病気",
        ),
        *(
            "鈴木部長退職",
            "すずきさん",
            "suzuki-san",
            "suzukiさん",
            "i.suzuki",
            "鈴木一郎の評価",
            "一郎の評価",
            "ｽｽﾞｷ様",
        ),
        *("すずきいちろう", "課長の鈴木さん", "鈴木一郎さん"),
    ],
)
def test_whoever_was_looked_for_is_nobodys_business_also_after_they_left(text: str) -> None:
    make_person(
        family_name="鈴木", given_name="一郎", family_kana="すずき", given_kana="いちろう", family_romaji="Suzuki",
        given_romaji="Ichiro", left_on=today(),
    )  # fmt: skip
    asked(text)
    assert kept() == []


@pytest.mark.parametrize(
    "text", ["森林浴", "東海道", "たくさん", "パスワード 変更", "password reset", "1-1ミーティング", "pin留め"]
)
def test_words_that_only_begin_like_a_name_or_a_secret_are_kept(text: str) -> None:
    make_person(family_name="森", given_name="林太郎", family_kana="もり", given_kana="りんたろう")
    make_person(family_name="東", given_name="陽太", family_kana="あずま", given_kana="ようた")
    asked(text)
    assert len(kept()) == 1


def test_one_person_fills_no_table() -> None:
    person = make_person()
    for number in range(A_DAY + 5):
        count_empty(f"word {chr(97 + number % 26)}{chr(97 + number // 26)}", viewer=person, language="en")
    assert EmptySearch.objects.count() == A_DAY


def test_editors_see_what_several_people_asked_and_of_the_rest_how_many() -> None:
    asked("zero trust", SHOWN_FROM, language="en")
    asked("rarely asked", SHOWN_FROM - 1, language="en")
    assert report() == Report([Line("zero trust", "en", SHOWN_FROM, today())], rare=1)


def test_days_and_languages_narrow_the_report_and_days_add_up() -> None:
    for days, people in ((1, 2), (3, 2), (40, 9)):
        EmptySearch.objects.create(text="k9s", language="ja", day=today() - dt.timedelta(days=days), people=people)
    assert report().lines == [Line("k9s", "ja", 4, today() - dt.timedelta(days=1))]
    assert report(first=today() - dt.timedelta(days=2)) == Report([], rare=1)
    assert report(language="en") == Report([], rare=0)


@pytest.mark.parametrize("role", [None, Role.DEPARTMENT_EDITOR, Role.HR, Role.LECTURER])
def test_nobody_but_editors_of_everything_reads_it(role: Role | None) -> None:
    from tests.people import make_department

    asked("zero trust", SHOWN_FROM)
    department = make_department("network") if role == Role.DEPARTMENT_EDITOR else None
    viewer = make_person(role=role, department=department)
    assert empty_searches(viewer=viewer, first=today(), last=today()) == Report([], 0)


def test_it_is_forgotten_after_half_a_year_and_what_few_asked_after_a_month() -> None:
    for text, people, days in (
        ("often old", 9, 180), ("often", 9, 179), ("rare old", 1, 30), ("rare", 1, 29),
    ):  # fmt: skip
        EmptySearch.objects.create(text=text, language="ja", day=today() - dt.timedelta(days=days), people=people)
    counts = forget_what_is_past()
    assert (counts["search.empty"], counts["search.empty_rare"]) == (1, 1)
    assert sorted(EmptySearch.objects.values_list("text", flat=True)) == ["often", "rare"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_asks_as_often_for_three_rows_as_for_one(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        EmptySearch.objects.create(text=f"word{number}", language="ja", day=today(), people=SHOWN_FROM)
    viewer = make_person(role=Role.EDITOR)
    with django_assert_num_queries(3):
        assert len(empty_searches(viewer=viewer, first=today(), last=today()).lines) == rows
