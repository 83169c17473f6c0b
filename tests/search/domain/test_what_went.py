"""Of words that went, nothing is told before the worker comes by: no number, no facet, no reason, no correction."""

from __future__ import annotations

from typing import Any

import pytest

from core.domain.page_audience import set_page_audience
from core.enums import Role
from core.models import Person
from learning.domain.answers import change_answer, hide_answer
from learning.models import MaterialPage, StuckAnswer, StuckReport
from search.domain.queries import answering
from search.domain.queries.finding import find
from search.domain.queries.found import Asked
from search.domain.queries.offering import offer
from search.domain.queries.sight import sight_for
from search.domain.queries.similar import similar_to
from tests.learning.building import category, curriculum, edit, material, translated
from tests.people import audience_of, make_department, make_person, make_section, place
from tests.search.indexed import Index

pytestmark = pytest.mark.django_db
PEOPLE = ("person",)


@pytest.fixture
def viewer(db: None) -> Person:
    return make_person(given_name="鮎", given_kana="あゆ", given_romaji="Ayu")


@pytest.fixture
def whole(db: None) -> Any:
    return material("## 予算を読む\n\n表を開きます。\n\n## 予算を書く\n\n数を書きます。\n", title="予算の手引き")


@pytest.fixture
def hidden(whole: Any, index: Index) -> StuckReport:
    """A question of whose two answers one was hidden a moment ago."""
    facts = {"translation_key": whole.translation_key, "step_id": whole.steps[0]["id"], "language": "ja"}
    report = StuckReport.objects.create(person=make_person(), seen="error: proxy refused the connection", **facts)
    for body in ("Restart it.", "The password of the gateway is swordfish."):
        StuckAnswer.objects.create(report=report, author=make_person(), body=body)
    index.apply()
    hide(report)
    return report


def hide(report: StuckReport, *, hidden: bool = True) -> None:
    hide_answer(report.answers.get(body__contains="swordfish"), actor=make_person(role=Role.EDITOR), hidden=hidden)


def show_and_hide(report: StuckReport, index: Index) -> None:
    """Once more, after everything else was indexed."""
    hide(report, hidden=False)
    index.apply()
    hide(report)


def test_a_filter_does_not_tell_of_it_by_the_number_without_it(hidden: StuckReport, viewer: Person) -> None:
    found = find(Asked('"gateway is swordfish"', kinds=PEOPLE), viewer=viewer)
    assert (found.total, found.without_filters) == (0, 0)


def test_nor_is_it_among_the_kinds_and_facets_of_what_else_is_found(
    hidden: StuckReport, viewer: Person, index: Index
) -> None:
    fish = material("The swordfish is a fish.", title="魚")
    show_and_hide(hidden, index)

    found = find(Asked("swordfish"), viewer=viewer)

    assert [row.hit.key for row in found.rows] == [f"material:{fish.translation_key}"]
    assert (found.total, dict(found.kinds), found.facets["language"]) == (1, {"material": 1}, {"ja": 1})


def test_what_has_some_of_the_words_is_found_as_if_it_had_never_been_there(
    hidden: StuckReport, viewer: Person, index: Index
) -> None:
    """The question had both words, so nothing else was looked for; then it was left out."""
    material("A gateway for all.", title="門")
    show_and_hide(hidden, index)
    found, offered = find(Asked("swordfish gateway"), viewer=viewer), offer("swordfish gateway", viewer=viewer)
    assert (found.is_partial, found.total > 0) == (True, True)
    assert (offered.is_partial, offered.count > 0) == (True, True)


def test_a_word_that_was_nearly_typed_is_not_spelt_out(hidden: StuckReport, viewer: Person) -> None:
    """The question has enough of the other words: it used to be offered with “spelling: swordfish”."""
    typed = "proxy refused swordfihs"
    found, offered = find(Asked(typed), viewer=viewer), offer(typed, viewer=viewer)
    assert found.corrected == ""
    assert "swordfish" not in str([row.why for row in found.rows]) + str(offered.groups)


def test_nothing_is_compared_with_what_it_says_no_more(hidden: StuckReport, viewer: Person, index: Index) -> None:
    key = f"question:{hidden.pk}"
    material("The proxy refused the connection: restart it.", title="門")
    index.apply()
    assert similar_to(key, viewer=viewer)[0] != []
    change_answer(hidden.answers.get(body="Restart it."), body="Wait.")
    assert similar_to(key, viewer=viewer)[0] == []


def test_a_step_that_was_taken_out_is_in_no_number(whole: Any, viewer: Person, index: Index) -> None:
    edit(whole, "## 予算を読む\n\n紙を開きます。\n")
    assert find(Asked("数を書きます", kinds=PEOPLE), viewer=viewer).without_filters == 0
    assert dict(find(Asked("予算"), viewer=viewer).kinds) == {"material": 1, "step": 1}


def test_one_that_came_back_since_the_sight_was_read_is_not_asked(
    whole: Any, viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for it was not looked at: an hour of changes, each of which it would still show."""
    monkeypatch.setattr(answering, "engine_names", lambda: ["elsewhere", index.name])
    answering.breaker.failed("elsewhere")
    sight = sight_for(viewer)
    assert sight.engines == (index.name,)
    answering.breaker.worked("elsewhere")
    assert find(Asked("予算"), viewer=viewer, sight=sight).total == 3


def test_who_edits_one_language_of_a_page_does_not_find_the_words_of_the_other_in_a_part_that_is_shut(
    viewer: Person, index: Index
) -> None:
    mine, finance = make_department("network"), make_department("finance")
    page = material("公開の文章です。", parent=category(curriculum(make_section(mine))), title="資料")
    twin, closed = translated(page, "The xylophone is secret."), make_section(finance, "en")
    twin.move(curriculum(closed), pos="last-child")
    set_page_audience(closed, audience=audience_of(finance), actor=viewer)
    index.apply()
    editor = make_person(role=Role.DEPARTMENT_EDITOR, department=mine)
    place(editor, mine)
    assert find(Asked("xylophone"), viewer=Person.objects.get(pk=editor.pk)).total == 0
    assert find(Asked("xylophone"), viewer=make_person(role=Role.EDITOR)).total == 1


def test_a_facet_is_counted_by_what_holds_now(index: Index, viewer: Person) -> None:
    """A translation was taken back, a tag taken off: what is still found is counted under neither, nor left out."""
    page, other = material("予算の表です。", title="予算"), material("予算の話です。", title="別の予算")
    twin = translated(page, "A budget of 予算.")
    for each in (page, other):
        each.tags.add("zeppelin")
        each.save()
    index.apply()
    found = find(Asked("予算", kinds=("material",)), viewer=viewer)
    assert (found.facets["language"], found.facets["tag"]) == ({"ja": 2, "en": 1}, {"zeppelin": 2})
    MaterialPage.objects.get(pk=twin.pk).unpublish()
    page.tags.clear()
    page.save()
    found = find(Asked("予算", kinds=("material",)), viewer=viewer)
    assert (found.total, found.facets["language"], found.facets["tag"]) == (2, {"ja": 2}, {"zeppelin": 1})
    found = find(Asked("予算", kinds=("material",), filters={"language": ("ja",)}), viewer=viewer)
    assert (found.total, found.facets["language"], found.facets["tag"]) == (2, {"ja": 2}, {"zeppelin": 1})
    assert find(Asked("予算", filters={"language": ("en",)}), viewer=viewer).total == 0
