"""The search of Wagtail's admin in Japanese: explorer, search page, choosers, images, documents."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from core.enums import Role
from core.models import ArticlePage, PortalDocument, PortalImage
from search.domain.synonyms import add_synonym
from tests.core.media import make_document, make_image
from tests.learning.building import category, curriculum, material
from tests.people import add_page, everyone, home, make_collection, make_department, make_person, make_section

pytestmark = pytest.mark.django_db


def article(title: str, text: str = "", under: Page | None = None) -> ArticlePage:
    body = [("text", text)] if text else []
    page = ArticlePage(title=title, slug=f"a{Page.objects.count()}", body=body)
    return add_page(page, under or home())


def found(words: str) -> list[str]:
    return [page.title for page in Page.objects.autocomplete(words)]


@pytest.mark.parametrize("words", ["勉強", "勉", "勉強会", "の勉強", "強会", "勉強会 社内"])
def test_a_word_inside_a_japanese_sentence_is_found(words: str) -> None:
    article("社内の勉強会のお知らせ")
    article("社内報")
    assert found(words) == ["社内の勉強会のお知らせ"]


@pytest.mark.parametrize("words", ["クラウド", "くらうど", "ｸﾗｳﾄﾞ", "クラ", "ｸﾗｳﾄﾞの使い方", "使い方 くらうど"])
@pytest.mark.parametrize("title", ["クラウドの使い方", "ｸﾗｳﾄﾞの使い方"])
def test_kana_and_half_width_are_the_same(words: str, title: str) -> None:
    article(title)
    assert found(words) == [title]


@pytest.mark.parametrize("words", ["ＤＮＳ", "dns", "DNS", "Ｄｎｓ", "DNSの設定", "設定 dns", "サーバ", "サーバー"])
def test_full_width_letters_mixed_words_and_long_vowels(words: str) -> None:
    article("ＤＮＳサーバーの設定")
    assert found(words) == ["ＤＮＳサーバーの設定"]


def test_every_word_must_be_there_in_any_order_and_a_phrase_as_it_stands() -> None:
    article("Python の勉強会")
    assert found("勉強会 python") == ["Python の勉強会"]
    assert found("Pythonの勉強会") == ["Python の勉強会"]
    assert found("勉強会 ruby") == []
    backend, pages = get_search_backend(), Page.objects.all()
    from wagtail.search.query import Phrase

    assert [page.title for page in backend.search(Phrase("の勉強"), pages)] == ["Python の勉強会"]
    assert [page.title for page in backend.search(Phrase("勉強会 python"), pages)] == []


def test_texts_of_every_kind_of_page_are_looked_into_and_titles_come_first() -> None:
    inside = material("勉強の進め方を読む。", parent=category(curriculum()), title="はじめに")
    article("手引き", "<p>勉強したいとき</p>")
    article("勉強会")
    titles = found("勉強")
    assert titles[0] == "勉強会"
    assert sorted(titles[1:]) == sorted([inside.title, "手引き"])


@pytest.mark.parametrize("words", ["text", "type", "value"])
def test_the_names_of_blocks_are_nobodys_words(words: str) -> None:
    article("手引き", "<p>勉強したいとき</p>")
    assert found(words) == []


def test_a_draft_is_found_by_the_title_it_will_have() -> None:
    page = article("お知らせ")
    page.title = "合宿のお知らせ"
    page.save_revision()
    assert [each.pk for each in Page.objects.autocomplete("合宿")] == [page.pk]


def test_synonyms_count_in_the_admin_too() -> None:
    add_synonym(words=["k8s", "kubernetes", "クバネティス"])
    article("Kubernetes 入門")
    assert found("k8s") == ["Kubernetes 入門"]
    assert found("クバネティス 入門") == ["Kubernetes 入門"]


@pytest.mark.parametrize("words", ["!!!", "%", "_", "\\", "'", '"', "の", " ", "　", "\u202e", "x" * 300, "勉" * 300])
def test_odd_input_finds_nothing_and_breaks_nothing(words: str) -> None:
    article("勉強会")
    assert found(words) == []


@pytest.mark.parametrize("words", ["ねこ", "ﾈｺ", "ネコ", "写真"])
def test_images_and_documents_are_found_by_title_and_tag(words: str) -> None:
    collection = make_collection("Pictures", audience=everyone())
    image, document = make_image(collection), make_document(collection)
    for file in (image, document):
        file.title = "猫とネコ"
        file.save()
        file.tags.add("写真", "写真集")
    backend = get_search_backend()
    assert list(backend.autocomplete(words, PortalImage.objects.all())) == [image]
    assert list(backend.autocomplete(words, PortalDocument.objects.all())) == [document]


def test_counting_paging_and_facets_agree() -> None:
    for number in range(5):
        article(f"勉強会 {number}")
    results = Page.objects.autocomplete("勉強")
    assert (results.count(), len(results[1:3]), len(list(results))) == (5, 2, 5)
    assert sum(results.facet("content_type_id").values()) == 5


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("wagtailadmin_pages:search", ["自分の勉強会"]),
        ("wagtailadmin_choose_page_search", ["自分の勉強会"]),
    ],
)
def test_the_screens_find_it_and_a_departments_editor_finds_their_own_part_alone(
    address: str, expected: list[str]
) -> None:
    network, sales = make_department("network"), make_department("sales")
    own, theirs = make_section(network), make_section(sales)
    article("自分の勉強会", under=own)
    article("営業の勉強会", "<p>秘密の勉強</p>", under=theirs)
    for person, titles in (
        (make_person(role=Role.DEPARTMENT_EDITOR, department=network), expected),
        (make_person(role=Role.EDITOR), ["自分の勉強会", "営業の勉強会"]),
    ):
        client = Client()
        client.force_login(person, backend="core.backends.EmployedBackend")
        html = client.get(reverse(address), {"q": "勉強", "page_type": "wagtailcore.page"}).content.decode()
        assert [title for title in ("自分の勉強会", "営業の勉強会") if title in html] == titles


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_asks_as_often_for_three_pages_as_for_one(rows: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(rows):
        article(f"勉強会 {number}")
    found("勉強")
    with django_assert_num_queries(7):
        assert len(found("勉強")) == rows


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("nginx:1.25", ["The image nginx:1.25"]),
        ("10:30", ["会議は 10:30 から"]),
        ("http://intra", ["See http://intra"]),
        ("会議 live:true", ["会議は 10:30 から"]),
        ("会議 live:false", []),
        ('"', []),
        ("nothing:here", []),
    ],
)
def test_a_colon_is_a_filter_only_where_it_is_one(words: str, titles: list[str]) -> None:
    """Wagtail dropped the word, and listed every page."""
    for title in ("The image nginx:1.25", "会議は 10:30 から", "See http://intra"):
        article(title)
    client = Client()
    client.force_login(make_person(role=Role.EDITOR))
    page = client.get(reverse("wagtailadmin_pages:search"), {"q": words})
    assert [found.title for found in page.context["pages"]] == titles


def test_an_empty_search_and_a_filter_alone_list_all_pages() -> None:
    article("会議")
    client = Client()
    client.force_login(make_person(role=Role.EDITOR))
    for words in ("", "live:true"):
        page = client.get(reverse("wagtailadmin_pages:search"), {"q": words})
        assert "会議" in [found.title for found in page.context["pages"]], words


def test_matching_nothing_finds_nothing() -> None:
    from modelsearch.query import MATCH_NONE

    article("会議")
    assert list(get_search_backend().search(MATCH_NONE, Page.objects.all())) == []
