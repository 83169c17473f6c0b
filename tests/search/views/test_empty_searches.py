"""The report of searches without a hit, and its file."""

import datetime as dt
import html
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate as today

from core.enums import Role
from search.domain.queries.empty_searches import SHOWN_FROM
from search.models import EmptySearch
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make_person(role=Role.EDITOR, language="en"), backend="core.backends.EmployedBackend")
    return client


def kept(text: str, people: int = SHOWN_FROM, days: int = 0) -> None:
    EmptySearch.objects.create(text=text, language="ja", day=today() - dt.timedelta(days=days), people=people)


def test_each_row_leads_to_a_synonym_with_its_word(editor: Client) -> None:
    kept("ぜろとらすと & co")
    page = editor.get(reverse("empty_searches")).content.decode()
    assert "ぜろとらすと &amp; co" in page
    assert (
        f"{reverse('synonym_add')}?word=%E3%81%9C%E3%82%8D%E3%81%A8%E3%82%89%E3%81%99%E3%81%A8%20%26%20co&amp;" in page
    )


def test_saving_the_synonym_leads_back_to_the_same_days_where_the_word_is_done(editor: Client) -> None:
    kept("ぜろとらすと", days=20)
    span = {"first": (today() - dt.timedelta(days=25)).isoformat(), "last": today().isoformat(), "order": "last"}
    page = editor.get(reverse("empty_searches"), span).content.decode()
    (address,) = re.findall(rf'href="({reverse("synonym_add")}[^"]*)"', page)
    saved = editor.post(html.unescape(address), {"words": "ぜろとらすと, zero trust"})
    assert saved.headers["location"] == f"{reverse('empty_searches')}?{urlencode(span)}"
    back = editor.get(saved.headers["location"]).content.decode()
    assert ("Has synonyms" in back, reverse("synonym_add") in back) == (True, False)


@pytest.mark.parametrize("back", ["\r\nX: y", "//elsewhere.example", "x" * 5000, ""])
def test_whatever_stands_in_back_leads_to_the_report(back: str, editor: Client) -> None:
    saved = editor.post(f"{reverse('synonym_add')}?{urlencode({'back': back})}", {"words": "a1, b1"})
    assert saved.headers["location"].startswith(f"{reverse('empty_searches')}?")


def test_the_headings_sort(editor: Client) -> None:
    for text, people, days in (("b", 9, 3), ("a", 5, 2), ("c", 4, 1)):
        kept(text, people=people, days=days)

    def shown(**asked: str) -> list[str]:
        return [line.text for line in editor.get(reverse("empty_searches"), asked).context["page"]]

    assert [shown(), shown(order="words"), shown(order="last"), shown(order="dragon")] == [
        ["b", "a", "c"], ["a", "b", "c"], ["c", "a", "b"], ["b", "a", "c"],
    ]  # fmt: skip


def test_rare_words_are_counted_and_not_shown(editor: Client) -> None:
    kept("rare word", people=SHOWN_FROM - 1)
    page = editor.get(reverse("empty_searches")).content.decode()
    assert "rare word" not in page
    assert f"1 more search was made by fewer than {SHOWN_FROM} people" in page


def test_a_span_of_days_narrows_page_and_file_alike(editor: Client) -> None:
    kept("parking", days=20)
    kept("canteen")
    span = {"first": (today() - dt.timedelta(days=5)).isoformat(), "last": today().isoformat()}
    page = editor.get(reverse("empty_searches"), span).content.decode()
    file = editor.get(reverse("empty_searches_export"), span).getvalue().decode("utf-8-sig")
    for told in (page, file):
        assert ("parking" in told.split("<main")[-1], "canteen" in told) == (False, True)


def test_the_form_says_which_days_are_shown(editor: Client) -> None:
    page = editor.get(reverse("empty_searches"), {"first": "", "order": "last"}).content.decode()
    for day in (today() - dt.timedelta(days=30), today()):
        assert f'value="{day.isoformat()}"' in page


@pytest.mark.parametrize(
    "span",
    [
        {"first": "2026-02-30"},
        {"first": "9999-99-99", "language": "xx"},
        {"first": today().isoformat(), "last": "2020-01-01"},
        {"last": "0001-01-01"},
    ],
)
def test_days_that_are_none_are_said_and_break_nothing(span: dict[str, str], editor: Client) -> None:
    assert editor.get(reverse("empty_searches"), span).status_code in {200, 422}
    assert editor.get(reverse("empty_searches_export"), span).status_code == 200


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1"])
def test_a_formula_is_text_in_the_file(text: str, editor: Client) -> None:
    kept(text)
    lines = editor.get(reverse("empty_searches_export")).getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "Searched for,Language,Number of people,Last on"
    assert lines[1] == f"'{text},ja,{SHOWN_FROM},{today().isoformat()}"
