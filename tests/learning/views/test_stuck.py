"""Being stuck: asking, being answered, and who sees what of it."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from core.domain.mail import deliver
from core.enums import Role
from core.models import Audience, AuditEntry, PageAudience, RoleGrant
from core.models.mail import Mail
from learning.domain.answers import answer
from learning.domain.progress import mark_done
from learning.domain.queries.addresses import address_of
from learning.domain.stuck import Seen, report_stuck
from learning.models import Asked, Helped, StuckAnswer, StuckPicture, StuckReport
from tests.learning.building import material, person, step_id

pytestmark = pytest.mark.django_db

SEEN = "$ docker run web\nCannot connect to the Docker daemon at unix:///var/run/docker.sock."
SECRET = "$ env\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCY\nDB_PASS=hunter22"


@pytest.fixture
def author():
    return person("Nakamura")


@pytest.fixture
def page(author):
    return material(authors=(author,))


@pytest.fixture
def asker():
    return person("Kobayashi")


def as_(someone) -> Client:
    client = Client()
    client.force_login(someone)
    return client


def at(name: str, **arguments) -> str:
    with translation.override("en"):
        return reverse(name, kwargs=arguments)


def ask(someone, page, *, step: int = 1, **data):
    step_key = step_id(page, step)
    fields = {"seen": SEEN, "token": str(uuid.uuid4()), **data}
    return as_(someone).post(
        at("stuck", key=page.translation_key, step_id=step_key),
        {f"{step_key}-{name}": value for name, value in fields.items()},
    )


def asked(someone, page, *, step: int = 1, seen: str = SEEN) -> StuckReport:
    return report_stuck(someone, page=page, step_id=step_id(page, step), what=Seen(seen), token=uuid.uuid4())


def answered(report, someone, body: str = "Start the service.") -> StuckAnswer:
    return answer(report, author=someone, body=body, token=uuid.uuid4())


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def picture(size=(40, 30), kind="JPEG", exif: bytes | None = None) -> SimpleUploadedFile:
    written = io.BytesIO()
    image = Image.new("RGB", size, "navy")
    image.save(written, kind, **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(f"shot.{kind.lower()}", written.getvalue(), content_type="image/jpeg")


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


def test_send_anyway_sends_what_was_shown_and_nothing_more(asker, page) -> None:
    form = ask(asker, page, seen=SECRET).context["form"]
    more = SECRET + "\npassword: another-one"
    assert ask(asker, page, seen=more, anyway=form.shown_findings).status_code == 200
    assert StuckReport.objects.count() == 0
    ask(asker, page, seen=SECRET, anyway=form.shown_findings)
    assert StuckReport.objects.get().seen == SECRET


def test_authors_and_those_who_got_past_are_asked_by_mail_without_what_was_pasted(asker, page, author) -> None:
    past, elsewhere = person(language="en"), person()
    mark_done(past, page=page, step_id=step_id(page, 1))
    mark_done(elsewhere, page=page, step_id=step_id(page, 2))
    ask(asker, page)
    assert set(Asked.objects.values_list("person_id", "because")) == {(author.pk, "author"), (past.pk, "got_past")}
    for waiting in Mail.objects.all():
        deliver(waiting.pk)
    assert sorted(message.to[0].split("<")[1] for message in mail.outbox) == sorted(
        f"{someone.email}>" for someone in (author, past)
    )
    for message in mail.outbox:
        assert "docker.sock" not in message.body
        assert "Kobayashi" not in message.body
        assert f"/questions/{StuckReport.objects.get().pk}/" in message.body
    in_english = next(message for message in mail.outbox if past.email in message.to[0])
    assert "is stuck at" in in_english.subject


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
    assert Mail.objects.filter(person=asker, template="stuck_answered").count() == 1
    given = StuckAnswer.objects.get()
    as_(asker).post(at("solve_question", pk=report.pk), {"by": given.pk})
    report.refresh_from_db()
    assert (report.solved_by, report.solved_at is not None) == (given, True)
    as_(asker).post(at("solve_question", pk=report.pk), {"undo": "1"})
    report.refresh_from_db()
    assert (report.solved_by, report.solved_at) == (None, None)


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


def test_hostile_answers_do_nothing(asker, page, author) -> None:
    report = asked(asker, page, seen="<script>alert(1)</script>")
    answered(
        report, author, "<script>alert(2)</script> [x](javascript:alert(3)) ![y](https://evil.example/p.png)\n\n## h\n"
    )
    for address in (address_of(page, language="en"), at("question", pk=report.pk)):
        html = as_(asker).get(address).content.decode()
        assert "<script>alert" not in html
        assert 'href="javascript:' not in html
        assert '<img src="https://evil' not in html
        assert 'id="h-h"' not in html


def test_names_are_for_authors_lecturers_and_whoever_answers(asker, page, author) -> None:
    report = asked(asker, page)
    lecturer, helper, stranger = person(), person(), person()
    RoleGrant.objects.create(person=lecturer, role=Role.LECTURER)
    name = asker.family_romaji
    assert name not in text_of(as_(stranger).get(at("question", pk=report.pk)))
    assert name not in text_of(as_(helper).get(at("question", pk=report.pk)))
    answered(report, helper)
    for someone in (author, lecturer, helper):
        assert name in text_of(as_(someone).get(at("question", pk=report.pk)))
    assert name not in text_of(as_(stranger).get(at("question", pk=report.pk)))


def test_opening_a_name_is_written_down(asker, page, author) -> None:
    report = asked(asker, page)
    as_(asker).get(at("question", pk=report.pk))
    as_(author).get(at("question", pk=report.pk))
    entry = AuditEntry.objects.get(action="stuck.asker_opened")
    assert (entry.actor, entry.subject) == (author, asker)


def test_only_its_writer_changes_or_deletes_a_question(asker, page, author) -> None:
    report = asked(asker, page)
    for name in ("edit_question", "delete_question", "solve_question"):
        assert as_(author).post(at(name, pk=report.pk), {"seen": "x"}).status_code == 404
    as_(asker).post(at("edit_question", pk=report.pk), {"seen": "Now this.", "token": str(report.token)})
    report.refresh_from_db()
    assert report.seen == "Now this."
    assert report.edited_at is not None
    as_(asker).post(at("delete_question", pk=report.pk))
    assert StuckReport.objects.count() == 0


def test_only_its_writer_changes_or_deletes_an_answer(asker, page, author) -> None:
    given = answered(asked(asker, page), author)
    for name in ("edit_answer", "delete_answer"):
        assert as_(asker).post(at(name, pk=given.pk), {"body": "x"}).status_code == 404
    as_(author).post(at("edit_answer", pk=given.pk), {"body": "Better.", "token": str(uuid.uuid4())})
    given.refresh_from_db()
    assert given.body == "Better."
    as_(author).post(at("delete_answer", pk=given.pk))
    assert StuckAnswer.objects.count() == 0


def test_editors_hide_and_show_again(asker, page, author) -> None:
    report, editor = asked(asker, page), person()
    given = answered(report, author)
    RoleGrant.objects.create(person=editor, role=Role.EDITOR)
    assert as_(author).post(at("hide_answer", pk=given.pk)).status_code == 404
    as_(editor).post(at("hide_answer", pk=given.pk))
    assert "Start the service" not in text_of(as_(person()).get(address_of(page, language="en")))
    as_(editor).post(at("hide_answer", pk=given.pk), {"undo": "1"})
    assert "Start the service" in text_of(as_(person()).get(address_of(page, language="en")))
    as_(editor).post(at("hide_question", pk=report.pk))
    assert as_(person()).get(at("question", pk=report.pk)).status_code == 404
    assert as_(editor).get(at("question", pk=report.pk)).status_code == 200
    assert "Start the service" not in text_of(as_(person()).get(address_of(page, language="en")))


def test_whoever_may_not_see_the_material_sees_nothing_of_it(asker, page, author) -> None:
    report = asked(asker, page)
    given = answered(report, author)
    nobody = Audience.objects.create(name="Nobody")
    PageAudience.objects.create(translation_key=page.translation_key, audience=nobody)
    client = as_(person())
    key, step = page.translation_key, step_id(page, 1)
    for address in (
        address_of(page, language="en"),
        at("question", pk=report.pk),
        at("stuck", key=key, step_id=step),
        at("report_mistake", key=key),
        at("material", key=key),
    ):
        assert client.get(address).status_code == 404
    for address in (
        at("answer_helped", pk=given.pk),
        at("mark_step", key=key),
        at("remember_place", key=key),
        at("similar_answers", key=key, step_id=step),
        at("question", pk=report.pk),
    ):
        assert client.post(address, {"helped": "1", "done": step, "step": step, "body": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["question", "edit_question", "delete_question", "solve_question", "edit_answer"])
def test_what_is_not_there_is_not_found(name) -> None:
    assert as_(person()).post(at(name, pk=999_999)).status_code == 404


def test_a_forged_step_has_no_panel(asker, page) -> None:
    assert as_(asker).get(at("stuck", key=page.translation_key, step_id="s-forged")).status_code == 404


def test_a_form_that_comes_back_says_that_its_pictures_must_be_chosen_again(asker, page) -> None:
    response = ask(asker, page, seen=SECRET, pictures=[picture()])
    assert list(response.context["form"].errors) == ["__all__", "pictures"]
    assert list(ask(asker, page, seen=SECRET).context["form"].errors) == ["__all__"]


def test_pictures_are_written_anew_without_what_the_camera_adds(asker, page) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    ask(asker, page, pictures=[picture(exif=exif.tobytes())])
    kept = StuckPicture.objects.get()
    assert (kept.width, kept.height) == (40, 30)
    with kept.file.open("rb") as file:
        assert b"SecretCamera" not in file.read()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        SimpleUploadedFile("a.png", b"MZ\x90\x00 not a picture", content_type="image/png"),
        SimpleUploadedFile("a.png", b""),
    ],
)
def test_what_is_no_picture_is_refused_and_the_text_stays(asker, page, upload) -> None:
    response = ask(asker, page, pictures=[upload])
    assert StuckReport.objects.count() == 0
    assert "docker.sock" in response.content.decode()


def test_a_bomb_is_refused(asker, page) -> None:
    response = ask(asker, page, pictures=[picture(size=(9000, 9000), kind="PNG")])
    assert StuckReport.objects.count() == 0
    assert "too many pixels" in text_of(response)


def test_a_picture_is_seen_by_those_who_see_the_question(asker, page) -> None:
    ask(asker, page, pictures=[picture()])
    kept = StuckPicture.objects.get()
    assert as_(person()).get(kept.url).status_code == 200
    assert Client().get(kept.url).status_code in {302, 404}
    nobody = Audience.objects.create(name="Nobody")
    PageAudience.objects.create(translation_key=page.translation_key, audience=nobody)
    assert as_(person()).get(kept.url).status_code == 404


def test_a_deleted_question_takes_its_picture_along(asker, page, django_capture_on_commit_callbacks) -> None:
    ask(asker, page, pictures=[picture()])
    kept = StuckPicture.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        as_(asker).post(at("delete_question", pk=kept.report_id))
    assert not kept.file.storage.exists(kept.file.name)


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


LIST = 8
