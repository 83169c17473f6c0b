"""What wagtail.md found open: choosers, the API, tags, moves, embeds by a forged number."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from core.enums import Role
from core.models import ArticlePage
from tests.core.media import make_document, make_image
from tests.people import everyone, home, make_collection, make_department, make_person, make_section

pytestmark = pytest.mark.django_db


class Scene:
    """Two departments; the editor edits the first."""

    def __init__(self) -> None:
        home()
        own, foreign = make_department("network"), make_department("sales")
        self.section, self.other = make_section(own), make_section(foreign)
        self.page = self.section.add_child(instance=ArticlePage(title="Own page", slug="own-page"))
        self.secret = self.other.add_child(instance=ArticlePage(title="Foreign page", slug="foreign", live=False))
        self.own_files = make_collection("network", audience=everyone(), department=own)
        self.foreign_files = make_collection("sales", audience=everyone(), department=foreign)
        self.image, self.foreign_image = make_image(self.own_files), make_image(self.foreign_files, name="secret.png")
        self.foreign_document = make_document(self.foreign_files, name="secret.txt")
        self.image.tags.add("own-tag")
        self.foreign_image.tags.add("own-secret-tag")
        self.editor = make_person(role=Role.DEPARTMENT_EDITOR, department=own, language="en")
        self.client = Client()
        self.client.force_login(self.editor, backend="core.backends.EmployedBackend")

    def read(self, name: str, *args: object, query: str = "") -> str:
        response = self.client.get(reverse(name, args=args) + query)
        assert response.status_code == 200, response.status_code
        return response.content.decode()


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_page_chooser_shows_ones_own_part_alone(scene: Scene) -> None:
    for text in (
        scene.read("wagtailadmin_choose_page"),
        scene.read("wagtailadmin_choose_page_child", home().pk),
        scene.read("wagtailadmin_choose_page_search", query="?q=page"),
        scene.read("wagtailadmin_choose_page", query="?page_type=core.departmentsectionpage"),
    ):
        assert "Foreign page" not in text
        assert "sales ja" not in text
    assert "Own page" in scene.read("wagtailadmin_choose_page_search", query="?q=page")


def test_the_file_choosers_and_lists_show_ones_own_files_alone(scene: Scene) -> None:
    for name in (
        "wagtailimages:index",
        "wagtailimages_chooser:choose",
        "wagtaildocs:index",
        "wagtaildocs_chooser:choose",
    ):
        text = scene.read(name)
        assert "secret" not in text, name


def test_the_admins_api_shows_ones_own_files_and_pages_alone(scene: Scene) -> None:
    images = json.loads(scene.read("wagtailadmin_api:images:listing"))
    documents = json.loads(scene.read("wagtailadmin_api:documents:listing"))
    pages = json.loads(scene.read("wagtailadmin_api:pages:listing"))

    assert [item["id"] for item in images["items"]] == [scene.image.pk]
    assert documents["items"] == []
    assert "Foreign page" not in json.dumps(pages)


def test_tags_are_those_of_ones_own_files_and_of_pages_that_one_sees(scene: Scene) -> None:
    draft = scene.section.add_child(instance=ArticlePage(title="Draft", slug="draft", live=False))
    for page, word in ((scene.page, "own-page"), (draft, "own-draft"), (scene.secret, "own-foreign-draft")):
        page.tags.add(word)
        page.save()
    offered = json.loads(scene.read("wagtailadmin_tag_autocomplete", query="?term=own"))
    assert offered == ["own-draft", "own-page", "own-tag"]


@pytest.mark.parametrize("name", ["wagtailadmin_pages:move_confirm", "wagtailadmin_pages:move"])
def test_a_move_to_another_department_does_not_exist(scene: Scene, name: str) -> None:
    if name.endswith("confirm"):
        url = reverse(name, args=[scene.page.pk, scene.other.pk])
        assert scene.client.get(url).status_code == scene.client.post(url).status_code == 404
    else:
        assert scene.client.get(reverse(name, args=[scene.secret.pk])).status_code == 404


def test_a_bulk_action_names_nothing_of_others(scene: Scene) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert scene.client.get(f"{url}?id={scene.page.pk}&id={scene.secret.pk}").status_code == 404
    images = reverse("wagtail_bulk_action", args=["core", "portalimage", "delete"])
    assert scene.client.get(f"{images}?id={scene.foreign_image.pk}").status_code == 404


def form_of(blocks: list[tuple[str, object]]) -> dict[str, object]:
    """What Wagtail's editor posts for an article."""
    form: dict[str, object] = {"title": "Own page", "slug": "own-page", "body-count": len(blocks)}
    for number, (kind, value) in enumerate(blocks):
        form |= {f"body-{number}-type": kind, f"body-{number}-order": number, f"body-{number}-deleted": "",
                 f"body-{number}-id": ""}  # fmt: skip
        if kind == "image":
            form |= {f"body-{number}-value-image": value, f"body-{number}-value-decorative": "on",
                     f"body-{number}-value-alt_text": ""}  # fmt: skip
        else:
            form[f"body-{number}-value"] = value
    return form


def rich(entity: str, data: dict[str, object]) -> str:
    block = {"key": "a", "text": "x", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    return json.dumps(
        {
            "blocks": [{**block, "entityRanges": [{"offset": 0, "length": 1, "key": 0}]}],
            "entityMap": {"0": {"type": entity, "mutability": "MUTABLE", "data": data}},
        }
    )


def test_a_forged_number_embeds_nothing_of_others(scene: Scene) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[scene.page.pk])
    forged = (
        form_of([("image", scene.foreign_image.pk)]),
        form_of([("text", rich("DOCUMENT", {"id": scene.foreign_document.pk, "url": "/x"}))]),
        form_of([("text", rich("LINK", {"id": scene.secret.pk, "url": "/x"}))]),
    )
    for form in forged:
        response = scene.client.post(edit, form)
        assert response.status_code == 200, response.status_code
        assert "embeds or links to something that you may not choose" in response.content.decode()
        assert scene.page.revisions.first() is None

    assert scene.client.post(edit, form_of([("image", scene.image.pk)])).status_code == 302
    assert scene.page.revisions.first() is not None


def test_an_upload_is_checked_by_its_content(scene: Scene) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for url, name, content in (
        (reverse("wagtailimages:add"), "x.svg", svg),
        (reverse("wagtaildocs:add"), "x.pdf", b"<html><script>1</script></html>"),
    ):
        form = {"title": "x", "file": SimpleUploadedFile(name, content), "collection": scene.own_files.pk}
        assert scene.client.post(url, form).status_code == 200  # the form again, with its error
    assert not type(scene.image).objects.filter(title="x").exists()


def test_who_has_no_work_in_the_admin_finds_none() -> None:
    home()
    client = Client()
    client.force_login(make_person(role=Role.HR), backend="core.backends.EmployedBackend")

    assert client.get("/admin/").status_code == 404
    assert client.get("/admin/pages/1/edit/").status_code == 404
