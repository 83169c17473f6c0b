"""Pictures of what was seen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from core.domain.keeping import forget_what_is_past
from core.enums import Role
from core.models import Audience, PageAudience, RoleGrant
from learning.models import StuckPicture, StuckReport, UnsentPicture
from tests.learning.building import person
from tests.learning.views.stuck import SECRET, SEEN, as_, ask, asked, at, picture, text_of

pytestmark = pytest.mark.django_db


def again(response, **changes) -> dict[str, object]:
    """What a browser sends of a form that came back."""
    form = response.context["form"]
    sent = {"seen": form["seen"].value(), "token": form["token"].value(), "unsent": [each.pk for each in form.chosen]}
    return {**sent, **changes}


def test_a_form_that_comes_back_brings_its_pictures_along(asker, page) -> None:
    response = ask(asker, page, seen=SECRET, pictures=[picture(), picture(size=(20, 20))])
    assert list(response.context["form"].errors) == ["__all__"]
    waiting = list(UnsentPicture.objects.all())
    assert [each.url in response.content.decode() for each in waiting] == [True, True]
    assert response.content.decode().count(" checked>") == 2
    ask(asker, page, **again(response, seen=SEEN))
    assert sorted(StuckPicture.objects.values_list("width", flat=True)) == [20, 40]
    assert UnsentPicture.objects.count() == 0
    assert as_(asker).get(StuckPicture.objects.first().url).status_code == 200


def test_a_picture_waits_through_a_second_error_and_an_unticked_one_is_left_out(asker, page) -> None:
    first = ask(asker, page, seen=SECRET, pictures=[picture()])
    second = ask(asker, page, **again(first, pictures=[picture(size=(20, 20))]))
    assert UnsentPicture.objects.count() == 2
    left_out, kept = UnsentPicture.objects.all()
    third = ask(asker, page, **again(second, unsent=[kept.pk]))
    assert third.content.decode().count(" checked>") == 1
    ask(asker, page, **again(third, seen=SEEN))
    assert list(StuckPicture.objects.values_list("width", flat=True)) == [20]
    assert not UnsentPicture.objects.filter(pk=left_out.pk).exists()


def test_of_too_many_pictures_one_chooses(asker, page) -> None:
    response = ask(asker, page, pictures=[picture() for _ in range(4)])
    assert "Send 3 pictures at most" in text_of(response)
    ask(asker, page, **again(response))
    assert StuckReport.objects.count() == 0
    ask(asker, page, **again(response, unsent=[each.pk for each in UnsentPicture.objects.all()[:3]]))
    assert StuckPicture.objects.count() == 3


def test_the_sound_pictures_wait_where_another_is_none(asker, page) -> None:
    broken = SimpleUploadedFile("notes.png", b"not a picture")
    response = ask(asker, page, pictures=[picture(), broken])
    assert "notes.png:" in text_of(response)
    ask(asker, page, **again(response))
    assert StuckPicture.objects.count() == 1


def test_they_wait_where_the_hour_is_full_and_where_a_question_is_changed(asker, page) -> None:
    for _ in range(12):
        report = asked(asker, page)
    assert UnsentPicture.objects.count() == 0
    response = ask(asker, page, pictures=[picture()])
    assert "asked a lot" in text_of(response)
    assert UnsentPicture.objects.count() == 1
    address, token = at("edit_question", pk=report.pk), str(report.token)
    came_back = as_(asker).post(address, {"seen": SECRET, "token": token, "pictures": [picture()]})
    chosen = [each.pk for each in came_back.context["form"].chosen]
    as_(asker).post(address, {"seen": SEEN, "token": token, "unsent": chosen})
    assert report.pictures.count() == 1


def test_a_waiting_picture_is_its_owners_alone(asker, page) -> None:
    ask(asker, page, seen=SECRET, pictures=[picture()])
    waiting = UnsentPicture.objects.get()
    assert as_(asker).get(waiting.url).status_code == 200
    for other in (person(), RoleGrant.objects.create(person=person(), role=Role.EDITOR).person):
        assert as_(other).get(waiting.url).status_code == 404
        ask(other, page, token=str(waiting.token), unsent=[waiting.pk])
    assert StuckPicture.objects.count() == 0
    assert UnsentPicture.objects.count() == 1


def test_what_was_never_sent_goes_after_a_day(asker, page, django_capture_on_commit_callbacks) -> None:
    for age in (dt.timedelta(hours=25), dt.timedelta(hours=23)):
        ask(asker, page, seen=SECRET, pictures=[picture()])
        UnsentPicture.objects.filter(pk=UnsentPicture.objects.last().pk).update(created_at=timezone.now() - age)
    old, young = UnsentPicture.objects.all()
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_what_is_past()["learning.unsent"] == 1
    assert list(UnsentPicture.objects.all()) == [young]
    assert [each.file.storage.exists(each.file.name) for each in (old, young)] == [False, True]


def test_nobody_fills_the_disk_with_forms_never_sent(asker, page) -> None:
    for _ in range(6):
        ask(asker, page, seen=SECRET, pictures=[picture() for _ in range(8)])
    assert UnsentPicture.objects.count() == 24


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
