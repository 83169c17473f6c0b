"""Lists of materials: all, a curriculum's, a category's, mine; and what learning shows on home."""

from __future__ import annotations

import uuid

import pytest

from core.domain.queries.addresses import address_of
from core.models import Audience, PageAudience
from learning.domain.progress import mark_done, mark_stuck
from learning.domain.queries import cards
from learning.models import CurriculumPage, MaterialPage
from search.domain.queries.presenting import shown_to
from tests.learning.building import TEXT, category, curriculum, made_anew, material, person, step_id, translated
from tests.learning.views.stuck import answered, as_, asked, at, text_of
from tests.learning.views.test_mistakes import reported

pytestmark = pytest.mark.django_db


def test_a_curriculum_is_a_table_with_progress_in_each_slot() -> None:
    reader, home = person(), curriculum()
    page = material(parent=category(home), title="Containers")
    home = CurriculumPage.objects.get(pk=home.pk)
    slots = [
        {"title": "Containers", "translation_key": str(page.translation_key)},
        {"title": "Secrets of ours", "translation_key": None},
        {"title": "Gone", "translation_key": str(uuid.uuid4())},
    ]
    home.table = [{"label": "Development", "slots": slots}]
    home.save()
    mark_done(reader, page=page, step_id=step_id(page, 1))
    response = as_(reader).get(address_of(home, language="en"))
    html = response.content.decode()
    assert "slot--begun" in html
    assert "1 / 3" in html
    assert html.count("slot--internal") == 2


def test_progress_in_a_list_counts_the_chapters() -> None:
    reader, place = person(), category()
    head = material("# All\n", parent=place, is_overview=True, title="Ansible")
    one, _two = material(parent=head), material(parent=head)
    mark_done(reader, page=one, step_id=step_id(one, 1))
    rows = as_(reader).get(address_of(place, language="ja")).context["listing"].rows
    assert [(row.page.title, row.progress.done, row.progress.total) for row in rows] == [("Ansible", 1, 6)]


def test_a_chapter_knows_that_it_is_one() -> None:
    head = material()
    chapter = material(parent=head)
    other = material()
    assert (head.is_chapter, chapter.is_chapter) == (False, True)
    chapter.move(other.get_parent(), pos="last-child")
    assert MaterialPage.objects.get(pk=chapter.pk).is_chapter is False


def test_lists_leave_out_what_the_viewer_may_not_see() -> None:
    place = category()
    shut, shown = material(parent=place), material(parent=place)
    PageAudience.objects.create(translation_key=shut.translation_key, audience=Audience.objects.create(name="Nobody"))
    client = as_(person())
    for address in (address_of(place, language="ja"), at("materials")):
        rows = client.get(address).context["listing"].rows
        assert [row.page.pk for row in rows] == [shown.pk]


def test_materials_are_found_by_their_words() -> None:
    found = material(title="コンテナの基本")
    material(title="Gitの使い方")
    rows = as_(person()).get(at("materials"), {"q": "コンテナ"}).context["listing"].rows
    assert [row.page.pk for row in rows] == [found.pk]


def test_a_page_of_another_language_is_marked_as_such() -> None:
    material(title="コンテナの基本")
    assert "Japanese only" in text_of(as_(person()).get(at("materials")))


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999", "²"])
def test_a_strange_page_number_does_no_harm(number) -> None:
    material()
    assert as_(person()).get(at("materials"), {"page": number}).status_code == 200


def test_a_list_costs_the_same_at_one_and_three(django_assert_num_queries) -> None:
    place, client = category(), as_(person())
    material(parent=place)
    client.get(address_of(place, language="ja"))
    with django_assert_num_queries(CATEGORY):
        made_anew(client, address_of(place, language="ja"))
    material(parent=place)
    material(parent=place)
    client.get(address_of(place, language="ja"))
    with django_assert_num_queries(CATEGORY):
        made_anew(client, address_of(place, language="ja"))


def test_the_lasting_address_of_a_material_leads_to_it() -> None:
    page = material()
    assert as_(person()).get(at("material", key=page.translation_key)).url == address_of(page, language="en")


