"""The palette: suggestions with their reasons, and actions by any of their names."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.functional import lazy
from django.utils.translation import gettext

import search.actions
from core.enums import Role
from search.actions import Action
from tests.people import make_person
from tests.search.library import Away, Library, answering
from tests.search.views.test_page import ERROR, text_of

VERBS = ("resume", "続き")


def type_(client: Client, text: str, language: str = "en"):
    return client.get(f"/{language}/search/palette/", {"q": text}, headers={"HX-Request": "true"})


def actions(client: Client, text: str, language: str = "en") -> list[str]:
    return [str(action.title) for action in type_(client, text, language).context["offered"].actions]


def browser(**facts: object) -> Client:
    client = Client()
    client.force_login(make_person(language="en", **facts))
    return client


def test_before_anything_is_typed_one_may_go_places(library: Library, reader: Client) -> None:
    assert actions(reader, "") == ["Questions", "Courses", "My profile", "Settings", "日本語"]


@pytest.mark.parametrize(
    "text",
    ["my prof", "profile", "プロフ", "ぷろふ", "purofi", "じぶん", "マイプロフィール", "まいぷろf", "マイページ"],
)
def test_an_action_is_found_by_words_of_both_languages_and_by_reading(library: Library, reader: Client, text) -> None:
    assert "My profile" in actions(reader, text)


@pytest.mark.parametrize("text", ["せってi", "せっt", "設定", "settings"])
def test_a_word_in_the_middle_of_its_conversion_finds_too(library: Library, reader: Client, text: str) -> None:
    assert "Settings" in actions(reader, text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("お知らせ", "Notices"),
        ("予定", "My calendar"),
        ("社員", "People"),
        ("colleagues", "People"),
        ("社員一覧", "People"),
        ("quiet hours", "Set up notices"),
    ],
)
def test_what_stands_in_the_header_is_a_place_too(library: Library, reader: Client, text: str, place: str) -> None:
    assert place in actions(reader, text)


def test_the_language_is_switched_by_its_name(library: Library, reader: Client) -> None:
    assert actions(reader, "日本語") == ["日本語"]
    assert actions(reader, "eigo", "ja") == ["English"]


def test_only_those_who_may_are_offered_the_admin(library: Library, db: None) -> None:
    assert actions(browser(), "edit pages") == []
    assert actions(browser(role=Role.EDITOR), "edit pages") == ["Edit pages"]
    assert actions(browser(role=Role.EDITOR), "audit") == []
    assert actions(browser(role=Role.ADMINISTRATOR), "audit") == ["Audit trail"]
    assert actions(browser(role=Role.HR), "invite") == ["Invite someone"]


def test_enter_may_take_an_action_that_is_called_so(library: Library, reader: Client) -> None:
    assert type_(reader, "my pro").context["offered"].is_named is True
    assert type_(reader, "jibun").context["offered"].is_named is False


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("マイプロフィール", "My profile"),
        ("まいぺーじ", "My profile"),
        ("my page", "My profile"),
        ("profile", "My profile"),
        ("私のプロフィール", "My profile"),
        ("プロフィールを見る", "My profile"),
        ("show my profile", "My profile"),
        ("go to settings", "Settings"),
        ("設定を開く", "Settings"),
        ("設定へ", "Settings"),
        ("お知らせを見る", "Notices"),
        ("open calendar", "My calendar"),
        ("カレンダー", "My calendar"),
        ("パスワードを変更する", "Change my password"),
    ],
)
def test_enter_goes_where_one_says_that_one_wants_to_go(
    library: Library, reader: Client, text: str, place: str
) -> None:
    offered = type_(reader, text).context["offered"]
    assert (str(offered.actions[0].title), offered.is_named) == (place, True)


@pytest.mark.parametrize("text", ["検索", "写真", "me", "マイク", "たの", "view models", "git を見る"])
def test_a_word_that_is_looked_for_is_not_taken_for_a_place(library: Library, reader: Client, text: str) -> None:
    assert type_(reader, text).context["offered"].is_named is False


@pytest.mark.parametrize("text", ["マイク", "たの", "みの", "view models"])
def test_what_is_no_action_offers_none(library: Library, reader: Client, text: str) -> None:
    assert actions(reader, text) == []


@pytest.mark.parametrize(
    "text",
    ["continue nginx", "続ける nginx", "nginxを続ける", "nginxの続き", "resume nginx", "nginx の続きを読む", "続き"],
)
def test_enter_continues_what_is_named_in_either_order(
    library: Library, reader: Client, text: str, monkeypatch
) -> None:
    title = lazy(lambda: gettext("Continue: %(title)s") % {"title": "First steps with nginx"}, str)()
    monkeypatch.setitem(
        search.actions._offers, "test", (1, lambda person, wanted: [Action(title, "/nginx/", words=VERBS, verbs=VERBS)])
    )
    offered = type_(reader, text).context["offered"]
    assert [action.url for action in offered.actions] == ["/nginx/"]
    assert offered.is_named is True
    assert type_(reader, "nginx").context["offered"].is_named is False


def test_what_begins_so_is_suggested_by_kind_with_its_reason(library: Library, reader: Client) -> None:
    library.add("person:1", "佐藤 花子", readings=("さとう はなこ", "Sato Hanako"))
    library.add("step:1", "Start nginx", part_of="Web servers")
    page = text_of(type_(reader, "さと"))
    assert "People 佐 佐藤 花子" in page
    assert "reading: さと" in page
    assert "Web servers · one line" in text_of(type_(reader, "ngin"))


def test_what_is_gone_is_not_suggested(library: Library, reader: Client) -> None:
    library.add("material:1", "nginx secret", gone=True)
    assert "secret" not in text_of(type_(reader, "nginx"))


def test_nothing_that_begins_so_still_leads_on(library: Library, reader: Client) -> None:
    page = type_(reader, "zzzz")
    assert "Nothing begins like this yet." in text_of(page)
    assert 'href="/en/search/?q=zzzz"' in page.content.decode()


def test_while_the_engine_is_away_one_can_still_go_places(library: Library, reader: Client) -> None:
    with answering(Away()):
        page = text_of(type_(reader, "settings"))
    assert "Search is not available; you can still go places." in page
    assert "Settings" in page


def test_an_error_message_is_no_action(library: Library, reader: Client) -> None:
    assert actions(reader, ERROR) == []


def test_opened_as_a_page_it_is_the_search_page(library: Library, reader: Client) -> None:
    assert reader.get("/en/search/palette/?q=nginx").url == "/en/search/?q=nginx"


def test_what_one_types_is_kept_by_no_cache(library: Library, reader: Client) -> None:
    assert type_(reader, "nginx")["Cache-Control"] == "private, no-store"


def test_pages_ask_nothing_until_the_palette_is_opened(library: Library, reader: Client, monkeypatch) -> None:
    def never(person: object) -> list[object]:
        raise AssertionError("a page asked for actions")

    monkeypatch.setattr("search.actions.actions_for", never)
    assert "data-palette" in reader.get("/en/me/").content.decode()


def test_suggesting_costs_the_same_at_one_and_three(
    library: Library, reader: Client, django_assert_num_queries
) -> None:
    library.add("material:1", "nginx one")
    type_(reader, "nginx")
    with django_assert_num_queries(PALETTE):
        type_(reader, "nginx")
    library.add("material:2", "nginx two")
    library.add("material:3", "nginx three")
    with django_assert_num_queries(PALETTE):
        assert type_(reader, "nginx").context["offered"].count == 3


PALETTE = 9
