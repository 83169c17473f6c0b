"""The search page: what is found, what narrows it, and every state besides."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.test import Client

from core.enums import Role
from search import registry
from search.documents import Words
from tests.people import make_person
from tests.search.library import Away, Library, answering

ERROR = "\n".join(
    [
        "$ kubectl apply -f /home/ada/pod.yaml",
        "error: unable to recognize pod.yaml: connection to the server 10.1.2.3:6443 was refused",
        "did you specify the right host or port?",
    ]
)

ALL_OF_IT = "error: unable to recognize. connection to the server was refused. specify the right host or port"


def search(client: Client, **asked: object):
    return client.get("/en/search/", asked)


def text_of(response: object) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_results_stand_by_kind_with_counts(library: Library, reader: Client) -> None:
    library.add("person:1", "nginx master")
    library.add("step:1", "Start nginx", part_of="Web servers")
    library.add("step:2", "Stop nginx", part_of="Web servers")
    found = search(reader, q="nginx").context["found"]
    assert {group.kind.name: (group.count, len(group.rows)) for group in found.groups} == {
        "person": (1, 1),
        "step": (2, 2),
    }
    assert found.total == 3
    assert "Web servers" in text_of(search(reader, q="nginx"))


def test_what_a_step_is_part_of_is_marked_and_not_said_twice(library: Library, reader: Client) -> None:
    library.add("step:1", "Check", "Does it run?\nWeb servers with nginx", part_of="Web servers with nginx")
    page = search(reader, q="nginx check").content.decode()
    assert '<span class="hit__part">Web servers with <mark>nginx</mark></span>' in page
    assert '<p class="hit__snippet" lang="ja">Does it run?</p>' in page
    assert page.count("Web servers with") == 1


def test_what_matched_is_marked_and_everything_else_escaped(library: Library, reader: Client) -> None:
    library.add("material:1", "<b>nginx</b> & more", "the <script>alert(1)</script> nginx text")
    page = search(reader, q="nginx").content.decode()
    assert "&lt;b&gt;<mark>nginx</mark>&lt;/b&gt; &amp; more" in page
    assert "<script>alert" not in page


def test_a_kind_that_is_chosen_leaves_the_counts_of_the_others(library: Library, reader: Client) -> None:
    library.add("person:1", "nginx")
    library.add("material:1", "nginx")
    response = search(reader, q="nginx", kind="person")
    assert [row.hit.key for row in response.context["found"].rows] == ["person:1"]
    assert [(str(tab.title), tab.count, tab.current) for tab in response.context["tabs"]] == [
        ("Everything", 2, False),
        ("People", 1, True),
        ("Materials", 1, False),
    ]


def test_filters_stand_in_the_address_and_can_be_taken_off(library: Library, reader: Client) -> None:
    library.add("material:1", "nginx", facets={"tag": ("web",)})
    library.add("material:2", "nginx", facets={"tag": ("ops",)})
    response = search(reader, q="nginx", tag="web")
    assert [row.hit.key for row in response.context["found"].rows] == ["material:1"]
    assert [(chip.title, chip.url) for chip in response.context["chips"]] == [("Web", "?q=nginx")]
    (box,) = response.context["boxes"]
    assert [(value.title, value.count, value.current, value.url) for value in box.values] == [
        ("Ops", 1, False, "?q=nginx&tag=web&tag=ops"),
        ("Web", 1, True, "?q=nginx"),
    ]


def test_values_on_a_scale_stand_in_its_order_and_others_by_their_counts(library: Library, reader: Client) -> None:
    for number, tag in enumerate(("web", "web", "ops", "dev")):
        library.add(f"material:{number}", "nginx", facets={"tag": (tag,)})

    def shown() -> list[str]:
        (box,) = search(reader, q="nginx").context["boxes"]
        return [value.title for value in box.values]

    assert shown() == ["Web", "Dev", "Ops"]
    registry._facets["tag"] = replace(registry._facets["tag"], scale=("ops", "dev", "web"))
    assert shown() == ["Ops", "Dev", "Web"]


def test_several_values_of_a_facet_are_an_or(library: Library, reader: Client) -> None:
    for tag in ("web", "ops", "dev"):
        library.add(f"material:{tag}", "nginx", facets={"tag": (tag,)})
    found = reader.get("/en/search/?q=nginx&tag=web&tag=ops").context["found"]
    assert {row.hit.key for row in found.rows} == {"material:web", "material:ops"}


def test_the_newest_first_stand_in_one_list(library: Library, reader: Client) -> None:
    library.add("person:1", "nginx")
    library.add("material:1", "nginx")
    found = search(reader, q="nginx", order="new").context["found"]
    assert found.groups == ()
    assert len(found.rows) == 2


def test_what_is_gone_since_it_was_indexed_is_neither_shown_nor_counted(library: Library, reader: Client) -> None:
    library.add("material:1", "nginx")
    library.add("material:2", "nginx secret", gone=True)
    response = search(reader, q="nginx")
    found = response.context["found"]
    assert (found.total, dict(found.kinds), [row.hit.key for row in found.rows]) == (1, {"material": 1}, ["material:1"])
    assert "secret" not in text_of(response)


def test_one_person_is_not_lost_behind_many_steps(library: Library, reader: Client) -> None:
    for number in range(24):
        library.add(f"step:{number}", "nginx nginx", "nginx " * 5)
    library.add("person:1", "somebody", "nginx and " + "many other words " * 50)
    found = search(reader, q="nginx").context["found"]
    assert [(group.kind.name, len(group.rows)) for group in found.groups] == [("step", 20), ("person", 1)]
    assert found.total == 25


def test_pages_go_on_and_beyond_the_last_one_is_a_word(library: Library, reader: Client) -> None:
    for number in range(21):
        library.add(f"step:{number}", "nginx")
    assert len(search(reader, q="nginx", page=2).context["found"].rows) == 1
    for page in ("999999", "3"):
        response = search(reader, q="nginx", page=page)
        assert response.status_code == 200
        assert "There is no page so far on" in text_of(response)
    for page in ("-1", "0", "abc", "²", "", "1" * 40):
        assert len(search(reader, q="nginx", page=page).context["found"].rows) >= 20


def test_nothing_found_keeps_the_words_and_says_who_may_know(library: Library, reader: Client) -> None:
    make_person(role=Role.EDITOR, given_romaji="Eddie")
    response = search(reader, q="zzzz")
    assert "Nothing found for “zzzz”" in text_of(response)
    assert "Eddie Sato" in text_of(response)
    assert ">\nzzzz</textarea>" in response.content.decode()


def test_nothing_under_a_filter_offers_the_count_without_it(library: Library, reader: Client) -> None:
    library.add("material:1", "nginx", facets={"tag": ("web",)})
    response = search(reader, q="nginx", tag="nobody-has-this")
    assert response.context["found"].without_filters == 1
    assert "Show 1 result without filters" in text_of(response)
    assert response.context["bare_url"] == "?q=nginx"


def test_where_nothing_has_a_phrase_its_words_are_offered_without_the_quotes(library: Library, reader: Client) -> None:
    library.add("material:1", "get the pods")
    for phrase in ('"get pods"', "“get pods”"):
        page = search(reader, q=phrase)
        assert page.context["unquoted_url"] == "?q=get+pods"
        assert "Search for these words without the quotes" in text_of(page)
    assert search(reader, q="zzzz").context["unquoted_url"] == ""


def test_a_word_that_is_nearly_right_is_corrected_with_a_link(library: Library, reader: Client) -> None:
    library.add("material:1", "kubernetes", "kubernetes kubernetes")
    response = search(reader, q="kubernetse zzzzzz")
    if response.context["found"].corrected:
        assert response.context["corrected_url"].startswith("?q=kubernetes")


def test_of_the_same_message_in_both_languages_the_answer_of_the_readers_language_comes_first(
    library: Library, reader: Client
) -> None:
    for number, language in enumerate(("en", "ja")):
        said = Words(**{language: "connection to the server was refused"})
        library.add(f"question:{number}", "kubectl fails", body=said, updated_at=None, boost=3.0 - number)
    for language, first in (("en", "question:0"), ("ja", "question:1")):
        found = reader.get(f"/{language}/search/", {"q": ERROR}).context["found"]
        assert found.groups[0].rows[0].hit.key == first


def test_an_error_message_shows_its_lines_and_the_answer_that_helped(library: Library, reader: Client) -> None:
    library.add("material:1", "Pods", "connection to the server was refused")
    library.add("question:1", "kubectl apply fails", "unable to recognize: connection to the server was refused")
    library.unfolded["question:1"] = "<p>Start the cluster first.</p>"
    response = search(reader, q=ERROR)
    assert response.context["found"].groups[0].kind.name == "question"
    page = text_of(response)
    assert "Searched as an error message" in page
    assert "Start the cluster first." in page
    folded = '<details class="search-lines disclosure">'
    assert folded in response.content.decode()
    library.unfolded.clear()
    assert folded not in search(reader, q=ERROR).content.decode()
    assert "10.1.2.3" not in " ".join(response.context["found"].parsed.lines)


def test_a_question_with_one_line_in_common_does_not_come_before_the_step_with_all(
    library: Library, reader: Client
) -> None:
    library.add("step:1", "Clusters", ALL_OF_IT)
    library.add("question:1", "No output", "did you specify something else? this port is another thing " * 20)
    groups = search(reader, q=ERROR).context["found"].groups
    assert [group.kind.name for group in groups] == ["step", "question"]


def test_of_a_kind_what_has_little_of_an_error_message_is_left_out(library: Library, reader: Client) -> None:
    library.add("question:1", "Clusters", ALL_OF_IT)
    library.add("question:2", "No output", "did you specify something else? this port is another thing " * 20)
    (group,) = search(reader, q=ERROR).context["found"].groups
    assert [row.hit.key for row in group.rows] == ["question:1"]


def test_an_error_message_that_nobody_saw_says_how_to_ask(library: Library, reader: Client) -> None:
    assert "Ask those who got past" in text_of(search(reader, q=ERROR))


def test_a_paste_becomes_an_address_of_the_lines_that_tell(library: Library, reader: Client) -> None:
    response = reader.post("/en/search/", {"q": ERROR, "kind": "question", "page": "3"})
    assert response.status_code == 302
    assert response.url.startswith("/en/search/?q=")
    assert response.url.endswith("&kind=question")
    assert "10.1.2.3" not in response.url
    assert "ada" not in response.url
    assert reader.get(response.url).context["found"].parsed.is_error


@pytest.mark.parametrize("text", ["あ" * 10_000, "x" * 10_000, "エラー: 失敗しました 勉強 会議\n" * 700, "\n" * 9_000])
def test_a_paste_of_any_length_fits_an_address(library: Library, reader: Client, text: str) -> None:
    response = reader.post("/en/search/", {"q": text})
    assert len(response.url) < 4_200
    assert reader.get(response.url).status_code == 200


@pytest.mark.parametrize(
    "text",
    ["\0", "a\0b", "%ED%A0%80", '"', '"""', "AND OR NOT (", "title:*", "[* TO *]", "\u202e\u200f", "🍣", "?", "/", "~2",
     "x" * 10_000, "勉" * 10_000, "<script>", "\ud800"],
)  # fmt: skip
def test_any_text_is_answered(library: Library, reader: Client, text: str) -> None:
    library.add("material:1", "nginx")
    query = text.encode("utf-8", "surrogatepass")
    assert search(reader, q=query).status_code == 200
    assert reader.get("/en/search/palette/", {"q": query}, headers={"HX-Request": "true"}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["kind=nonsense", "order=worst", "tag=", "nonsense=1", "kind=step&kind=step&kind=person", "tag=%00",
     "&".join(f"tag={number}" for number in range(200)), "limit=-1&offset=-5"],
)  # fmt: skip
def test_what_nobody_knows_is_left_out(library: Library, reader: Client, query: str) -> None:
    library.add("step:1", "nginx")
    assert reader.get(f"/en/search/?q=nginx&{query}").status_code == 200


