"""A damaged image takes nothing down with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from core.enums import Role
from core.models import PortalImage
from tests.learning.interfaces.importer.sources import bootcamp, import_from, png, write
from tests.people import make_person

pytestmark = pytest.mark.django_db


def test_the_list_of_images_shows_damaged_and_empty_ones(client: Client, tmp_path: Path) -> None:
    bad = {"tools/git/empty.svg": "", "tools/git/broken.svg": "<svg><g>", "tools/git/cut.png": png()[:-20]}
    import_from(write(bootcamp(tmp_path), {**bad, "tools/git/profile.png": png(bad_profile=True)}))
    client.force_login(make_person(role=Role.EDITOR))

    response = client.get(reverse("wagtailimages:index"))

    assert response.status_code == 200
    assert PortalImage.objects.count() == 5
    profile = PortalImage.objects.get(title="profile.png")
    assert profile.get_rendition("max-165x165").pk is not None
    for image in PortalImage.objects.all():
        assert client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 200
