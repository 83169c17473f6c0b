"""Changing one's photo: checked by its content, cut square, bare of what a camera adds, seen by colleagues alone."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from core.models import AuditEntry, Person, PortalImage
from tests.people import make_person

pytestmark = pytest.mark.django_db
NO_PHOTOS = [b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"]
NAMES = {
    "family_kana": "さとう",
    "given_kana": "はなこ",
    "family_romaji": "Sato",
    "given_romaji": "Hanako",
    "about": "",
}


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 400)) -> SimpleUploadedFile:
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    Image.new("RGB", size, "teal").save(written, kind, exif=exif)
    return SimpleUploadedFile(f"me.{kind.lower()}", written.getvalue())


def send(client: Client, person: Person, **more: object) -> int:
    client.force_login(person)
    return client.post("/en/me/edit/", {**NAMES, **more}).status_code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_becomes_a_bare_square(client: Client, kind: str) -> None:
    person = make_person()
    assert send(client, person, new_photo=picture(kind)) == 302
    person.refresh_from_db()
    assert person.photo is not None
    with Image.open(person.photo.file) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (384, 384), {})


def test_a_colleague_sees_it_and_a_stranger_does_not(client: Client) -> None:
    person = make_person()
    send(client, person, new_photo=picture())
    person.refresh_from_db()
    address = person.photo.url  # type: ignore[union-attr]
    client.force_login(make_person())
    assert client.get(address).status_code == 200
    assert address in client.get(f"/en/people/{person.public_id}/").content.decode()
    assert Client().get(address).status_code in {302, 404}


def test_a_new_photo_takes_the_place_of_the_old_one(client: Client) -> None:
    person = make_person()
    send(client, person, new_photo=picture())
    send(client, person, new_photo=picture("JPEG"))
    assert PortalImage.objects.count() == 1
    assert AuditEntry.objects.filter(action="person.photo_changed").count() == 2


def test_a_photo_can_be_taken_away(client: Client) -> None:
    person = make_person()
    send(client, person, new_photo=picture())
    assert send(client, person, remove_photo="on") == 302
    person.refresh_from_db()
    assert (person.photo, PortalImage.objects.count()) == (None, 0)


@pytest.mark.parametrize("content", NO_PHOTOS)
def test_what_is_no_photo_is_refused_with_a_message(client: Client, content: bytes) -> None:
    person = make_person()
    assert send(client, person, new_photo=SimpleUploadedFile("me.png", content)) == 422
    assert PortalImage.objects.count() == 0


def test_a_form_that_comes_back_says_that_it_has_lost_the_photo(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    answer = client.post("/en/me/edit/", {**NAMES, "family_kana": "Sato", "new_photo": picture()})
    assert answer.context["form"].errors["new_photo"] == ["Choose the photo again: it could not be kept."]
    assert list(answer.context["form"].errors) == ["family_kana", "new_photo"]


def test_a_form_without_a_photo_comes_back_without_a_word_of_it(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    answer = client.post("/en/me/edit/", {**NAMES, "family_kana": "Sato"})
    assert list(answer.context["form"].errors) == ["family_kana"]
