"""Being stuck: asking, and who is asked."""

from __future__ import annotations

import uuid

import pytest
from django.core import mail

from core.domain.mail import deliver
from core.domain.notice_mail import hand_over_due
from core.domain.queries.addresses import address_of
from core.models import Notice
from core.models.mail import Mail
from learning.domain.progress import mark_done
from learning.domain.stuck import mark_solved
from learning.models import Asked, StuckReport
from tests.learning.building import person, step_id
from tests.learning.views.stuck import SECRET, SEEN, as_, ask, asked, at, text_of

pytestmark = pytest.mark.django_db


def test_asking_marks_the_step_stuck_and_leads_back_to_it(asker, page) -> None:
    response = ask(asker, page, tried="restarted")
    report = StuckReport.objects.get()
    assert response.url == f"{address_of(page, language='en')}#{step_id(page, 1)}"
    assert (report.person, report.seen, report.tried, report.language) == (asker, SEEN, "restarted", "en")
    assert asker.step_marks.get().state == "stuck"


def test_the_same_form_sent_twice_is_one_question(asker, page) -> None:
    token = str(uuid.uuid4())
    ask(asker, page, token=token)
    ask(asker, page, token=token)
    assert StuckReport.objects.count() == 1
    assert Asked.objects.count() == 1


def test_an_empty_question_is_not_sent(asker, page) -> None:
    response = ask(asker, page, seen="  \n ")
    assert response.status_code == 200
    assert StuckReport.objects.count() == 0


def test_what_looks_like_a_secret_comes_back_with_what_was_typed(asker, page) -> None:
    response = ask(asker, page, seen=SECRET, tried="nothing yet")
    assert StuckReport.objects.count() == 0
    html = response.content.decode()
    assert "wJalrXUtnFEMIK7MDENGbPxRfiCY" in html
    assert "nothing yet" in html
    assert "line 2" in text_of(response)
    assert "line 3" in text_of(response)
    assert text_of(response).count("looks as if it contained a secret") == 1


def test_send_anyway_sends_what_was_shown_and_nothing_more(asker, page) -> None:
    form = ask(asker, page, seen=SECRET).context["form"]
    more = SECRET + "\npassword: another-one"
    assert ask(asker, page, seen=more, anyway=form.shown_findings).status_code == 200
    assert StuckReport.objects.count() == 0
    ask(asker, page, seen=SECRET, anyway=form.shown_findings)
    assert StuckReport.objects.get().seen == SECRET


def test_authors_and_those_who_got_past_are_told_without_what_was_pasted(asker, page, author) -> None:
    past, elsewhere = person(language="en"), person()
    mark_done(past, page=page, step_id=step_id(page, 1))
    mark_done(elsewhere, page=page, step_id=step_id(page, 2))
    ask(asker, page)
    report = StuckReport.objects.get()
    assert set(Asked.objects.values_list("person_id", "because")) == {(author.pk, "author"), (past.pk, "got_past")}
    # Authors hear of their readers once a day, whoever got past at once.
    told = {(notice.person, notice.kind, notice.delivery, notice.address) for notice in Notice.objects.all()}
    assert told == {
        (author, "learning.reader_stuck", "digest", f"/questions/{report.pk}/"),
        (past, "learning.asked_for_help", "at_once", f"/questions/{report.pk}/"),
    }
    sent_to(past)
    assert [message.to[0].split("<")[1] for message in mail.outbox] == [f"{past.email}>"]
    assert "is stuck at" in mail.outbox[0].subject
    for hidden in ("docker.sock", "Kobayashi"):
        assert hidden not in mail.outbox[0].body


def test_what_was_solved_meanwhile_is_no_mail(asker, page, author) -> None:
    past = person()
    mark_done(past, page=page, step_id=step_id(page, 1))
    mark_solved(asked(asker, page))
    sent_to(past)
    assert mail.outbox == []


def sent_to(reader) -> None:
    """What the worker does with what is due."""
    hand_over_due()
    for waiting in Mail.objects.filter(person=reader):
        deliver(waiting.pk)


def test_nobody_is_asked_twice_too_often_or_in_vain(asker, page, author) -> None:
    busy, gone, outside = person(), person(left_on="2021-01-01"), person()
    for someone in (busy, gone, outside):
        mark_done(someone, page=page, step_id=step_id(page, 1))
    for _ in range(3):
        asked(asker, page)
    assert Asked.objects.filter(person=busy).count() == 2
    assert Asked.objects.filter(person=gone).count() == 0
    assert Asked.objects.filter(person=author).count() == 3


def test_at_most_five_who_got_past_are_asked_those_asked_least_first(asker, page) -> None:
    people = [person() for _ in range(7)]
    for someone in people:
        mark_done(someone, page=page, step_id=step_id(page, 1))
    first, second = asked(asker, page), asked(asker, page)
    of_first = set(first.asked.filter(because="got_past").values_list("person_id", flat=True))
    of_second = set(second.asked.filter(because="got_past").values_list("person_id", flat=True))
    assert len(of_first) == 5
    assert {someone.pk for someone in people} - of_first <= of_second


def test_an_hour_has_only_so_many_questions(asker, page) -> None:
    for _ in range(12):
        asked(asker, page)
    response = ask(asker, page)
    assert "asked a lot" in text_of(response)
    assert StuckReport.objects.count() == 12


def test_a_forged_step_has_no_panel(asker, page) -> None:
    assert as_(asker).get(at("stuck", key=page.translation_key, step_id="s-forged")).status_code == 404
