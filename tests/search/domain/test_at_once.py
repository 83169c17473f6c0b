"""What must hold with the very next search, before anything is indexed again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from core.domain.page_audience import set_page_audience
from core.domain.queries.pages import forbidden_paths
from core.enums import Role
from core.models import ArticlePage, Person, RoleGrant
from learning.domain.answers import hide_answer
from learning.models import StuckAnswer, StuckReport
from search.domain.queries import sight
from search.domain.queries.finding import find
from search.domain.queries.found import Asked
from search.domain.queries.names import people_called
from search.domain.queries.offering import offer
from search.domain.queries.sight import sight_for
from search.domain.queries.similar import saw_the_same
from search.interfaces.screen import page_of
from search.models import Trouble
from search.query import Results
from tests.learning.building import category, curriculum, edit, material
from tests.people import add_page, audience_of, home, make_department, make_person, place
from tests.search.indexed import Index


@pytest.fixture
def viewer(db: None) -> Person:
    return make_person()


@pytest.fixture
def page(db: None) -> ArticlePage:
    return add_page(ArticlePage(title="予算の話", slug="budget"), home())


@pytest.fixture
def whole(db: None) -> Any:
    return material("## 予算を読む\n\n予算の表を開きます。\n\n## 予算を書く\n\n数を書きます。\n", title="予算の手引き")


def counts(results: Results) -> tuple[int, dict[str, int], int]:
    facets = results.facets.get("language", {})
    return results.total, dict(results.kinds), sum(facets.values())


def search(index: Index, viewer: Person) -> tuple[int, dict[str, int], int]:
    return counts(index.ask("予算", viewer, facets=("language",)))


NONE = (0, {}, 0)


def test_a_page_unpublished_a_moment_ago_is_in_no_count(page: ArticlePage, viewer: Person, index: Index) -> None:
    assert search(index, viewer) == (1, {"page": 1}, 1)
    page.unpublish()
    assert index.waiting() == [f"page:{page.translation_key}"]
    assert search(index, viewer) == NONE
    index.apply()
    assert search(index, viewer) == NONE


def test_nor_is_one_that_was_deleted(page: ArticlePage, viewer: Person, index: Index) -> None:
    page.delete()
    assert search(index, viewer) == NONE


def test_nor_are_the_steps_of_a_material(whole: Any, viewer: Person, index: Index) -> None:
    assert search(index, viewer)[1] == {"material": 1, "step": 2}
    whole.unpublish()
    assert search(index, viewer) == NONE


def test_a_page_moved_under_one_that_is_shut_is_gone_at_once(whole: Any, viewer: Person, index: Index) -> None:
    shut = category(curriculum())
    set_page_audience(shut, audience=audience_of(make_department("finance")), actor=viewer)
    assert search(index, viewer)[0] == 3
    type(whole).objects.get(pk=whole.pk).move(shut, pos="last-child")
    viewer = Person.objects.get(pk=viewer.pk)
    assert search(index, viewer) == NONE
    index.apply()
    assert search(index, viewer) == NONE


def test_an_audience_that_is_narrowed_holds_without_indexing(whole: Any, viewer: Person, index: Index) -> None:
    set_page_audience(whole, audience=audience_of(make_department("finance")), actor=viewer)
    assert search(index, Person.objects.get(pk=viewer.pk)) == NONE


def test_what_waits_and_may_still_be_seen_stays_in_the_counts(whole: Any, viewer: Person, index: Index) -> None:
    whole.save()
    assert index.waiting() == [f"material:{whole.translation_key}"]
    assert search(index, viewer)[0] == 3


@pytest.fixture
def asked(whole: Any) -> StuckReport:
    """A question with two answers."""
    facts = {"translation_key": whole.translation_key, "step_id": whole.steps[0]["id"], "language": "ja"}
    report = StuckReport.objects.create(person=make_person(), seen="error: proxy refused the connection", **facts)
    for body in ("Restart it.", "The password of the gateway is swordfish."):
        StuckAnswer.objects.create(report=report, author=make_person(), body=body)
    return report


@pytest.mark.parametrize("typed", ["swordfish", "swordfsih", "gateway", "proxy swordfish", '"password of the gateway"'])
def test_a_question_is_not_found_by_an_answer_that_was_hidden_a_moment_ago(
    asked: StuckReport, viewer: Person, index: Index, typed: str
) -> None:
    assert find(Asked(typed), viewer=viewer, or_some_words=False).total == 1
    hide_answer(asked.answers.get(body__contains="swordfish"), actor=make_person(role=Role.EDITOR), hidden=True)
    found = find(Asked(typed), viewer=viewer, or_some_words=False)
    assert (found.total, found.rows, found.corrected, dict(found.facets)) == (0, (), "", {})
    assert offer(typed, viewer=viewer).groups == ()


def test_nor_is_that_answer_quoted(asked: StuckReport, viewer: Person, index: Index) -> None:
    text = "error: proxy refused the connection"
    hide_answer(asked.answers.get(body__contains="swordfish"), actor=make_person(role=Role.EDITOR), hidden=True)
    rows = [*find(Asked("proxy"), viewer=viewer).rows, *saw_the_same(text, kinds=["question"], viewer=viewer)]
    assert [row.hit.key for row in rows] == [f"question:{asked.pk}"] * 2
    assert "swordfish" not in str(rows)


def test_a_step_is_found_by_what_it_says_now(whole: Any, viewer: Person, index: Index) -> None:
    edit(whole, "## 予算を読む\n\n紙を開きます。\n\n## 予算を書く\n\n数を書きます。\n")
    assert find(Asked("表"), viewer=viewer).rows == ()
    assert len(find(Asked("数を書き"), viewer=viewer).rows) == 2
    index.apply()
    assert len(find(Asked("紙"), viewer=viewer).rows) == 2


def test_what_could_not_be_indexed_and_is_gone_is_hidden_too(page: ArticlePage, viewer: Person, index: Index) -> None:
    name = f"page:{page.translation_key}"
    type(page).objects.filter(pk=page.pk).update(live=False)
    Trouble.objects.create(engine=index.name, source=name, error="ValueError", retry_at="2090-01-01T00:00Z")
    assert search(index, viewer) == NONE


@pytest.mark.parametrize("typed", ["旧姓", "kyusei", "kyus", "きゅう"])
def test_nobody_is_called_any_more_as_they_were_a_moment_ago(viewer: Person, index: Index, typed: str) -> None:
    colleague = make_person(family_name="旧姓", family_kana="きゅうせい", family_romaji="Kyusei", given_name="鞠")
    index.apply()
    assert people_called(typed, viewer=viewer).ids == (str(colleague.public_id),)
    colleague.family_name, colleague.family_kana, colleague.family_romaji = "新田", "にった", "Nitta"
    colleague.save()
    assert people_called(typed, viewer=viewer).ids == ()
    assert people_called("鞠", viewer=viewer).ids == (str(colleague.public_id),)


@pytest.fixture
def crowd(whole: Any, page: ArticlePage, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """More waits than is looked at: what was taken offline is not among the newest."""
    monkeypatch.setattr(sight, "MOST", 1)
    page.unpublish()
    for _ in range(3):
        whole.save()


def test_where_more_waits_than_is_looked_at_nothing_is_counted(
    crowd: None, viewer: Person, index: Index, whole: Any
) -> None:
    assert search(index, viewer)[1] == {"page": 1, "material": 1, "step": 2}  # what the engine would tell
    found = find(Asked("予算"), viewer=viewer)
    assert {row.hit.kind for row in found.rows} == {"material", "step"}
    assert (found.total, dict(found.kinds), dict(found.facets)) == (3, {"material": 1, "step": 2}, {})
    assert (found.is_counted, found.corrected, found.tags) == (False, "", ())
    assert find(Asked("予算", kinds=("page",)), viewer=viewer).total == 0
    assert find(Asked("予算", kinds=("page",), filters={"language": ("en",)}), viewer=viewer).without_filters == 0


@pytest.mark.parametrize("seen", [19, 20, 21])
def test_it_leads_on_as_long_as_there_is_something_to_see(
    whole: Any, page: ArticlePage, viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch, seen: int
) -> None:
    steps = seen - 4  # beside the material, and the other with its two
    material("# M\n\n" + "".join(f"## Step {number}\n\n予算 {number}\n\n" for number in range(steps)))
    index.apply()
    monkeypatch.setattr(sight, "MOST", 1)
    page.unpublish()
    for _ in range(3):
        whole.save()
    pages = [find(Asked("予算", order="new"), viewer=viewer)]
    if pages[0].goes_on:
        pages.append(find(Asked("予算", order="new", page=2), viewer=viewer))
    # What moves up on the first page, for what is gone, may stand on the second as well; nothing is left out.
    assert len({row.hit.key for found in pages for row in found.rows}) == seen
    assert [page_of(found).has_next() for found in pages] == [True] * (len(pages) - 1) + [False]
    assert pages[-1].rows != ()


def test_and_an_older_answer_that_was_hidden_is_still_not_quoted(
    asked: StuckReport, crowd: None, viewer: Person, index: Index, whole: Any
) -> None:
    index.apply()
    hide_answer(asked.answers.get(body__contains="swordfish"), actor=make_person(role=Role.EDITOR), hidden=True)
    for _ in range(3):
        whole.save()
    found = find(Asked("proxy"), viewer=viewer)
    assert [row.hit.key for row in found.rows] == [f"question:{asked.pk}"]
    assert "swordfish" not in str(found.rows)
    assert find(Asked("swordfish"), viewer=viewer, or_some_words=False).rows == ()


def test_the_page_says_so_and_counts_come_back(crowd: None, viewer: Person, index: Index) -> None:
    client = Client()
    client.force_login(viewer)
    said = "Many changes are just being taken in."
    answer = client.get("/en/search/", {"q": "予算"}).content.decode()
    api = client.get("/api/v1/search", {"q": "予算"}).json()
    assert (said in answer, "予算の話" in answer, "3 results" in answer) == (True, False, False)
    assert (api["is_counted"], api["total"], api["pages"], api["facets"]) == (False, 3, 1, [])
    index.apply()
    answer = client.get("/en/search/", {"q": "予算"}).content.decode()
    assert (said in answer, "3 results" in answer) == (False, True)


def test_the_sight_of_an_employee_is_read_in_a_few_queries(
    viewer: Person, index: Index, django_assert_num_queries: Any
) -> None:
    for waiting in (0, 3):
        for _ in range(waiting):
            make_person()
        sight_for(Person.objects.get(pk=viewer.pk))  # from now on, what decides what they see is remembered
        fresh = Person.objects.get(pk=viewer.pk)
        with django_assert_num_queries(5 if waiting else 4):
            sight_for(fresh)


def test_rights_that_are_remembered_are_those_of_now(viewer: Person, django_assert_num_queries: Any) -> None:
    """Audience, role and account: what decides is written between two searches, by whoever and however."""
    department, page = make_department("shut"), add_page(ArticlePage(title="Shut", slug="shut"), home())
    set_page_audience(page, audience=audience_of(department), actor=make_person(role=Role.EDITOR))
    key = str(page.translation_key)

    def shut_out() -> bool:
        return key in sight_for(Person.objects.get(pk=viewer.pk)).outside

    assert shut_out()
    assert page.path in forbidden_paths(Person.objects.get(pk=viewer.pk))
    place(viewer, department)
    assert not shut_out()
    viewer.assignments.filter(department=department).delete()
    assert shut_out()
    Person.objects.filter(pk=viewer.pk).update(is_superuser=True)
    assert not shut_out()
    Person.objects.filter(pk=viewer.pk).update(is_superuser=False)
    assert shut_out()
    granted = RoleGrant.objects.create(person=viewer, role=Role.EDITOR)
    assert not shut_out()
    granted.delete()
    assert shut_out()
    again = Person.objects.get(pk=viewer.pk)
    sight_for(again)
    with django_assert_num_queries(0):
        assert page.path in forbidden_paths(again)


def test_strangers_and_those_who_left_see_nothing(viewer: Person, index: Index) -> None:
    viewer.is_active = False
    assert sight_for(viewer).tokens == frozenset()
