"""Answers: what folds under the step, what helped, what solved it."""

from __future__ import annotations

import uuid

import pytest
from django.utils import translation

from core.domain.queries.addresses import address_of
from core.models import Notice
from learning.domain.answers import mark_helped
from learning.domain.progress import mark_done
from learning.models import Helped, StuckAnswer, StuckReport
from tests.learning.building import TEXT, material, person, step_id, translated
from tests.learning.views.stuck import answered, as_, asked, at, text_of

pytestmark = pytest.mark.django_db
LIST = 9


def test_an_answer_folds_under_the_step_for_whoever_comes_next_without_names(asker, page, author) -> None:
    answered(asked(asker, page), author, "Start the **service**.")
    response = as_(person()).get(address_of(page, language="en"))
    html = response.content.decode()
    assert "<strong>service</strong>" in html
    assert "docker.sock" in html
    assert "1 stopped here, 0 got through" in text_of(response)
    assert "Kobayashi" not in html
    assert f'id="fold-{step_id(page, 1)}"' in html
    assert f'id="fold-{step_id(page, 2)}"' not in html


def test_what_helped_most_stands_first_and_then_the_newest(asker, page, author) -> None:
    report = asked(asker, page)
    first, second, third = (answered(report, author, body) for body in ("one", "two", "three"))
    for someone in (person(), person()):
        as_(someone).post(at("answer_helped", pk=first.pk), {"helped": "1"})
    response = as_(person()).get(address_of(page, language="en"))
    places = [response.content.decode().index(f'id="helped-{each.pk}"') for each in (first, third, second)]
    assert places == sorted(places)


def test_an_answer_helps_a_reader_once_and_that_can_be_taken_back(asker, page, author) -> None:
    given, reader = answered(asked(asker, page), author), as_(person())
    for _ in range(2):
        response = reader.post(at("answer_helped", pk=given.pk), {"helped": "1"})
    assert response.url == f"{address_of(page, language='en')}#{step_id(page, 1)}"
    assert Helped.objects.count() == 1
    fragment = reader.post(at("answer_helped", pk=given.pk), {"undo": "1"}, headers={"HX-Request": "true"})
    assert Helped.objects.count() == 0
    assert 'aria-pressed="false"' in fragment.content.decode()


def test_ones_own_answer_does_not_help_oneself(asker, page, author) -> None:
    given = answered(asked(asker, page), author)
    as_(author).post(at("answer_helped", pk=given.pk), {"helped": "1"})
    assert Helped.objects.count() == 0


def test_the_asker_says_what_solved_it_and_is_told_of_answers(asker, page, author) -> None:
    report = asked(asker, page)
    response = as_(author).post(at("question", pk=report.pk), {"body": "Start it.", "token": str(uuid.uuid4())})
    assert response.status_code == 302
    assert told(asker) == ["learning.question_answered"]
    given = StuckAnswer.objects.get()
    as_(asker).post(at("solve_question", pk=report.pk), {"by": given.pk})
    report.refresh_from_db()
    assert (report.solved_by, report.solved_at is not None) == (given, True)
    assert [kind for kind in told(author) if kind != "learning.reader_stuck"] == ["learning.answer_helped"]
    as_(asker).post(at("solve_question", pk=report.pk), {"undo": "1"})
    report.refresh_from_db()
    assert (report.solved_by, report.solved_at) == (None, None)


def test_who_answered_and_who_asked_hear_once_that_it_helped_others(asker, page, author) -> None:
    given = answered(asked(asker, page), author)
    for someone in (asker, person(), person(), author):
        as_(someone).post(at("answer_helped", pk=given.pk), {"helped": "1"})
    assert sorted(told(author)) == ["learning.answer_helped", "learning.reader_stuck"]
    assert sorted(told(asker)) == ["learning.own_question_helped", "learning.question_answered"]


def test_who_answers_oneself_is_told_nothing(asker, page) -> None:
    given = answered(asked(asker, page), asker)
    mark_helped(given, person=asker)
    assert told(asker) == []


def told(someone) -> list[str]:
    return list(Notice.objects.filter(person=someone).values_list("kind", flat=True))


def test_getting_through_solves_ones_own_question(asker, page) -> None:
    report = asked(asker, page)
    mark_done(asker, page=page, step_id=step_id(page, 1))
    report.refresh_from_db()
    assert report.solved_at is not None


def test_the_same_answer_sent_twice_is_one(asker, page, author) -> None:
    report, token = asked(asker, page), str(uuid.uuid4())
    for _ in range(2):
        as_(author).post(at("question", pk=report.pk), {"body": "Start it.", "token": token})
    assert StuckAnswer.objects.count() == 1


def test_answers_to_what_is_being_typed_stand_first(asker, page, author) -> None:
    port = asked(asker, page, seen="Bind for 0.0.0.0:8080 failed: port is already allocated")
    daemon = asked(asker, page)
    answered(port, author, "Stop what uses the port.")
    answered(daemon, author, "Start the daemon.")
    step = step_id(page, 1)
    typed = {f"{step}-seen": "Error: Bind for 0.0.0.0:3000 failed: port is already allocated."}
    html = as_(person()).post(at("similar_answers", key=page.translation_key, step_id=step), typed).content.decode()
    assert html.index("Stop what uses the port.") < html.index("Start the daemon.")


def test_my_list_of_questions_costs_the_same_at_one_and_three(asker, page, author, django_assert_num_queries) -> None:
    asked(asker, page)
    client = as_(author)
    client.get(at("questions"))
    with django_assert_num_queries(LIST):
        client.get(at("questions"))
    asked(asker, page)
    asked(asker, material(authors=(author,)))
    with django_assert_num_queries(LIST):
        response = client.get(at("questions"))
    assert len(response.context["lists"].to_answer) == 3


def test_what_i_set_aside_or_answered_leaves_my_list(asker, page, author) -> None:
    one, two = asked(asker, page), asked(asker, page)
    client = as_(author)
    client.post(at("set_question_aside", pk=one.pk))
    answered(two, author)
    assert client.get(at("questions")).context["lists"].to_answer == []


def test_a_question_stands_once_with_all_its_answers(asker, page, author) -> None:
    report = asked(asker, page)
    for body in ("Start it.", "Or restart it."):
        answered(report, author, body)
    html = as_(person()).get(address_of(page, language="en")).content.decode()
    assert html.count('class="report__summary"') == 1
    assert html.count('class="answer"') == 2


def test_questions_in_the_readers_language_stand_first_and_the_others_say_theirs(asker, page, author) -> None:
    report_of = {}
    for language in ("ja", "en", "ja"):
        with translation.override(language):
            report_of[language] = asked(asker, page, seen=f"asked in {language}")
            answered(report_of[language], author)
    for language, badge in (("en", "in Japanese"), ("ja", "英語")):
        html = as_(person()).get(address_of(page, language=language)).content.decode()
        other = {"en": "ja", "ja": "en"}[language]
        assert html.index(f"asked in {language}") < html.index(f"asked in {other}")
        assert html.count(f">{badge}<") == {"en": 2, "ja": 1}[language]


def test_a_question_names_its_step_in_the_readers_language(asker, page, author) -> None:
    report = asked(asker, page)
    translated(page, TEXT.replace("## Install it", "## Put it in place"))
    assert "Put it in place" in text_of(as_(asker).get(at("question", pk=report.pk)))
    StuckReport.objects.filter(pk=report.pk).update(step_id="gone")
    assert "Install it" in text_of(as_(asker).get(at("question", pk=report.pk)))