def test_nothing_asked_says_what_can_be(library: Library, reader: Client) -> None:
    assert "One box for everything that you may see" in text_of(search(reader))


def test_filters_alone_list(library: Library, reader: Client) -> None:
    library.add("person:1", "one")
    library.add("material:1", "two")
    assert [row.hit.key for row in search(reader, kind="person").context["found"].rows] == ["person:1"]


def test_an_engine_that_is_away_is_said_and_one_that_stands_in_too(library: Library, reader: Client) -> None:
    library.add("material:1", "nginx")
    with answering(Away()):
        response = search(reader, q="nginx")
        assert response.status_code == 200
        assert "Search is not available" in text_of(response)
    with answering(Away(), library.engine):
        response = search(reader, q="nginx")
        assert "Search is reduced at the moment" in text_of(response)
        assert len(response.context["found"].rows) == 1


@pytest.mark.parametrize("text", ["マイプロフィール", "my profile", "じぶん"])
def test_who_types_what_to_do_without_the_palette_is_led_there(library: Library, reader: Client, text: str) -> None:
    assert 'class="search-doing__link" href="/en/me/"' in search(reader, q=text).content.decode()


def test_a_word_that_is_found_leads_only_where_it_is_the_name_of_a_place(library: Library, reader: Client) -> None:
    library.add("material:1", "Photo and settings")
    assert [str(each.title) for each in search(reader, q="settings").context["doing"]] == ["Settings"]
    assert search(reader, q="photo").context["doing"] == []
    assert search(reader, q="settings", kind="material").context["doing"] == []
    assert search(reader, q=ERROR).context["doing"] == []


def test_the_page_costs_the_same_at_one_and_three(library: Library, reader: Client, django_assert_num_queries) -> None:
    library.add("material:1", "nginx")
    search(reader, q="nginx")
    with django_assert_num_queries(PAGE):
        search(reader, q="nginx")
    library.add("material:2", "nginx")
    library.add("material:3", "nginx")
    with django_assert_num_queries(PAGE):
        assert search(reader, q="nginx").context["found"].total == 3


PAGE = 11
