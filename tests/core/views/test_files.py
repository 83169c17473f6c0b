import pytest
from django.core.files.storage import default_storage
from django.test import Client, override_settings

from core.enums import Role
from tests.core.media import make_document, make_image
from tests.people import audience_of, everyone, make_collection, make_department, make_person, place

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_file_is_read_by_its_collections_audience_and_editors_alone() -> None:
    own, other = make_department("network"), make_department("sales")
    image = make_image(make_collection("network", audience=audience_of(own), department=own))
    inside, outside = make_person(), make_person()
    place(inside, own)
    place(outside, other)

    may = {
        "inside": inside,
        "editor": make_person(role=Role.EDITOR),
        "own editor": make_person(role=Role.DEPARTMENT_EDITOR, department=own),
        "administrator": make_person(role=Role.ADMINISTRATOR),
    }
    may_not = {
        "outside": outside,
        "other editor": make_person(role=Role.DEPARTMENT_EDITOR, department=other),
        "HR": make_person(role=Role.HR),
    }
    for url in (image.url, image.get_rendition("width-2").url):
        assert {who: client_of(person).get(url).status_code for who, person in may.items()} == dict.fromkeys(may, 200)
        assert {who: client_of(person).get(url).status_code for who, person in may_not.items()} == dict.fromkeys(
            may_not, 404
        )
        assert Client().get(url).status_code == 302


def test_a_collection_without_a_row_is_the_editors_alone() -> None:
    document = make_document(make_collection("nobody's", audience=None))

    assert client_of(make_person()).get(document.url).status_code == 404
    assert client_of(make_person(role=Role.EDITOR)).get(document.url).status_code == 200


def test_absent_and_forbidden_look_alike() -> None:
    image = make_image(make_collection("nobody's", audience=None))
    client = client_of(make_person())

    forbidden, absent = client.get(image.url), client.get("/files/image/999999/picture.png")

    assert forbidden.status_code == absent.status_code == 404
    assert client.get(f"/files/nonsense/{image.pk}/picture.png").status_code == 404


def test_an_image_is_shown_under_a_sandbox_and_kept_by_nobody_else() -> None:
    client = client_of(make_person())
    image = make_image(make_collection("all", audience=everyone()), name="図 1.png")

    response = client.get(image.url)

    assert b"".join(response.streaming_content)[:4] == b"\x89PNG"
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=600"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_an_svg_runs_nothing() -> None:
    image = make_image(make_collection("all", audience=everyone()), name="drawing.svg", content=SVG)

    response = client_of(make_person()).get(image.url)

    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")


@pytest.mark.parametrize("name", ["notes.txt", "page.html", "paper.pdf", "drawing.svg"])
def test_a_document_is_saved_and_never_opened_here(name: str) -> None:
    document = make_document(make_collection("all", audience=everyone()), name=name)

    assert client_of(make_person()).get(document.url)["Content-Disposition"].startswith("attachment")


@override_settings(BEHIND_PROXY=True)
def test_behind_a_front_the_front_sends() -> None:
    document = make_document(make_collection("all", audience=everyone()), name="日本 語.txt")

    response = client_of(make_person()).get(document.url)

    assert response.content == b""
    assert response["X-Accel-Redirect"] == "/protected/documents/%E6%97%A5%E6%9C%AC_%E8%AA%9E.txt"


def test_a_photo_is_seen_by_every_colleague() -> None:
    image = make_image(make_collection("photos", audience=None))
    person = make_person()
    assert client_of(person).get(image.url).status_code == 404

    make_person(photo=image)

    assert client_of(person).get(image.url).status_code == 200


def test_no_other_address_hands_files_out() -> None:
    image = make_image(make_collection("all", audience=everyone()))
    client = client_of(make_person())

    for url in (f"/media/{image.file.name}", f"/{image.file.name}", f"/files/{image.file.name}", "/documents/1/a.txt",
                "/protected/" + image.file.name):  # fmt: skip
        assert client.get(url).status_code == 404
    assert default_storage.url(image.file.name) == image.url


def test_only_reading_is_possible() -> None:
    image = make_image(make_collection("all", audience=everyone()))

    assert client_of(make_person()).post(image.url).status_code == 405
