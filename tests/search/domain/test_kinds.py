"""What each kind gives to search, and that whatever changes it is heard."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import ArticlePage, OutboxRow, Person
from learning.domain.answers import answer, hide_answer, mark_helped
from learning.domain.progress import remember_place
from learning.domain.stuck import Seen, delete_report, hide_report, report_stuck
from learning.models import MaterialPage
from search.documents import SearchDocument
from search.domain.queries.presenting import shown_to
from search.domain.reading import read_sources
from tests.learning.building import category, curriculum, material, person
from tests.people import add_page, home, make_department, make_person, make_section, place
from tests.search.indexed import Index


def documents(name: str) -> dict[str, SearchDocument]:
    read = read_sources([name])
    assert read.failures == {}
    return {document.key: document for document in read.documents[name]}


def marked(change: Callable[[], object]) -> set[str]:
    """The names that a change puts into the outbox for search."""
    OutboxRow.objects.all().delete()
    change()
    return set(OutboxRow.objects.filter(topic__startswith="search").values_list("key", flat=True))


def material_name(page: MaterialPage) -> str:
    return f"material:{page.translation_key}"


# People


@pytest.mark.django_db
def test_a_person_is_what_their_profile_shows() -> None:
    someone = make_person(given_name="花子", about="ネットワークが好きです")
    place(someone, make_department("network"))
    made = documents(f"person:{someone.public_id}")[f"person:{someone.public_id}"]
    assert (made.title.ja, made.title.en) == ("佐藤 花子", "Hanako Sato")
    assert {"さとう はなこ", "sato hanako", "satou hanako", "satoh hanako", "佐藤花子"} <= set(made.readings)
    assert made.body.ja == "network部 · 一般 · 本社 · 東京\nネットワークが好きです"
    facets = {"department": ("network",), "position": ("member",), "occupation": ("engineer",), "region": ("tokyo",)}
    assert made.facets == facets
    assert made.audience == ("employees",)
    hidden = (someone.employee_number, someone.hire_type, "password")
    assert [secret for secret in hidden if secret in str(made)] == []


@pytest.mark.django_db
def test_someone_is_found_from_their_first_day_to_their_last() -> None:
    today = timezone.localdate()
    someone = make_person(joined_on=today + dt.timedelta(days=3), left_on=today + dt.timedelta(days=9))
    made = documents(f"person:{someone.public_id}")[f"person:{someone.public_id}"]
    assert (made.shown_from, made.shown_until) == (someone.joined_on, someone.left_on)


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"is_active": False}, {"left_on": "2024-01-01"}], ids=["shut", "left"])
def test_who_left_has_no_document(facts: dict[str, Any]) -> None:
    someone = make_person(**facts)
    assert documents(f"person:{someone.public_id}") == {}


@pytest.mark.django_db
def test_everything_that_changes_a_person_is_heard() -> None:
    someone, department = make_person(), make_department("network")
    own = {f"person:{someone.public_id}"}
    assert marked(someone.save) == own
    assert marked(lambda: someone.save(update_fields=["last_login"])) == set()
    assert marked(lambda: place(someone, department)) == own
    department.name_ja = "通信部"
    assert marked(department.save) >= own | {"department:network"}
    assert marked(department.company.save) >= own
    assert marked(someone.region.save) == own
    assert marked(someone.assignments.get().delete) == own


# Materials


@pytest.mark.django_db
def test_a_material_gives_itself_and_each_of_its_steps() -> None:
    writer = person("高橋", family_kana="たかはし")
    section = category(curriculum())
    page = material(parent=section, authors=(writer,), minutes=45, description="コンテナを始める")
    page.refresh_from_db()
    made = documents(material_name(page))
    head = made.pop(material_name(page))
    assert head.body.ja.startswith("コンテナを始める\nInstall it\nStart a container\nClean up\nWords before")
    assert "look at the disk space" in head.body.ja
    assert {"高橋 花", "takahashi hana"} <= set(head.people)
    assert head.facets == {
        "department": (),
        "category": (str(section.translation_key),),
        "language": ("ja",),
        "minutes": ("60",),
    }
    assert head.within[-2:] == (str(section.translation_key), str(page.translation_key))
    assert [(each.title.ja, each.group) for each in made.values()] == [
        ("Install it", head.key),
        ("Start a container", head.key),
        ("Clean up", head.key),
    ]
    step = page.steps[1]
    made_step = made[f"step:{page.translation_key}:{step['id']}"]
    assert made_step.body.ja.startswith("Pull the image of a small web server")
    assert made_step.url.endswith(f"/{page.slug}/#{step['id']}")


@pytest.mark.django_db
def test_commands_in_listings_are_in_the_text() -> None:
    page = material("# T\n\n## Look\n\nTry:\n\n```sh\nkubectl get pods -A\n```\n\n## End\n\n`make all` it.\n")
    texts = [each.body.ja for each in documents(material_name(page)).values() if each.kind == "step"]
    assert texts == [f"Try:\nkubectl get pods -A\n{page.title}", f"make all it.\n{page.title}"]


@pytest.mark.django_db
def test_a_step_is_found_by_its_own_title_with_that_of_its_material(index: Index) -> None:
    viewer = person()
    pages = [
        material(f"# {name}\n\n## 準備\n\n{name}\n\n## 確認\n\n動いたか見ます。\n", title=f"{name} を試す")
        for name in ("nginx", "redis")
    ]
    index.apply()
    found = [key for key in index.find("nginx 確認", viewer) if key.startswith("step:")]
    assert found == [f"step:{pages[0].translation_key}:{pages[0].steps[1]['id']}"]


@pytest.mark.django_db
def test_a_draft_is_not_in_the_documents_and_marks_nothing() -> None:
    page = material()

    def draft() -> None:
        page.markdown = "## 未公開の秘密\n\nまだ\n"
        page.save_revision()

    assert marked(draft) == set()
    assert "未公開" not in str(documents(material_name(page)))


@pytest.mark.django_db
def test_publishing_and_unpublishing_are_heard() -> None:
    page = material()
    assert material_name(page) in marked(lambda: page.save_revision().publish())
    assert material_name(page) in marked(page.unpublish)
    assert documents(material_name(page)) == {}


@pytest.mark.django_db
def test_both_languages_are_one_document() -> None:
    page = material(title="コンテナ")
    twin = page.copy_for_translation(_english(), copy_parents=True)
    twin.title = "Containers in English"
    twin.live = True
    twin.save()
    head = documents(material_name(page))[material_name(page)]
    assert (head.title.ja, head.title.en, head.facets["language"]) == (
        "コンテナ",
        "Containers in English",
        ("ja", "en"),
    )


def _english() -> Any:
    from wagtail.models import Locale

    return Locale.objects.get(language_code="en")


@pytest.mark.django_db
def test_deleting_a_category_is_heard_of_all_that_lay_in_it() -> None:
    section = category()
    pages = [material(parent=section) for _ in range(2)]
    heard = marked(section.specific.delete)
    assert heard >= {f"curriculum:{section.translation_key}", *(material_name(page) for page in pages)}
    assert documents(material_name(pages[0])) == {}


@pytest.mark.django_db
def test_a_new_address_or_place_is_heard_of_all_below() -> None:
    section, other = category(), category()
    page = material(parent=section)
    section = type(section).objects.get(pk=section.pk)
    section.slug = "another-address"
    assert material_name(page) in marked(section.save)
    section = type(section).objects.get(pk=section.pk)
    assert material_name(page) not in marked(section.save)
    assert material_name(page) in marked(lambda: MaterialPage.objects.get(pk=page.pk).move(other, pos="last-child"))


@pytest.mark.django_db
def test_a_new_name_of_an_author_is_heard() -> None:
    writer = person("高橋")
    page = material(authors=(writer,))
    writer.family_name = "伊藤"
    assert marked(writer.save) == {material_name(page), f"person:{writer.public_id}"}


@pytest.mark.django_db
def test_a_first_reader_is_heard_and_one_who_goes_on_is_not() -> None:
    reader, page = person(), material()
    assert marked(lambda: remember_place(reader, page=page)) == {material_name(page)}
    assert marked(lambda: remember_place(reader, page=page, step_id=page.steps[0]["id"])) == set()
    assert documents(material_name(page))[material_name(page)].popularity == 1.0


# Questions


@pytest.fixture
def asked(db: None) -> Any:
    page = material()
    asker = person("質問", family_romaji="Shitsumon")
    step = page.steps[1]["id"]
    seen = Seen(seen="$ docker run web\nError: port is already allocated", tried="restart")
    return report_stuck(asker, page=page, step_id=step, what=seen, token=uuid.uuid4())


def question_name(report: Any) -> str:
    return f"question:{report.pk}"


def test_a_question_is_found_once_it_has_an_answer(asked: Any) -> None:
    assert documents(question_name(asked)) == {}
    helper = person("回答", family_romaji="Kaito")
    given = answer(asked, author=helper, body="Stop the `other` one first.", token=uuid.uuid4())
    made = documents(question_name(asked))[question_name(asked)]
    assert made.title.ja == "Error: port is already allocated"
    assert made.body.ja == f"{asked.seen}\nrestart\nStop the other one first."
    assert made.group == f"material:{asked.translation_key}"
    assert ("質問" in str(made), "Shitsumon" in str(made), "回答" in str(made)) == (False, False, False)
    mark_helped(given, person=person())
    assert documents(question_name(asked))[question_name(asked)].popularity == 1.0


def test_everything_that_happens_to_a_question_is_heard(asked: Any) -> None:
    editor, reader, own = person(), person(), {question_name(asked)}
    given = answer(asked, author=person(), body="So.", token=uuid.uuid4())
    assert marked(lambda: mark_helped(given, person=reader)) == own
    assert marked(lambda: hide_answer(given, actor=editor, hidden=True)) == own
    assert documents(question_name(asked)) == {}
    hide_answer(given, actor=editor, hidden=False)
    assert marked(lambda: hide_report(asked, actor=editor, hidden=True)) == own
    assert documents(question_name(asked)) == {}
    assert marked(lambda: delete_report(asked)) >= own


# Pages and departments


@pytest.mark.django_db
def test_an_article_says_what_its_blocks_say() -> None:
    department = make_department("network")
    body = [("heading", "当番"), ("text", "<p>夜は<b>交代</b>です</p>"), ("code", {"language": "sh", "code": "uptime"})]
    page = add_page(ArticlePage(title="引き継ぎ", slug="handover", body=body), make_section(department))
    made = documents(f"page:{page.translation_key}")[f"page:{page.translation_key}"]
    assert made.title.ja == "引き継ぎ"
    assert [word for word in ("当番", "夜は交代です", "uptime") if word not in made.body.ja.replace(" ", "")] == []
    assert (made.facets["department"], made.url) == (("network",), "/network/handover/")


@pytest.mark.django_db
def test_home_is_no_hit() -> None:
    assert documents(f"page:{home().translation_key}") == {}


@pytest.mark.django_db
def test_a_department_is_found_in_both_languages_and_by_its_code() -> None:
    make_department("noc")
    made = documents("department:noc")["department:noc"]
    assert (made.title.ja, made.title.en, made.readings, made.url) == ("noc部", "Noc", ("noc",), "/departments/noc/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["person:x", "material:", "step:1", "question:９", "question:abc", "page:\0", "department:", ":"]
)
def test_names_that_mean_nothing_have_no_documents(name: str) -> None:
    assert documents(name) == {}


@pytest.mark.django_db
def test_reading_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries: Any) -> None:
    section = category()
    people = [make_person() for _ in range(3)]
    pages = [material(parent=section, authors=(people[0],)) for _ in range(3)]
    articles = [add_page(ArticlePage(title=str(n), slug=f"a{n}"), home()) for n in range(3)]
    names = {
        2: [f"person:{each.public_id}" for each in people],
        7: [material_name(each) for each in pages],
        5: [f"page:{each.translation_key}" for each in articles],
    }
    for queries, group in names.items():
        for some in (group[:1], group):
            with django_assert_num_queries(queries):
                read_sources(some)


@pytest.mark.django_db
def test_people_whose_place_begins_today_are_marked_by_the_daily_tick() -> None:
    from search.kinds.people import mark_changes_of_the_day

    someone = make_person()
    make_person()
    place(someone, make_department("network"), starts_on=timezone.localdate())
    assert marked(mark_changes_of_the_day) == {f"person:{someone.public_id}"}


@pytest.mark.django_db
def test_people_who_come_in_by_the_hundred_are_marked() -> None:
    from core.domain.people import add_people

    draft = make_person()
    newcomer = Person(
        employee_number="N1", email="n1@example.com", family_name="新人", given_name="一", region=draft.region,
        hire_type=draft.hire_type, joined_on="2020-04-01", password="!",
    )  # fmt: skip
    assert marked(lambda: add_people([newcomer], actor=None)) == {f"person:{newcomer.public_id}"}


def test_a_page_above_that_was_taken_offline_is_not_named(db: None) -> None:
    above = add_page(ArticlePage(title="Plan in draft", slug="plan"), home())
    below = add_page(ArticlePage(title="Rules", slug="rules"), above)
    above.unpublish()
    viewer = make_person()
    shown = shown_to([(f"page:{below.translation_key}", "page")], viewer=viewer, language="ja")
    assert [(each.title, each.part_of) for each in shown.values()] == [("Rules", "")]
    client = Client()
    client.force_login(viewer)
    assert "Plan in draft" not in client.get(below.get_url()).content.decode()


def test_nor_is_a_category_a_filter_any_more(db: None) -> None:
    above = category()
    page = material(parent=above)
    name = material_name(page)
    assert documents(name)[name].facets["category"] == (str(above.translation_key),)
    assert name in marked(type(above).objects.get(pk=above.pk).unpublish)
    assert documents(name)[name].facets["category"] == ()
