"""Pictures of what was seen."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from core.models import Audience, PageAudience
from learning.models import StuckPicture, StuckReport
from tests.learning.building import person
from tests.learning.views.stuck import SECRET, as_, ask, at, picture, text_of

pytestmark = pytest.mark.django_db


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
