"""Tags in the index: what carries them, what marks them, and that nobody learns of one by pages they may not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from taggit.models import Tag
from wagtail.models import Locale

from core.domain.page_audience import set_page_audience
from core.enums import Role
from core.models import ArticlePage, OutboxRow, Person
from learning.models import MaterialPage
from search.documents import SearchDocument
from search.domain.queries.finding import find
from search.domain.queries.found import Asked
from search.domain.queries.offering import offer
from search.domain.reading import read_sources
from tests.contracts.roles import ROLES
from tests.learning.building import material
from tests.people import add_page, audience_of, home, make_department, make_person, make_section, place
from tests.search.indexed import Index


def tagged(page: Any, *words: str) -> Any:
    page.tags.add(*words)
    page.save()
    return page


def article(*words: str, under: Any = None, **facts: Any) -> ArticlePage:
    number = ArticlePage.objects.count() + 1
    page = ArticlePage(title=f"Article {number}", slug=f"article-{number}", **facts)
    return tagged(add_page(page, under or home()), *words)


def document(page: Any) -> SearchDocument:
    name = f"{'material' if isinstance(page, MaterialPage) else 'page'}:{page.translation_key}"
    return next(each for each in read_sources([name]).documents[name] if each.key == name)


def marked(change: Callable[[], object]) -> set[str]:
    OutboxRow.objects.all().delete()
    change()
    return set(OutboxRow.objects.values_list("key", flat=True))


def again(person: Person) -> Person:
    """Read anew, as a request does."""
    return Person.objects.get(pk=person.pk)


def tags(text: str, viewer: Person) -> dict[str, int]:
    """What the palette and the search page say of tags, which is the same."""
    with translation.override("en"):
        offered = offer(text, viewer=again(viewer))
        found = find(Asked(text), viewer=again(viewer))
    assert offered.tags == found.tags
    return {tag.name: tag.count for tag in offered.tags}


def under(tag: str, viewer: Person) -> set[str]:
    """Titles that the search page shows for `?tag=…`."""
    rows = find(Asked(filters={"tag": (tag,)}), viewer=again(viewer)).rows
    return {row.shown.title for row in rows}


# What carries them


@pytest.mark.django_db
def test_a_page_carries_its_tags_and_a_chapter_those_of_its_material() -> None:
    head = tagged(material(), "Git", "版管理")
    chapter = material(parent=head)
    own = tagged(material(parent=head), "merge")
    assert document(article("運用")).facets["tag"] == ("運用",)
    assert document(head).tags == document(head).facets["tag"] == ("Git", "版管理")
    assert document(chapter).tags == ("Git", "版管理")
    assert document(own).tags == ("merge",)


@pytest.mark.django_db
def test_steps_have_none_and_neither_has_a_page_without() -> None:
    page = tagged(material(), "Git")
    made = read_sources([f"material:{page.translation_key}"]).documents[f"material:{page.translation_key}"]
    assert [each.kind for each in made if "tag" in each.facets] == ["material"]
    assert "tag" not in document(article()).facets


@pytest.mark.django_db
def test_both_languages_are_found_by_the_tags_of_either_but_of_no_draft() -> None:
    page = article("運用")
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.tags.set(["operations"])
    copy.save()
    assert document(page).tags == ("運用",)
    copy.live = True
    copy.alias_of = None
    copy.save()
    assert document(page).tags == ("operations", "運用")


@pytest.mark.django_db
def test_case_makes_no_other_tag() -> None:
    article("Git")
    article("git", "GIT")
    assert list(Tag.objects.values_list("name", flat=True)) == ["Git"]


@pytest.mark.django_db
def test_a_draft_tags_nothing_until_it_is_published() -> None:
    page = article()
    page.tags.add("soon")
    revision = page.save_revision()
    assert document(page).tags == ()
    revision.publish()
    assert document(page).tags == ("soon",)


# What marks them


@pytest.mark.django_db
def test_tagging_untagging_renaming_and_deleting_are_heard() -> None:
    page, head = article("Git"), tagged(material(), "Git")
    chapter = material(parent=MaterialPage.objects.get(pk=head.pk))
    ours = {f"page:{page.translation_key}", f"material:{head.translation_key}", f"material:{chapter.translation_key}"}
    tag = Tag.objects.get()
    tag.name = "Git and more"
    assert marked(tag.save) == ours
    assert marked(lambda: tagged(ArticlePage.objects.get(pk=page.pk), "new")) >= {f"page:{page.translation_key}"}
    assert marked(page.page_tags.first().delete) == {f"page:{page.translation_key}"}
    assert marked(tag.delete) >= ours - {f"page:{page.translation_key}"}


# Who sees them


@pytest.fixture
def company(db: None) -> dict[str, Any]:
    """One tag on an open page and on one of a department's, another on the department's page alone."""
    department = make_department("noc")
    section = make_section(department)
    opened = article("Router")
    shut = article("Router", "Routes of the merger", under=section)
    owner = make_person(role=Role.ADMINISTRATOR)
    inside = audience_of(department)
    set_page_audience(section, audience=inside, actor=owner)
    roles = {
        role: make_person(role=given, department=department if given is Role.DEPARTMENT_EDITOR else None)
        for role, given in {"employee": None, **{str(each): each for each in Role}}.items()
    }
    manager = make_person()
    member = make_person(manager=manager)
    place(member, department)
    roles |= {"manager": manager, "member": member}
    return {"roles": roles, "open": opened, "shut": shut, "inside": inside}


INSIDE = {"member", "editor", "administrator", "department_editor"}


def test_every_role_is_shown_the_tags_of_the_pages_that_it_may_see(company: dict[str, Any], index: Index) -> None:
    roles = company["roles"]
    assert set(roles) >= set(ROLES) - {"anonymous", "left"}
    for role, person in roles.items():
        expected = {"Router": 2, "Routes of the merger": 1} if role in INSIDE else {"Router": 1}
        assert (role, tags("rout", person)) == (role, expected)
        assert (role, len(under("Router", person))) == (role, expected["Router"])
        assert (role, len(under("Routes of the merger", person))) == (role, 1 if role in INSIDE else 0)


def test_who_left_is_shown_none(company: dict[str, Any], index: Index) -> None:
    person = company["roles"]["employee"]
    person.is_active = False
    person.save()
    assert tags("rout", person) == {}


def test_what_was_shut_or_taken_offline_a_moment_ago_is_in_no_count(company: dict[str, Any], index: Index) -> None:
    """The worker has done nothing of it yet."""
    employee, member = company["roles"]["employee"], company["roles"]["member"]
    owner = company["roles"]["administrator"]
    set_page_audience(company["open"], audience=company["inside"], actor=owner)
    assert tags("rout", employee) == {}
    company["shut"].unpublish()
    assert index.waiting() != []
    assert tags("rout", member) == {"Router": 1}
    assert under("Router", employee) == set()


def test_a_tag_that_was_renamed_is_found_by_its_new_name(company: dict[str, Any], index: Index) -> None:
    tag = Tag.objects.get(name="Router")
    tag.name = "経路制御"
    tag.save()
    index.apply()
    assert tags("経路", company["roles"]["employee"]) == {"経路制御": 1}
    assert "Router" not in tags("rout", company["roles"]["member"])


def test_an_untagged_page_leaves_its_tag(company: dict[str, Any], index: Index) -> None:
    company["open"].page_tags.all().delete()
    index.apply()
    assert tags("router", company["roles"]["employee"]) == {}


@pytest.mark.parametrize("text", ["router", "ROUTER", "Ｒｏｕｔｅｒ", "rou", "router setup"])
def test_a_tag_is_meant_by_its_beginning_or_by_one_whole_word(company: dict[str, Any], index: Index, text: str) -> None:
    assert tags(text, company["roles"]["employee"]) == {"Router": 1}


def test_the_address_of_a_tag_leads_to_what_has_it_and_tells_nothing_of_others(
    company: dict[str, Any], index: Index
) -> None:
    client = Client()
    client.force_login(company["roles"]["employee"], backend="core.backends.EmployedBackend")
    page = client.get("/en/search/", {"tag": "Router"}).content.decode()
    assert company["open"].title in page
    assert company["shut"].title not in page
    hidden = client.get("/en/search/", {"tag": "Routes of the merger"}).content.decode()
    absent = client.get("/en/search/", {"tag": "Routes of the absence"}).content.decode()
    assert hidden.count("merger") == absent.count("absence")