def test_my_learning_shows_what_goes_on_and_what_is_finished() -> None:
    reader, begun, finished = person(), material(), material()
    mark_done(reader, page=begun, step_id=step_id(begun, 1))
    for number in (1, 2, 3):
        mark_done(reader, page=finished, step_id=step_id(finished, number))
    mine = as_(reader).get(at("my_learning")).context["mine"]
    assert [each.row.page.pk for each in mine.going_on] == [begun.pk]
    assert [each.row.page.pk for each in mine.finished] == [finished.pk]
    assert mine.going_on[0].next_title == begun.steps[1]["title"]
    assert mine.going_on[0].url.endswith(f"#{step_id(begun, 2)}")


def test_materials_in_the_readers_language_come_first_on_every_page(monkeypatch) -> None:
    monkeypatch.setattr("learning.domain.queries.catalogue.A_PAGE", 2)
    japanese = [material() for _ in range(3)]
    english = translated(japanese[2], TEXT)
    seen = [
        [row.page.pk for row in as_(person()).get(f"{at('materials')}?page={number}").context["listing"].rows]
        for number in (1, 2)
    ]
    assert seen == [[english.pk, japanese[0].pk], [japanese[1].pk]]


@pytest.mark.parametrize("number", ["1" * 5_000, "²", "-1", "0", "x"])
def test_a_page_that_is_no_number_is_the_first(number: str) -> None:
    answer = as_(person()).get(at("materials"), {"page": number})
    assert (answer.status_code, answer.context["listing"].number) == (200, 1)


def test_whoever_asked_or_reported_finds_the_way_back_to_it() -> None:
    page = as_(person()).get(at("my_learning")).content.decode()
    assert f'href="{at("questions")}"' in page
    assert f'href="{at("mistakes")}"' in page


def test_home_offers_to_continue_and_shows_where_readers_are_stuck() -> None:
    author, reader = person(), person()
    page = material(authors=(author,))
    mark_stuck(reader, page=page, step_id=step_id(page, 1))
    asked(reader, page)
    assert cards.continue_card(reader).context["latest"].row.page.pk == page.pk
    assert cards.readers_card(author).context["materials"][0].open == 1
    assert len(cards.readers_card(author).context["questions"]) == 1
    assert cards.readers_card(reader) is None
    for someone in (author, reader):
        assert as_(someone).get("/en/").status_code == 200


def test_home_shows_reports_that_wait_and_replies_until_they_are_read() -> None:
    author, reader = person(), person()
    page = material(authors=(author,))
    report = reported(reader, page)
    assert cards.mistakes_card(author).context["waiting"] == [report]
    assert cards.mistakes_card(reader) is None
    as_(author).post(at("mistake", pk=report.pk), {"status": "declined", "reply": "It is right."})
    assert cards.mistakes_card(reader).context["replies"] == [report]
    as_(reader).get(at("mistake", pk=report.pk))
    assert cards.mistakes_card(reader) is None


def test_new_materials_are_those_the_person_may_see() -> None:
    page, shut = material(), material()
    for each in (page, shut):
        each.save_revision().publish()
    PageAudience.objects.create(translation_key=shut.translation_key, audience=Audience.objects.create(name="Nobody"))
    assert [row.page.pk for row in cards.new_card(person()).context["rows"]] == [page.pk]


def test_home_costs_the_same_at_one_and_three(django_assert_num_queries) -> None:
    author, reader = person(), person()
    pages = [material(authors=(author, reader)) for _ in range(3)]
    client = as_(reader)

    def use(page) -> None:
        page.save_revision().publish()
        mark_done(reader, page=page, step_id=step_id(page, 1))
        answered(asked(person(), page), person())
        reported(person(), page)

    use(pages[0])
    client.get("/ja/")
    with django_assert_num_queries(HOME):
        made_anew(client, "/ja/")
    use(pages[1])
    use(pages[2])
    client.get("/ja/")
    with django_assert_num_queries(HOME):
        made_anew(client, "/ja/")


CATEGORY = 19
HOME = 30


def test_a_page_above_that_was_taken_offline_is_named_nowhere() -> None:
    above = category()
    page = material(parent=above)
    below = material(parent=page)
    above.title, page.title = "Plan in draft", "Material in draft"
    for each in (above, page):
        each.live = False
        each.save()
    reader = as_(person())
    answer = reader.get(address_of(below)).content.decode()
    assert ("Plan in draft" in answer, "Material in draft" in answer) == (False, False)
    shown = shown_to([(f"material:{below.translation_key}", "material")], viewer=person(), language="ja")
    assert [(each.title, each.part_of) for each in shown.values()] == [(below.title, "")]
